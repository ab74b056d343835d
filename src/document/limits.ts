/** What a document may cost at most (security.md R6); counted before anything is built from it. All files count together. */
export const LIMITS = {
  bytes: 10 * 1024 * 1024,
  depth: 100,
  nodes: 500_000,
  /** Nodes that aliases add, as if each were written out. */
  aliasNodes: 1_000_000,
  /** Characters of all JSON Pointers: a long key costs as often as there are nodes below it. */
  pointerCharacters: 100_000_000,
  /** References that lead from one to the next. */
  chain: 100,
  /** References on the way of one pointer, each on the way of the one before. */
  way: 20,
  files: 1_000,
  /** Nodes with every reference written out, circles cut. */
  referenceNodes: 100_000_000,
  /** The same without payloads, headers, schemas and examples: our own stages look at each of them. */
  outlineNodes: 2_000_000,
  /** Mistakes in the YAML of one file, after which nobody reads on. */
  mistakes: 1_000,
} as const;

/**
 * What the official parser still checks within its deadline, by far: it looks at each node with every reference written
 * out, and its time grows with the square of an object's keys (30,000 keys take it 12 s).
 */
export const PARSER_LIMITS = { writtenOut: 1_000_000, keys: 20_000 } as const;
