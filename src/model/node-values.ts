import type { Json, MapNode, Node } from '../document/node.js';

/** The value under a key; null where the node is no map, lacks the key, or writes `null` there. */
export const valueAt = (node: Node | null, key: string): Node | null => {
  const value = node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
  return value === undefined || isNull(value) ? null : value;
};

/** A `null` in YAML: a section that is not there. */
export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null;

/** The text of a scalar string; null for anything else. */
export const textOf = (node: Node | null): string | null =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;

/** The strings of a list with their nodes; items of other types are left out. */
export const textsOf = (node: Node | null): { readonly text: string; readonly node: Node }[] =>
  node?.kind === 'list'
    ? node.items.flatMap((item) => {
        const text = textOf(item);
        return text === null ? [] : [{ text, node: item }];
      })
    : [];

export const isFlagged = (node: Node | null): boolean => node?.kind === 'scalar' && node.value === true;

export const mapOf = (node: Node | null): MapNode | null => (node?.kind === 'map' ? node : null);

/** The keys and values of a map in document order; none where the node is no map. */
export const entriesOf = (node: Node | null): { readonly key: string; readonly value: Node }[] =>
  node?.kind === 'map' ? [...node.entries].map(([key, entry]) => ({ key, value: entry.value })) : [];

/** The plain value, without places. */
export const jsonOf = (node: Node): Json => {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(jsonOf);
    case 'map':
      return Object.fromEntries(entriesOf(node).map(({ key, value }) => [key, jsonOf(value)]));
  }
};

/** How a person would call the value: `a map`, `the string "x"`. */
export const described = (node: Node): string => {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  return node.value === null ? 'null' : `the ${typeof node.value} ${JSON.stringify(node.value)}`;
};
