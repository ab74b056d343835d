import type { Place } from '../diagnostics/index.js';
import type { Sibling } from './facts.js';
import type { Node } from './node.js';
import { pointerSegments, pointerTo } from './pointer.js';

/**
 * A node as it is reached. Its pointer names the way taken: a YAML alias shares the node, and still each of its users is
 * a definition of its own.
 */
export interface Spot {
  readonly node: Node;
  readonly at: Place;
}

export const spotOf = (node: Node): Spot => ({ node, at: node.at });

/** A member of an object; undefined where the spot is no object or has no such key. */
export const member = (spot: Spot, key: string): Spot | undefined => {
  const entry = spot.node.kind === 'map' ? spot.node.entries.get(key) : undefined;
  return entry === undefined ? undefined : under(spot, key, entry.value);
};

/** As `member`, where a YAML `null` counts as absent. */
export const section = (spot: Spot, key: string): Spot | undefined => {
  const found = member(spot, key);
  return found?.node.kind === 'scalar' && found.node.value === null ? undefined : found;
};

/** The members of an object in document order; none where it is no object. */
export const members = (spot: Spot | undefined): readonly (readonly [string, Spot])[] =>
  spot?.node.kind === 'map'
    ? Array.from(spot.node.entries, ([key, { value }]) => [key, under(spot, key, value)] as const)
    : [];

/** The items of a list; none where it is no list. */
export const items = (spot: Spot | undefined): readonly Spot[] =>
  spot?.node.kind === 'list' ? spot.node.items.map((item, index) => under(spot, index, item)) : [];

/** What one segment of a JSON Pointer leads to. */
export const step = (spot: Spot, segment: string): Spot | undefined => {
  if (spot.node.kind !== 'list') return member(spot, segment);
  const item = /^(?:0|[1-9]\d*)$/.test(segment) ? spot.node.items[Number(segment)] : undefined;
  return item === undefined ? undefined : under(spot, segment, item);
};

/** A scalar's text; undefined for anything else, and for `null`. */
export const textOf = (spot: Spot | undefined): string | undefined =>
  spot?.node.kind === 'scalar' && spot.node.value !== null ? String(spot.node.value) : undefined;

/** The text of a `$ref`; undefined where the spot is no Reference Object. A `$ref` of another type is a plain member. */
export const refText = (spot: Spot): string | undefined => {
  const ref = spot.node.kind === 'map' ? spot.node.entries.get('$ref')?.value : undefined;
  return ref?.kind === 'scalar' && typeof ref.value === 'string' ? ref.value : undefined;
};

/** What stands beside a `$ref`; nothing where the spot is no Reference Object. */
export const siblingsOf = (spot: Spot): readonly Sibling[] => {
  const ref = refText(spot);
  if (ref === undefined || spot.node.kind !== 'map') return [];
  return Array.from(spot.node.entries, ([key, { keyAt }]) => ({ key, at: keyAt, ref })).filter(
    ({ key }) => key !== '$ref',
  );
};

/** The spots on the way of a pointer, the root first. */
export const spotsTo = (root: Spot, pointer: string): readonly Spot[] => {
  const way = [root];
  for (const segment of pointerSegments(pointer)) {
    const next = step(way.at(-1) ?? root, segment);
    if (next === undefined) break;
    way.push(next);
  }
  return way;
};

const under = (spot: Spot, segment: string | number, node: Node): Spot => ({
  node,
  at: { file: spot.at.file, pointer: pointerTo(spot.at.pointer, segment), range: node.at.range },
});
