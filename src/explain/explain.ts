import type { Rule, SecurityModel } from '../model/index.js';
import type { DenialCode } from '../runtime/decision.js';
import type { Policy } from '../runtime/policy.js';
import type { Addition } from './addition.js';
import { becauseOf } from './because.js';
import { countingRoles } from './counting-roles.js';
import { decidePresented } from './decide-presented.js';
import { nearestAddition } from './nearest-addition.js';
import type { Question } from './question.js';
import { wholePolicy } from './whole-policy.js';

/** Whether a caller may do what was asked about, why, and what would change a no. */
export interface Explanation {
  readonly operation: string;
  /** Null: the document has no servers. */
  readonly server: string | null;
  readonly status: Exclude<Rule['status'], 'refused'>;
  /** That the question names, the operation fixes, or the document has for those that name none. */
  readonly context: string;
  readonly allowed: boolean;
  readonly code: DenialCode | null;
  /** What held and what was missing, a sentence each. */
  readonly because: readonly string[];
  readonly nearest: Addition | null;
}

/** Lets the emitted engine decide a question about a rule that is not refused. */
export const explain = async (
  model: SecurityModel,
  question: Question,
  status: Explanation['status'],
  sameSubject: boolean,
): Promise<Explanation> => {
  const { operation, presented } = question;
  const described = wholePolicy(model, question.server, sameSubject);
  const context = question.context ?? assumedContext(described.policy, operation.id);
  const whole = { ...described, operation: operation.id, context };
  const decision = await decidePresented(whole, presented);
  // No authenticator that answers at once leaves anything unjudged.
  const code = decision.outcome === 'denied' ? decision.code : null;
  const roles = countingRoles(whole);
  return {
    operation: operation.id,
    server: question.server?.id ?? null,
    status,
    context: (roles.context ?? context ?? '') || 'default',
    allowed: decision.outcome === 'allowed',
    code,
    because: becauseOf(model, question, { policy: whole.policy, roles }),
    nearest: code === null ? null : await nearestAddition(whole, presented),
  };
};

/** A channel's parameter always has a value at run time; a question that leaves it out asks about the default context. */
const assumedContext = ({ operations, roles }: Policy, operation: string): string | undefined =>
  'parameter' in (operations[operation]?.context ?? {}) ? roles?.defaultContext : undefined;
