import type { Place } from '../diagnostics/index.js';
import type { Entry, Node } from '../document/node.js';

const MAX_DEPTH = 100;

/**
 * Turns a JavaScript value of a configuration module into a node, so that one reader serves every form of file.
 * A value that JSON cannot hold comes back as undefined. Only the file and the pointer of its places are known.
 */
export const valueNode = (value: unknown, file: string, pointer = '', depth = 0): Node | undefined => {
  const at = placeIn(file, pointer);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return { kind: 'scalar', at, value };
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'scalar', at, value } : undefined;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return listNode(value, at, depth);
  const entries = new Map<string, Entry>();
  for (const [key, item] of Object.entries(value)) {
    // An optional key that a module leaves undefined is absent.
    if (item === undefined) continue;
    const escaped = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const node = valueNode(item, file, escaped, depth + 1);
    if (node === undefined) return undefined;
    entries.set(key, { keyAt: placeIn(file, escaped), value: node });
  }
  return { kind: 'map', at, entries };
};

const listNode = (values: readonly unknown[], at: Place, depth: number): Node | undefined => {
  const items: Node[] = [];
  for (const [index, value] of values.entries()) {
    const node = valueNode(value, at.file, `${at.pointer}/${String(index)}`, depth + 1);
    if (node === undefined) return undefined;
    items.push(node);
  }
  return { kind: 'list', at, items };
};

/** The start of a file: the place of a mistake whose line is not known. */
export const placeIn = (file: string, pointer = ''): Place => ({
  file,
  pointer,
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
});
