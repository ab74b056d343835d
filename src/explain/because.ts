import type { SecurityModel } from '../model/index.js';
import type { Policy } from '../runtime/policy.js';
import { contextLines } from './because-context.js';
import { levelLines } from './because-levels.js';
import { roleLines } from './because-roles.js';
import type { CountingRoles } from './counting-roles.js';
import type { Question } from './question.js';

/** What a decision was made from, beside the question. */
export interface Grounds {
  readonly policy: Policy;
  readonly roles: CountingRoles;
}

/** What held and what was missing, a sentence each, for the person who asked. */
export const becauseOf = (model: SecurityModel, question: Question, grounds: Grounds): readonly string[] => {
  const mixed = subjectLines(question, grounds);
  const counting =
    mixed.length === 0 ? question : { ...question, presented: { ...question.presented, proofs: new Map() } };
  return [
    ...contextLines(question, grounds),
    ...(question.rule.status === 'public'
      ? ['The team says that the operation is public: nobody is asked who they are.']
      : []),
    ...mixed,
    ...levelLines(counting, grounds),
    ...roleLines(counting, grounds),
    ...idleLines(model, question),
  ];
};

const subjectLines = ({ presented }: Question, { policy }: Grounds): readonly string[] => {
  const counting = [...presented.proofs].flatMap(([key, proof]) =>
    Object.hasOwn(policy.providers, key) ? [proof] : [],
  );
  if (!policy.sameSubject || new Set(counting.map(({ subject }) => subject)).size < 2) return [];
  const named = counting.map(({ scheme, subject }) => `${scheme} of ${subject}`);
  return [
    `Nothing counts as proved: sameSubject demands one subject, and these are proofs of several: ${named.join(', ')}.`,
  ];
};

const idleLines = ({ schemes }: SecurityModel, { rule, proved }: Question): readonly string[] => {
  const demanded = new Set(
    rule.requirements.flatMap(({ anyOf }) => anyOf.flatMap(({ allOf }) => allOf.map((use) => use.scheme))),
  );
  const providers = new Set(schemes.flatMap(({ id, provider }) => (demanded.has(id) ? [provider] : [])));
  return schemes
    .filter(({ id, used, provider }) => proved.includes(id) && !(used && providers.has(provider)))
    .map(({ id }) => `${id} is proved, and this rule does not ask for it.`);
};
