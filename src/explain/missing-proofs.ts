import type { Alternative, Policy } from '../runtime/policy.js';
import type { Presented } from './question.js';

/** What must be proved besides, by provider: one proof serves all of its schemes. */
export type MissingProofs = ReadonlyMap<string, { readonly scheme: string; readonly scopes: readonly string[] }>;

/** What a caller lacks for all of these alternatives to hold. The scheme is the first that lacks something. */
export const missingProofs = (
  policy: Pick<Policy, 'schemes'>,
  { proofs }: Presented,
  alternatives: readonly Alternative[],
): MissingProofs => {
  const missing = new Map<string, { readonly scheme: string; readonly scopes: readonly string[] }>();
  for (const { scheme, scopes } of alternatives.flatMap(({ allOf }) => allOf)) {
    const provider = policy.schemes[scheme]?.provider ?? '';
    const proof = proofs.get(provider);
    const lacking = scopes.filter((scope) => proof?.scopes.includes(scope) !== true);
    if (proof !== undefined && lacking.length === 0) continue;
    const known = missing.get(provider) ?? { scheme, scopes: [] };
    missing.set(provider, { ...known, scopes: [...new Set([...known.scopes, ...lacking])] });
  }
  return missing;
};
