import type { Decision } from '../../src/runtime/decision.js';
import { createGuard } from '../../src/runtime/guard.js';
import type { GuardLimits } from '../../src/runtime/guard-types.js';
import type { Policy } from '../../src/runtime/policy.js';
import { presenting } from './small-policy.js';

/** Authenticators by provider, of whatever type: wrong ones are given as well. */
export type Authenticators = Readonly<Record<string, (...given: never) => unknown>>;

/** A decision in one line: whom it allows, its code, or why there is none. */
export function told(decision: Decision): string {
  if (decision.outcome === 'allowed') return `allowed ${decision.principal?.subject ?? 'nobody'}`;
  return decision.outcome === 'denied' ? decision.code : `undecided ${decision.cause}`;
}

/** What the guard of a policy says of one caller. */
export async function ask(
  policy: Policy,
  authenticators: Authenticators,
  present: readonly string[],
  context?: string,
  limits?: GuardLimits,
): Promise<string> {
  const guard = createGuard(policy, 'here', { authenticators, ...(limits === undefined ? {} : { limits }) });
  return told(guard.decide('read', await guard.authenticate(presenting(...present)), context));
}
