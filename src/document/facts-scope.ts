import type { DiagnosticCode } from '../diagnostics/index.js';
import type { Sibling } from './facts.js';
import type { Problems } from './reference-problems.js';
import { relativePointer } from './pointer.js';
import { follow, placeKey } from './resolve.js';
import type { ReadDocument } from './source-file.js';
import { section, siblingsOf, spotOf, type Spot } from './spot.js';

/** What every reader of facts shares. */
export interface FactsScope {
  readonly read: ReadDocument;
  readonly root: Spot;
  readonly asyncapi: string;
  readonly major: 2 | 3;
  readonly problems: Problems;
  /** Set once a requirement cannot be read: then there are no facts at all. */
  readonly unreadable: { found: boolean };
}

/** A place as the contract prints it. */
export const contractPointer = (scope: FactsScope, spot: Spot): string =>
  relativePointer(scope.read.entry, spot.at, scope.read.folder);

/** The definition behind a spot, which must be an object; undefined where there is none, which has then been reported. */
export const objectBehind = (scope: FactsScope, spot: Spot, what: string): Spot | undefined => {
  const { hops, definition } = follow(scope.read, spot);
  if (definition === null) {
    scope.unreadable.found = true;
    return undefined;
  }
  for (const sibling of hops.flatMap(siblingsOf)) tellLost(scope, sibling, what);
  return isObject(scope, definition, what) ? definition : undefined;
};

/** Keys that say who may use what: beside a `$ref` they would be lost without a word (S16). */
const DEMANDS: ReadonlySet<string> = new Set([
  'security',
  'traits',
  'x-access-control',
  'servers',
  'publish',
  'subscribe',
]);

const tellLost = (scope: FactsScope, { key, at, ref }: Sibling, what: string): void => {
  if (!DEMANDS.has(key)) return;
  scope.problems.add(`${at.file}#${at.pointer}`, 'ref-sibling', at, {
    message: `${what} is a $ref, and ${key} beside ${JSON.stringify(ref)} is ignored: a reference has no other fields.`,
    fix: `Move ${key} into the definition that the $ref leads to, or write the definition here.`,
  });
};

/** A section of an object that must be an object itself; undefined where it is absent or null. */
export const objectSection = (scope: FactsScope, parent: Spot, key: string): Spot | undefined => {
  const found = section(parent, key);
  return found !== undefined && isObject(scope, found, `"${key}"`) ? found : undefined;
};

/** A section of an object that must be a list; undefined where it is absent or null. */
export const listSection = (scope: FactsScope, parent: Spot, key: string): Spot | undefined => {
  const found = section(parent, key);
  if (found === undefined || found.node.kind === 'list') return found;
  tellUnreadable(scope, found, 'list-expected', {
    message: `"${key}" must be a list, and is ${kindOf(found)}.`,
    fix: `Write a list: "- " before each item of "${key}".`,
  });
  return undefined;
};

type Told = Parameters<Problems['add']>[3];

/**
 * Reports a mistake that the facts can show as a null, where it is written: a YAML alias repeats none. `sameAs` joins
 * several places of one mistake.
 */
export const tell = (
  scope: FactsScope,
  { node }: Spot,
  code: DiagnosticCode,
  told: Told,
  sameAs = placeKey(spotOf(node)),
): void => {
  scope.problems.add(sameAs, code, node.at, told);
};

/** Reports a key that is wrong where it stands: at the key, not at what it says. */
export const tellKey = (
  { problems }: FactsScope,
  { node }: Spot,
  key: string,
  code: DiagnosticCode,
  told: Exclude<Told, () => unknown>,
): void => {
  const keyAt = node.kind === 'map' ? node.entries.get(key)?.keyAt : undefined;
  if (keyAt !== undefined) problems.add(`${keyAt.file}#${keyAt.pointer}`, code, keyAt, told);
};

/** Reports a mistake that leaves a requirement unread. */
export const tellUnreadable = (scope: FactsScope, spot: Spot, code: DiagnosticCode, told: Told): void => {
  scope.unreadable.found = true;
  tell(scope, spot, code, told);
};

const isObject = (scope: FactsScope, spot: Spot, what: string): boolean => {
  if (spot.node.kind === 'map') return true;
  tellUnreadable(scope, spot, 'object-expected', {
    message: `${what} must be an object, and is ${kindOf(spot)}.`,
    fix: 'Write an object as the AsyncAPI specification describes it, or remove the entry.',
  });
  return false;
};

const kindOf = ({ node }: Spot): string => {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'an object';
  return node.value === null ? 'empty' : `a ${typeof node.value}`;
};
