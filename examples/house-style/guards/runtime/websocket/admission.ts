import type { Caller } from '../caller.js';
import { DENIAL_CODES, type Decision, type Denied } from '../decision.js';
import type { GuardCore } from '../guard-core.js';
import { denied } from '../outcomes.js';
import { contextOf, isPerMessage, type ContextParts } from './context.js';

/**
 * Whether a caller may hold a socket of a channel: the server's level holds and at least one of the channel's operations
 * could be allowed on it. An operation that could not be judged leaves the whole undecided, so that an outage turns nobody
 * away for good.
 */
export function admission(
  core: GuardCore,
  caller: Caller,
  operations: readonly string[],
  parts: ContextParts,
): Decision {
  const connection = core.connection(caller);
  if (connection.outcome !== 'allowed') return connection;
  const answers: Decision[] = [];
  for (const operation of operations) {
    const answer = isPerMessage(core.policy, operation)
      ? core.couldAllow(operation, caller)
      : core.decide(
          operation,
          caller,
          contextOf(core.policy, operation, parts, undefined),
        );
    if (answer.outcome === 'allowed') return answer;
    answers.push(answer);
  }
  return (
    answers.find(({ outcome }) => outcome === 'undecided') ??
    answers.reduce(higher, denied('unauthenticated'))
  );
}

function higher(one: Decision, other: Decision): Decision {
  return rank(other) < rank(one) ? other : one;
}

function rank(decision: Decision): number {
  return isDenied(decision)
    ? DENIAL_CODES.indexOf(decision.code)
    : DENIAL_CODES.length;
}

function isDenied(decision: Decision): decision is Denied {
  return decision.outcome === 'denied';
}
