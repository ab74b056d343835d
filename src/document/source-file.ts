import type { Node } from './node.js';

/** One file that has been read. */
export interface SourceFile {
  /** Absolute, a URL, or `-` for standard input. */
  readonly path: string;
  readonly text: string;
  readonly root: Node;
}

/** A document with every file that its references reach. */
export interface ReadDocument {
  /** Key of the entry file in `files`. */
  readonly entry: string;
  /** The absolute folder against which the entry's references count. */
  readonly folder: string;
  /** In the order of reading, the entry first. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /**
   * Whether the official parser can check it. `broken`: references go round, on and on or nowhere in such numbers that it
   * would not end (P7), and that is reported. `large`: it would not end either, and nothing is wrong.
   */
  readonly forParser: 'fit' | 'broken' | 'large';
  /** `sha256:…` over the names and bytes of every file read. */
  readonly digest: string;
}
