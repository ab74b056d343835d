import type { UndecidedCause } from './decision.js';
import type { AuthenticationFault } from './guard-types.js';
import { toldOf } from './own-faults.js';

const QUIET_MS = 60_000;

/** For an app that gives no `onFault`: a process warning, once a minute for each provider and cause, so that no flood fills a log. */
export function faultWarnings(
  server: string,
): (fault: AuthenticationFault) => void {
  const warned = new Map<string, Map<UndecidedCause, number>>();
  return ({ provider, cause, error }) => {
    const now = performance.now();
    const times = warned.get(provider) ?? new Map<UndecidedCause, number>();
    const last = times.get(cause);
    if (last !== undefined && now - last < QUIET_MS) return;
    warned.set(provider, times.set(cause, now));
    process.emitWarning(
      `Server ${JSON.stringify(server)}: the authenticator ${provider} could not judge (${cause}): ${toldOf(error)}. Nobody is let in or refused by it meanwhile. The option onFault is told of each fault; without it, this is said once a minute at most.`,
    );
  };
}
