import type { Draft } from './mistakes.js';
import { Obj, under, type Spot, type Tree } from './tree.js';
import type { WrittenLevel, WrittenOperation, WrittenScheme, WrittenServer } from './written.js';

/** One item of a level that counts. */
export interface DraftItem {
  readonly level: WrittenLevel;
  readonly index: number;
  readonly item: Obj;
  readonly at: Spot;
}

/** A level that counts and demands something. */
export const someLevel = (draft: Draft): WrittenLevel | undefined => draft.tape.oneOf(levelsOf(draft));

const writtenLevels = ({ written }: Draft): readonly WrittenLevel[] =>
  [...written.servers.values(), ...written.operations.values()].flatMap(({ level }) => level ?? []);

const levelsOf = (draft: Draft): readonly WrittenLevel[] =>
  writtenLevels(draft).filter(({ state }) => state === 'list');

export const someItem = (draft: Draft): DraftItem | undefined => {
  const level = someLevel(draft);
  if (level === undefined) return undefined;
  const index = draft.tape.below(level.list.length);
  const item = level.list[index];
  return item instanceof Obj ? { level, index, item, at: under(level.at, index) } : undefined;
};

/** A scheme that some level demands. */
export const someScheme = (
  draft: Draft,
  fits: (scheme: WrittenScheme) => boolean = () => true,
): WrittenScheme | undefined => draft.tape.oneOf(usedSchemes(draft).filter(fits));

export const usedSchemes = (draft: Draft): readonly WrittenScheme[] => {
  const ids = new Set(
    levelsOf(draft).flatMap(({ alternatives }) => alternatives.flatMap((uses) => uses.map(({ id }) => id))),
  );
  return [...draft.written.schemes.values()].filter(({ id }) => ids.has(id));
};

/** Makes another scheme of one; who has its roles stays. */
export const become = ({ object }: WrittenScheme, entries: readonly (readonly [string, Tree])[]): void => {
  const access = object.get('x-access-control');
  object.entries.splice(0);
  for (const [key, value] of entries) object.set(key, value);
  if (access !== undefined) object.set('x-access-control', access);
};

/** Whether a level, even one that demands nothing, names scopes of a scheme: these would be told as well once it offers none. */
export const isDemandedWithScopes = (draft: Draft, { id }: WrittenScheme): boolean =>
  writtenLevels(draft).some(({ alternatives }) =>
    alternatives.some((uses) => uses.some((use) => use.id === id && use.scopes.length > 0)),
  );

export const someServer = (draft: Draft): readonly [string, WrittenServer] | undefined =>
  draft.tape.oneOf([...draft.written.servers]);

export const someOperation = (
  draft: Draft,
  fits: (operation: WrittenOperation) => boolean = () => true,
): readonly [string, WrittenOperation] | undefined =>
  draft.tape.oneOf([...draft.written.operations].filter(([, operation]) => fits(operation)));
