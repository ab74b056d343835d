import type { Node } from './node.js';
import { follow } from './resolve.js';
import type { ReadDocument } from './source-file.js';
import { items, members, spotOf, type Spot } from './spot.js';
import type { Placed } from './validation-noise.js';

/**
 * Whether the parser misses a field that is there: where files refer to each other it may leave a reference in its
 * place, and then finds none of the fields that stand behind it. What it means is at the place that it tells, or inside:
 * then it tells the last step of the way. At the nearest such steps one object that has the field is the one meant: what
 * stands beside is of another kind.
 */
export const isLostReference = (read: ReadDocument, { at, node, message }: Placed): boolean => {
  const [, index, name, field] =
    /^(?:Item at index (\d+) |"(.*)" property )?.*must have required property "(.*)"$/.exec(message) ?? [];
  if (field === undefined) return false;
  const has = (spot: Spot): boolean => {
    const found = follow(read, spot).definition?.node;
    return found?.kind === 'map' && found.entries.has(field);
  };
  if (has({ at, node })) return true;
  const step = index ?? name;
  // One file alone has all its references replaced.
  if (step === undefined || read.files.size === 1) return false;
  return nearest(read, { at, node }, step).some(has) || elsewhere(read, at.file, step).some(has);
};

/** The same step anywhere in the file: the place itself may be of what the lost reference leads to. */
const elsewhere = (read: ReadDocument, file: string, step: string): readonly Spot[] => {
  const root = read.files.get(file)?.root;
  const met = new Set<Node>();
  const under = (spot: Spot): readonly Spot[] => {
    if (met.has(spot.node)) return [];
    met.add(spot.node);
    return ownParts(spot).flatMap(([last, part]) => [...(last === step ? [part] : []), ...under(part)]);
  };
  return root === undefined ? [] : under(spotOf(root));
};

/** The parts below a spot that a step of this name leads to, through references; of one depth, the least that has any. */
const nearest = (read: ReadDocument, start: Spot, step: string): readonly Spot[] => {
  let level: readonly (readonly [string, Spot])[] = [['', start]];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
    level = level.flatMap(([, spot]) => parts(read, spot));
    const meant = level.filter(([last]) => last === step);
    if (meant.length > 0) return meant.map(([, spot]) => spot);
  }
  return [];
};

const parts = (read: ReadDocument, spot: Spot): readonly (readonly [string, Spot])[] => {
  return ownParts(follow(read, spot).definition ?? spot);
};

const ownParts = (spot: Spot): readonly (readonly [string, Spot])[] => [
  ...members(spot),
  ...items(spot).map((item, index) => [String(index), item] as const),
];

/** A channel's servers, an operation's channel's servers: deeper ones have not been met, and parts refer in circles. */
const DEPTH = 4;
