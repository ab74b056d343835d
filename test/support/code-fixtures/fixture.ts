import type { Config } from '../../../src/config/index.js';
import type { ParserThread } from '../../../src/document/parser-thread.js';

/** What raises one code and nothing else. */
export interface CodeFixture {
  /** The document, or its files by name, the first of which is the document. */
  readonly given: string | Readonly<Record<string, string>>;
  readonly config?: Partial<Config>;
  /** Where `generate` alone reports it. */
  readonly goal?: 'output';
  /** Where the official parser's verdict matters. */
  readonly check?: 'official' | ParserThread['check'];
}
