/** What a document may cost at most (security.md R6); counted before anything is built from it. All files count together. */
export const LIMITS = {
  bytes: 10 * 1024 * 1024,
  depth: 100,
  nodes: 1_000_000,
  /** Nodes that aliases add, as if each were written out. */
  aliasNodes: 1_000_000,
  /** Characters of all JSON Pointers: a long key costs as often as there are nodes below it. */
  pointerCharacters: 100_000_000,
  /** References that lead from one to the next. */
  chain: 100,
  /** References on the way of one pointer, each on the way of the one before. */
  way: 20,
  files: 1_000,
  /** Nodes with every reference written out, circles cut: the official parser looks at each of them. */
  referenceNodes: 100_000_000,
} as const;
