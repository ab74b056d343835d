import type { Json, MapNode, Node } from './node.js';

/** A node's value without its places. A key `__proto__` stays an ordinary key. */
export const toJson = (node: Node): Json => {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return mapToJson(node);
  }
};

const mapToJson = ({ entries }: MapNode): Json => {
  const json: Record<string, Json> = {};
  for (const [key, { value }] of entries) {
    if (key === '__proto__')
      Object.defineProperty(json, key, { value: toJson(value), enumerable: true, configurable: true, writable: true });
    else json[key] = toJson(value);
  }
  return json;
};
