import type { Place } from '../diagnostics/index.js';
import type { Node } from './node.js';
import { refText, spotOf } from './spot.js';

/** One `$ref` of the tree. */
export interface FoundReference {
  /** The Reference Object. */
  readonly node: Node;
  readonly text: string;
  /** Where the text is written. */
  readonly at: Place;
}

/**
 * Finds the references below a node that has not been seen before, in document order. What stands beside a `$ref` is
 * ignored by every version, and so it is here.
 */
export const findReferences = (root: Node, seen: Set<Node>): readonly FoundReference[] => {
  const found: FoundReference[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'list') {
      for (const item of [...node.items].reverse()) waiting.push(item);
      continue;
    }
    const text = refText(spotOf(node));
    const ref = node.entries.get('$ref');
    if (text !== undefined && ref !== undefined) found.push({ node, text, at: ref.value.at });
    else for (const { value } of [...node.entries.values()].reverse()) waiting.push(value);
  }
  return found;
};
