import type { DroppedAccess } from './facts.js';
import type { Entry, Node } from './node.js';
import { section, type Spot } from './spot.js';
import { toJson } from './to-json.js';

/**
 * Applies a JSON Merge Patch (RFC 7396) to a node: objects are merged key by key, lists replaced whole, `null` removes.
 * The result keeps the places of its parts; what is lost by it is told.
 */
const mergePatch = (
  target: Node | undefined,
  patch: Node,
  lost: (key: string, value: Node, by: Node) => void = () => undefined,
): Node => {
  if (patch.kind !== 'map') return patch;
  const entries = new Map<string, Entry>(target?.kind === 'map' ? target.entries : []);
  for (const [key, { keyAt, value }] of patch.entries) {
    const known = entries.get(key)?.value;
    const merges = known?.kind === 'map' && value.kind === 'map';
    if (known !== undefined && !merges && !isSame(known, value)) lost(key, known, value);
    if (value.kind === 'scalar' && value.value === null) entries.delete(key);
    else {
      const within = merges
        ? (_: string, inner: Node, by: Node): void => {
            lost(key, inner, by);
          }
        : undefined;
      entries.set(key, { keyAt, value: mergePatch(known, value, within) });
    }
  }
  return { kind: 'map', at: target?.kind === 'map' ? target.at : patch.at, entries };
};

/** Any one role of a list suffices, so that its order says nothing. */
const isSame = (one: Node, other: Node): boolean => {
  const text = (node: Node): string =>
    node.kind === 'list'
      ? node.items
          .map((item) => JSON.stringify(toJson(item)))
          .sort()
          .join()
      : JSON.stringify(toJson(node));
  return one.kind === other.kind && text(one) === text(other);
};

/** An operation and its traits in the order in which each overrides those before it (S10). */
export const byPrecedence = (major: 2 | 3, own: Spot, traits: readonly Spot[]): readonly Spot[] =>
  major === 2 ? [own, ...traits] : [...traits, own];

/** An extension after traits (S11), with what the merge took from it; null where nobody states it. A `null` states nothing. */
export const mergedExtension = (
  layers: readonly Spot[],
  key: string,
): { readonly merged: Node | null; readonly dropped: readonly DroppedAccess[] } => {
  const [first, ...rest] = layers.map((layer) => section(layer, key)?.node).filter((node) => node !== undefined);
  if (first === undefined) return { merged: null, dropped: [] };
  const dropped: DroppedAccess[] = [];
  const merged = rest.reduce<Node>(
    (target, patch) =>
      mergePatch(target, patch, (name, value, by) => {
        dropped.push({ key: name, value, by });
      }),
    first,
  );
  return { merged, dropped };
};
