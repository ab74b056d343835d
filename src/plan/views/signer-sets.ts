import type { Operation } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import { minimalSets, setOf } from './server-view.js';

export interface SignerView {
  readonly key: string;
  readonly optional: boolean;
  /** A token that travels as it is, not a signer of proofs. */
  readonly token: boolean;
}

/** More sets than a type may list; then each signer that not all of them hold is optional, and the runtime alone checks. */
const MOST = 16;

/** Sets of signers, any one of which suffices for all operations that a side sends; none where nothing is signed. */
export const signerSets = (
  plan: ServerPlan,
  sent: readonly Operation[],
  policy: Policy,
): readonly (readonly SignerView[])[] => {
  let sets: readonly (readonly string[])[] = [[]];
  const slots = new Set<string>();
  const always = new Set<string>();
  for (const operation of sent) {
    const needed = setsOf(plan, operation, policy);
    for (const key of needed.flat()) slots.add(key);
    for (const key of needed[0] ?? []) if (needed.every((set) => set.includes(key))) always.add(key);
    if (sets.length <= MOST)
      sets = minimalSets(sets.flatMap((set) => needed.map((more) => [...new Set([...set, ...more])])));
  }
  if (slots.size === 0) return [];
  const view = (isOptional: (key: string) => boolean): readonly SignerView[] =>
    [...slots].map((key) => ({
      key,
      optional: isOptional(key),
      token: policy.providers[key]?.record === 'bearer',
    }));
  return sets.length > MOST ? [view((key) => !always.has(key))] : sets.map((set) => view((key) => !set.includes(key)));
};

/** What can sign one operation's records: an alternative of each level that the guard sees to. */
const setsOf = (plan: ServerPlan, { id, access }: Operation, policy: Policy): readonly (readonly string[])[] => {
  const rule = plan.policy.rules[id];
  if (rule === undefined || rule.enforcedBy === 'broker' || access === 'public') return [[]];
  const [outer, inner] = [plan.policy.requirement, rule.requirement].map((level) =>
    level === null ? [[]] : level.map((alternative) => setOf(alternative, policy)),
  );
  return minimalSets((outer ?? []).flatMap((first) => (inner ?? []).map((second) => [...first, ...second])));
};
