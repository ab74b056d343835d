import type { Grounds } from './because.js';
import { heldGrants } from './decide-presented.js';
import { missingProofs } from './missing-proofs.js';
import type { Question } from './question.js';

/** Which role is asked for, and which proof holds it or does not. */
export const roleLines = (question: Question, grounds: Grounds): readonly string[] => {
  const { anyOf, context } = grounds.roles;
  if (anyOf === null || context === null) return [];
  const demand = `${either(anyOf)} in context ${context}`;
  const actors = actingSchemes(question, grounds);
  const holding = actors.find(({ grants }) => grounds.roles.holds(grants));
  if (holding !== undefined) {
    const grant = holding.grants.find((one) => grounds.roles.holds([one])) ?? '';
    return [`${demand} is asked for: ${holding.scheme} has ${grant}.`];
  }
  const lines = actors.map(({ scheme, grants }) => `${demand} is asked for: ${scheme} has ${grantsText(grants)}.`);
  return [...(lines.length > 0 ? lines : [besides(demand, question, grounds)]), ...vainLines(question, grounds)];
};

/** Nobody acts as long as no alternative holds. */
const besides = (demand: string, { presented: { grants } }: Question, { roles }: Grounds): string =>
  roles.holds(grants)
    ? `${demand} is asked for as well, and given: it counts once a proof has it.`
    : `${demand} is asked for as well: the question gives ${grantsText(grants)}.`;

/** The schemes of holding alternatives whose grants count, with these. */
const actingSchemes = (
  { rule, presented }: Question,
  { policy }: Grounds,
): readonly { readonly scheme: string; readonly grants: readonly string[] }[] => {
  const acting = rule.requirements.find((requirement) => requirement.acting)?.anyOf ?? [];
  return acting.flatMap((alternative) => {
    const { actor } = alternative;
    const key = actor === null ? undefined : policy.schemes[actor]?.provider;
    const provider = key === undefined ? undefined : policy.providers[key];
    const proof = key === undefined ? undefined : presented.proofs.get(key);
    if (actor === null || provider === undefined || proof === undefined) return [];
    if (missingProofs(policy, presented, [alternative]).size > 0) return [];
    return [{ scheme: actor, grants: heldGrants(policy, provider, proof, presented.grants) }];
  });
};

const either = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');

const grantsText = (grants: readonly string[]): string =>
  grants.length === 0 ? 'no grant' : `only ${grants.join(', ')}`;

/** Grants of the right role whose role does not count here. */
const vainLines = ({ presented }: Question, { policy, roles }: Grounds): readonly string[] =>
  presented.grants.flatMap((grant) => {
    const [role = ''] = grant.split('@');
    const contexts = policy.roles?.roles[role]?.contexts ?? null;
    const counts = contexts === null || contexts.includes(roles.context ?? '');
    return counts || roles.anyOf?.includes(role) !== true
      ? []
      : [`${grant} does not count here: ${role} counts in ${contexts.join(', ')} alone.`];
  });
