import type { Json, Node } from './node.js';
import { toJson } from './to-json.js';

/**
 * A file as the official parser gets it: our own reading as JSON, so that both read the same document, because the YAML
 * reader in the parser knows other rules for keys, numbers and merges. OAuth flows of a 2.x document without the map of
 * scopes get an empty one: the parser's rule for scopes throws on them, and takes every other finding with it (P17).
 */
export const officialText = (root: Node, major: 2 | 3): string =>
  major === 3
    ? JSON.stringify(toJson(root))
    : JSON.stringify(toJson(root), (_, value: Json) => (isOAuth(value) ? withScopes(value) : value));

type JsonMap = Readonly<Record<string, Json>>;

const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOAuth = (value: Json): value is JsonMap => isMap(value) && value['type'] === 'oauth2';

const withScopes = (scheme: JsonMap): JsonMap => {
  const { flows } = scheme;
  if (!isMap(flows)) return scheme;
  const filled = Object.entries(flows).map(([name, flow]) => [
    name,
    isMap(flow) && !isMap(flow['scopes']) ? { ...flow, scopes: {} } : flow,
  ]);
  return { ...scheme, flows: Object.fromEntries(filled) as JsonMap };
};
