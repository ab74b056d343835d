import type { RuleAlternative, Scheme } from '../model/security-model.js';

/** The place where two of these schemes would each need a value of their own; null where none is. */
export const sharedPlace = (schemes: readonly Scheme[], placeOf: (scheme: Scheme) => string): string | null => {
  const owners = new Map<string, string>();
  for (const scheme of schemes) {
    const place = placeOf(scheme);
    const owner = owners.get(place) ?? scheme.provider;
    if (owner !== scheme.provider) return place;
    owners.set(place, owner);
  }
  return null;
};

/** The schemes of an alternative, in its order. */
export const schemesOf = (
  alternative: Pick<RuleAlternative, 'allOf'> | undefined,
  schemes: ReadonlyMap<string, Scheme>,
): readonly Scheme[] =>
  (alternative?.allOf ?? []).flatMap((use) => {
    const scheme = schemes.get(use.scheme);
    return scheme === undefined ? [] : [scheme];
  });
