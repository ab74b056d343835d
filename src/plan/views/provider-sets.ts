import type { Policy, Requirement } from '../../runtime/policy.js';

/** Providers that suffice together. */
export type ProviderSet = readonly string[];

/** More sets than a type may list: it would tell nobody what to give. Then the runtime alone checks, and says what is missing. */
export const MOST_SETS = 16;

/** Pairs of alternatives that are looked through: of more, a type could list none. */
const MOST_PAIRS = 4096;

/** What each alternative of a level names; of a level that demands nothing, the empty set. */
export const setsOf = (level: Requirement | null, { schemes }: Policy): readonly ProviderSet[] =>
  level === null ? [[]] : level.map(({ allOf }) => allOf.flatMap(({ scheme }) => schemes[scheme]?.provider ?? []));

/** The sets that hold no other of them, each once. */
export const minimalSets = (sets: readonly ProviderSet[]): readonly ProviderSet[] => {
  const distinct = [...new Map(sets.map((set) => [JSON.stringify([...set].sort()), set])).values()];
  const [none] = distinct.filter(({ length }) => length === 0);
  if (none !== undefined) return [none];
  const single = new Set(distinct.flatMap((set) => (set.length === 1 ? set : [])));
  const larger = distinct.filter(({ length }) => length > 1);
  return distinct.filter(
    (set) =>
      set.length === 1 ||
      !(
        set.some((key) => single.has(key)) ||
        larger.some((other) => other.length < set.length && other.every((key) => set.includes(key)))
      ),
  );
};

/** One set of each together, the minimal ones of them; null where there are too many to look through. */
export const joinedSets = (
  some: readonly ProviderSet[],
  others: readonly ProviderSet[],
): readonly ProviderSet[] | null => {
  const [left, right] = [minimalSets(some), minimalSets(others)];
  if (left.length * right.length > MOST_PAIRS) return null;
  return minimalSets(left.flatMap((first) => right.map((second) => [...new Set([...first, ...second])])));
};

/** What every one of the sets holds. */
export const heldByAll = ([first = [], ...rest]: readonly ProviderSet[]): ProviderSet => {
  const others = rest.map((set) => new Set(set));
  return first.filter((key) => others.every((set) => set.has(key)));
};
