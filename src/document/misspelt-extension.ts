import { nearestNames, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { Node } from './node.js';

const EXTENSION = 'x-access-control';

/** Sections whose keys are the app's own names, not AsyncAPI's. */
const DATA = new Set(['payload', 'headers', 'examples', 'schemas', 'messages', 'message', 'bindings', 'properties']);

/**
 * Keys that look like `x-access-control` and are not: unknown extensions are legal and ignored, so that one wrong letter
 * would drop every role.
 */
export const misspeltExtensions = (roots: Iterable<Node>): readonly Diagnostic[] => {
  const places = new Map<string, Place[]>();
  for (const root of roots) collect(root, places, new Set());
  return [...places].flatMap(([key, [at, ...also]]) =>
    at === undefined
      ? []
      : [
          report('access-control-misspelt', at, {
            message: `${JSON.stringify(key)} is read by nobody.`,
            fix: `Did you mean ${JSON.stringify(EXTENSION)}?`,
            also,
          }),
        ],
  );
};

// Aliases share nodes: each is looked at once.
const collect = (node: Node, places: Map<string, Place[]>, seen: Set<Node>): void => {
  if (node.kind === 'scalar' || seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'list') {
    for (const item of node.items) collect(item, places, seen);
    return;
  }
  for (const [key, { keyAt, value }] of node.entries) {
    if (looksLikeExtension(key, value)) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [keyAt]);
      else known.push(keyAt);
    } else if (!DATA.has(key)) collect(value, places, seen);
  }
};

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

/** What an `x-access-control` may say. */
const SAYS = ['roles', 'preset', 'function', 'context', 'access', 'actor', 'carrier', 'subject', 'rolesFrom'];

/** A shorter key is too far from it to be meant. */
const SHORTEST = 11;

const looksLikeExtension = (key: string, value: Node): boolean => {
  if (key.length < SHORTEST || key === EXTENSION) return false;
  const [given, meant] = [letters(key), letters(EXTENSION)];
  if (/^x-/i.test(key)) return given === meant || nearestNames(given, [meant]).length > 0;
  // Without the prefix it may be the name of a channel or scheme: what it says tells.
  return `x${given}` === meant && value.kind === 'map' && SAYS.some((said) => value.entries.has(said));
};
