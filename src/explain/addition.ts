import type { Policy } from '../runtime/policy.js';
import { SOMEBODY, type Presented } from './question.js';

/** What a caller would have to have besides. */
export interface Addition {
  /** Scopes are those that are missing, also of a scheme that is proved already. */
  readonly proved: readonly { readonly scheme: string; readonly scopes: readonly string[] }[];
  readonly grants: readonly string[];
}

/** Negative where the first is the smaller one: fewest schemes, then scopes, then grants. */
export const compareSizes = (one: Addition, other: Addition): number =>
  one.proved.length - other.proved.length || scopesIn(one) - scopesIn(other) || one.grants.length - other.grants.length;

const scopesIn = ({ proved }: Addition): number => proved.reduce((sum, { scopes }) => sum + scopes.length, 0);

/** What a caller has once it has this besides. Further proofs are of the subject that there is, if there is one. */
export const withAddition = (
  { schemes, providers }: Pick<Policy, 'schemes' | 'providers'>,
  presented: Presented,
  { proved, grants }: Addition,
): Presented => {
  const proofs = new Map(presented.proofs);
  const [subject = SOMEBODY] = [...proofs].flatMap(([key, proof]) =>
    Object.hasOwn(providers, key) ? [proof.subject] : [],
  );
  for (const { scheme, scopes } of proved) {
    const provider = schemes[scheme]?.provider ?? '';
    const known = proofs.get(provider) ?? { scheme, scopes: [], subject };
    proofs.set(provider, { ...known, scopes: [...known.scopes, ...scopes] });
  }
  return { proofs, grants: [...presented.grants, ...grants] };
};
