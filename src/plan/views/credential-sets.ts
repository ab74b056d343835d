import type { Login, Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import { heldByAll, joinedSets, minimalSets, MOST_SETS, setsOf, type ProviderSet } from './provider-sets.js';

/** What a client presents. */
export interface CredentialSets {
  readonly slots: readonly string[];
  /** Of the slots, what each set needs. */
  readonly sets: readonly ProviderSet[];
}

/** What logs in to a broker. */
export const loginSets = (logins: readonly Login[]): CredentialSets => {
  const stated = logins.map((login) => login.map((part) => part.provider));
  const sets = minimalSets(stated);
  return sets.length > MOST_SETS
    ? { slots: [...new Set(stated.flat())], sets: [heldByAll(sets)] }
    : { slots: [...new Set(sets.flat())], sets };
};

/** What opens a server and lets some operation through. */
export const connectionSets = (plan: ServerPlan, policy: Policy, slots: readonly string[]): CredentialSets => {
  const outer = setsOf(plan.policy.requirement, policy);
  const rules = Object.values(plan.policy.rules).map((rule) => setsOf(rule.requirement, policy));
  const inner = rules.length === 0 ? [[[]]] : [...new Map(rules.map((sets) => [JSON.stringify(sets), sets])).values()];
  const joined = inner.reduce<readonly ProviderSet[] | null>((found, sets) => {
    const more = found === null ? null : joinedSets(outer, sets);
    return found === null || more === null ? null : [...found, ...more];
  }, []);
  const sets = joined === null ? null : minimalSets(joined);
  return sets !== null && sets.length <= MOST_SETS
    ? { slots, sets }
    : { slots, sets: [[...new Set([...heldByAll(outer), ...heldByAll(inner.flat())])]] };
};
