import { bestDecision } from '../best-decision.js';
import type { Caller } from '../caller.js';
import type { Decision } from '../decision.js';
import type { GuardCore } from '../guard-core.js';
import {
  contextOf,
  isPerMessage,
  type ContextParts,
} from '../message-context.js';

/** Whether a caller may hold a socket of a channel: the server's level holds and at least one of the channel's operations could be allowed on it. */
export function admission(
  core: GuardCore,
  caller: Caller,
  operations: readonly string[],
  parts: ContextParts,
): Decision {
  const answers: Decision[] = [];
  for (const operation of operations) {
    const answer = isPerMessage(core.policy, operation)
      ? core.couldAllow(operation, caller)
      : core.decide(
          operation,
          caller,
          contextOf(core.policy, operation, parts, undefined),
        );
    // An operation asks for all that its server does: where one is allowed, so is the connection.
    if (answer.outcome === 'allowed') return answer;
    answers.push(answer);
  }
  const connection = core.connection(caller);
  return connection.outcome === 'allowed' ? bestDecision(answers) : connection;
}
