import type { Node } from './node.js';
import { lookup, type Files } from './resolve.js';
import { refText, spotOf } from './spot.js';

interface Frame {
  readonly node: Node;
  readonly children: readonly Node[];
  next: number;
  size: number;
}

/** How many nodes a tree has with every reference written out; a circle counts once. */
export const writtenOutSize = (files: Files, root: Node): number => {
  const sizes = new Map<Node, number>();
  const frameOf = (node: Node): Frame => {
    // Of what is underway: a circle ends here.
    sizes.set(node, 1);
    return { node, children: childrenOf(files, node), next: 0, size: 1 };
  };
  // By hand: references may nest deeper than calls.
  const open = [frameOf(root)];
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const child = frame.children[frame.next];
    if (child === undefined) {
      sizes.set(frame.node, frame.size);
      open.pop();
      continue;
    }
    const size = child.kind === 'scalar' ? 1 : sizes.get(child);
    if (size === undefined) {
      open.push(frameOf(child));
      continue;
    }
    frame.size += size;
    frame.next += 1;
  }
  return sizes.get(root) ?? 1;
};

const childrenOf = (files: Files, node: Node): readonly Node[] => {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items;
  const text = refText(spotOf(node));
  if (text === undefined) return Array.from(node.entries.values(), ({ value }) => value);
  const target = lookup(files, node.at.file, text);
  return target.kind === 'found' ? [target.spot.node] : [];
};
