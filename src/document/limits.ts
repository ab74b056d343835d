/** What a document may cost at most (security.md R6); counted before anything is built from it. */
export const LIMITS = {
  bytes: 10 * 1024 * 1024,
  depth: 100,
  nodes: 1_000_000,
  /** Nodes that aliases add, as if each were written out. */
  aliasNodes: 1_000_000,
} as const;
