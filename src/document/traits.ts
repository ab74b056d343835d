import type { Entry, Node } from './node.js';
import { section, type Spot } from './spot.js';

/**
 * Applies a JSON Merge Patch (RFC 7396) to a node: objects are merged key by key, lists replaced whole, `null` removes.
 * The result keeps the places of its parts.
 */
const mergePatch = (target: Node | undefined, patch: Node): Node => {
  if (patch.kind !== 'map') return patch;
  const entries = new Map<string, Entry>(target?.kind === 'map' ? target.entries : []);
  for (const [key, entry] of patch.entries) {
    if (entry.value.kind === 'scalar' && entry.value.value === null) entries.delete(key);
    else entries.set(key, { keyAt: entry.keyAt, value: mergePatch(entries.get(key)?.value, entry.value) });
  }
  return { kind: 'map', at: target?.kind === 'map' ? target.at : patch.at, entries };
};

/** An operation and its traits in the order in which each overrides those before it (S10). */
export const byPrecedence = (major: 2 | 3, own: Spot, traits: readonly Spot[]): readonly Spot[] =>
  major === 2 ? [own, ...traits] : [...traits, own];

/** An extension after traits (S11); null where nobody states it. A `null` states nothing. */
export const mergedExtension = (layers: readonly Spot[], key: string): Node | null => {
  const stated = layers.map((layer) => section(layer, key)?.node).filter((node) => node !== undefined);
  const [first, ...rest] = stated;
  if (first === undefined) return null;
  return rest.reduce<Node>((merged, patch) => mergePatch(merged, patch), first);
};
