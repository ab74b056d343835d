import type { Node } from './node.js';
import { lookup, type Files } from './resolve.js';
import { refText, spotOf } from './spot.js';

/** How many nodes a tree has with every reference written out; a circle counts once. */
export interface WrittenOut {
  readonly all: number;
  /** Without what messages and schemas say of data, which no stage of ours walks through. */
  readonly outline: number;
}

interface Frame {
  readonly node: Node;
  /** What says something about data comes last. */
  readonly children: readonly Node[];
  /** How many children come before that. */
  readonly outlined: number;
  next: number;
  readonly size: { all: number; outline: number };
}

const ONE: WrittenOut = { all: 1, outline: 1 };

/** Measures a tree; each node is visited once. */
export const writtenOutSize = (files: Files, root: Node): WrittenOut => {
  const sizes = new Map<Node, WrittenOut>();
  const frameOf = (node: Node): Frame => {
    // Of what is underway: a circle ends here.
    sizes.set(node, ONE);
    return { node, ...childrenOf(files, node), next: 0, size: { ...ONE } };
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
    const size = child.kind === 'scalar' ? ONE : sizes.get(child);
    if (size === undefined) {
      open.push(frameOf(child));
      continue;
    }
    frame.size.all += size.all;
    if (frame.next < frame.outlined) frame.size.outline += size.outline;
    frame.next += 1;
  }
  return sizes.get(root) ?? ONE;
};

const DATA: ReadonlySet<string> = new Set(['payload', 'headers', 'schemas', 'examples']);

const childrenOf = (files: Files, node: Node): Pick<Frame, 'children' | 'outlined'> => {
  if (node.kind === 'scalar') return { children: [], outlined: 0 };
  if (node.kind === 'list') return { children: node.items, outlined: node.items.length };
  const text = refText(spotOf(node));
  if (text !== undefined) {
    const target = lookup(files, node.at.file, text);
    return { children: target.kind === 'found' ? [target.spot.node] : [], outlined: 1 };
  }
  const outline: Node[] = [];
  const data: Node[] = [];
  for (const [key, { value }] of node.entries) (DATA.has(key) ? data : outline).push(value);
  return { children: data.length === 0 ? outline : [...outline, ...data], outlined: outline.length };
};
