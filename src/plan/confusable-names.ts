import { codePoints, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/security-model.js';

interface Named {
  readonly name: string;
  readonly at: Place | null;
}

/**
 * Warns of two names of one kind that look alike and are two, by their skeletons (Unicode Technical Standard 39). Names
 * of ASCII alone are not compared: how far `l` and `1` look alike is a matter of the font.
 */
export const confusableNames = async (model: SecurityModel): Promise<readonly Diagnostic[]> => {
  const kinds: readonly (readonly [kind: string, named: readonly Named[]])[] = [
    ['servers', model.servers.map(({ id, at }) => ({ name: id, at }))],
    ['operations', model.operations.map(({ id, at }) => ({ name: id, at }))],
    ['schemes', model.schemes.map(({ id, at }) => ({ name: id, at }))],
    ['roles', model.roles?.roles ?? []],
  ];
  const suspects = kinds.filter(([, named]) => named.some(({ name }) => NOT_ASCII.test(name)));
  if (suspects.length === 0) return [];
  // A table of 100 KB, for the few documents that need it.
  const { default: prototypes } = await import('unhomoglyph');
  return suspects.flatMap(([kind, named]) => {
    const alike = new Map<string, Named[]>();
    for (const one of named) {
      const key = skeleton(one.name, prototypes);
      alike.set(key, [...(alike.get(key) ?? []), one]);
    }
    return [...alike.values()].flatMap((group) => told(kind, group));
  });
};

const NOT_ASCII = /[^\u0000-\u007f]/u;

const skeleton = (name: string, prototypes: (text: string) => string): string =>
  prototypes(name.normalize('NFD').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')).normalize('NFD');

const told = (kind: string, group: readonly Named[]): readonly Diagnostic[] => {
  const [first, second] = group;
  if (first === undefined || second === undefined || !group.some(({ name }) => NOT_ASCII.test(name))) return [];
  const [at, ...also] = group.flatMap((one) => one.at ?? []);
  const names = group.map(({ name }) => spelt(name));
  return [
    report('names-confusable', at, {
      message: `The ${kind} ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} look alike, and are ${String(group.length)}.`,
      fix: 'Write one name with the same characters everywhere, or choose names that a reader can tell apart.',
      also,
    }),
  ];
};

/** The name with every character that may deceive: `"аdmin" (U+0430 …)`. */
const spelt = (name: string): string => {
  const points = codePoints(name);
  return `${JSON.stringify(name)} (${points.length === 0 ? 'ASCII' : `with ${points.join(', ')}`})`;
};
