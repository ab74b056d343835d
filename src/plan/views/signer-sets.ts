import type { Operation } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import { heldByAll, joinedSets, MOST_SETS, setsOf, type ProviderSet } from './provider-sets.js';

export interface SignerView {
  readonly key: string;
  readonly optional: boolean;
  /** A token that travels as it is, not a signer of proofs. */
  readonly token: boolean;
}

/**
 * Sets of signers, any one of which suffices for all operations that a side sends; none where nothing is signed. Of more
 * than a type may list, each signer that not all of them hold is optional.
 */
export const signerSets = (
  plan: ServerPlan,
  sent: readonly Operation[],
  policy: Policy,
): readonly (readonly SignerView[])[] => {
  let sets: readonly ProviderSet[] | null = [[]];
  const slots = new Set<string>();
  const always = new Set<string>();
  for (const operation of sent) {
    const levels = signedLevels(plan, operation, policy);
    for (const key of levels.flat(2)) slots.add(key);
    for (const key of levels.flatMap(heldByAll)) always.add(key);
    const [outer = [[]], inner = [[]]] = levels;
    const needed: readonly ProviderSet[] | null = sets === null ? null : joinedSets(outer, inner);
    sets = sets === null || needed === null ? null : joinedSets(sets, needed);
    if (sets !== null && sets.length > MOST_SETS) sets = null;
  }
  if (slots.size === 0) return [];
  const view = (isOptional: (key: string) => boolean): readonly SignerView[] =>
    [...slots].map((key) => ({
      key,
      optional: isOptional(key),
      token: policy.providers[key]?.record === 'bearer',
    }));
  return sets === null ? [view((key) => !always.has(key))] : sets.map((set) => view((key) => !set.includes(key)));
};

/** What can sign one operation's records: for each level that the guard sees to, the providers of its alternatives. */
const signedLevels = (
  plan: ServerPlan,
  { id, access }: Operation,
  policy: Policy,
): readonly (readonly ProviderSet[])[] => {
  const rule = plan.policy.rules[id];
  if (rule === undefined || rule.enforcedBy === 'broker' || access === 'public') return [];
  return [plan.policy.requirement, rule.requirement].map((level) => setsOf(level, policy));
};
