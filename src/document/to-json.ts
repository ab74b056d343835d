import type { Json, Node } from './node.js';

/** A node's value without its places. A key `__proto__` stays an ordinary key. */
export const toJson = (node: Node): Json => {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return Object.fromEntries(Array.from(node.entries, ([key, { value }]) => [key, toJson(value)]));
  }
};
