import type { Alternative, Requirement } from '../runtime/policy.js';
import { compareSizes, withAddition, type Addition } from './addition.js';
import { countingRoles, type CountingRoles } from './counting-roles.js';
import { decidePresented, heldGrants, type Case } from './decide-presented.js';
import { missingProofs, type MissingProofs } from './missing-proofs.js';
import type { Presented } from './question.js';

/**
 * The smallest addition with which the engine would allow: fewest schemes, then scopes, then grants, then the
 * document's order. Null where none would do.
 */
export const nearestAddition = async (asked: Case, presented: Presented): Promise<Addition | null> => {
  const found = smallestAddition(asked, presented);
  if (found === null) return null;
  // Where one subject is demanded, proofs of several are worth nothing, whatever is added.
  const decision = await decidePresented(asked, withAddition(asked.policy, presented, found));
  return decision.outcome === 'allowed' ? found : null;
};

/** Tries each choice of one alternative a level, in the document's order; only a smaller addition takes a place. */
const smallestAddition = (asked: Case, presented: Presented): Addition | null => {
  const [acting, outer] = levelsOf(asked);
  if (acting === undefined) return null;
  const roles = countingRoles(asked);
  const missing = (chosen: readonly Alternative[]): MissingProofs => missingProofs(asked.policy, presented, chosen);
  const inner = acting.map((alternative) => ({ alternative, alone: missing([alternative]) }));
  const grant = roles.anyOf?.map((role) => `${role}@${roles.context ?? ''}`).find((text) => roles.holds([text]));
  let best: Addition | null = null;
  const mayBeSmaller = (...parts: readonly MissingProofs[]): boolean =>
    best === null || compareSizes({ proved: parts.flatMap((proofs) => [...proofs.values()]), grants: [] }, best) < 0;
  for (const first of outer?.map((alternative) => [alternative]) ?? [[]]) {
    // What one level lacks is lacking in both together: most of the choices need not be put together.
    const before = missing(first);
    if (!mayBeSmaller(before)) continue;
    for (const { alternative, alone } of inner) {
      if (!mayBeSmaller(alone)) continue;
      if (areApart(before, alone) && !mayBeSmaller(before, alone)) continue;
      const proofs = missing([...first, alternative]);
      const grants = missingGrants(asked, presented, { alternative, proofs, roles, grant });
      if (grants === null) continue;
      const addition = { proved: [...proofs.values()], grants };
      if (best === null || compareSizes(addition, best) < 0) best = addition;
    }
  }
  return best;
};

/** Whether no provider lacks something in both, so that together they lack as much as one by one. */
const areApart = (one: MissingProofs, other: MissingProofs): boolean =>
  [...other.keys()].every((provider) => !one.has(provider));

/** The acting level first. */
const levelsOf = ({ policy, server, operation }: Case): readonly Requirement[] => {
  const described = policy.servers[server];
  return [described?.rules[operation]?.requirement, described?.requirement].flatMap((level) =>
    level === null || level === undefined ? [] : [level],
  );
};

/** The grant that the actor of an alternative lacks; null where none would count. */
const missingGrants = (
  { policy }: Case,
  { proofs: presented, grants }: Presented,
  {
    alternative,
    proofs,
    roles,
    grant,
  }: { alternative: Alternative; proofs: MissingProofs; roles: CountingRoles; grant: string | undefined },
): readonly string[] | null => {
  if (roles.anyOf === null) return [];
  const key = policy.schemes[alternative.actor ?? '']?.provider ?? '';
  const provider = policy.providers[key];
  if (provider === undefined || provider.rolesFrom === null) return null;
  const scopes = [...(presented.get(key)?.scopes ?? []), ...(proofs.get(key)?.scopes ?? [])];
  if (roles.holds(heldGrants(policy, provider, { scopes }, grants))) return [];
  return grant === undefined ? null : [grant];
};
