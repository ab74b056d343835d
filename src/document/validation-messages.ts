import { join } from 'node:path';
import type { ReadDocument } from './source-file.js';

/** What the worker gets: the entry's path and every file that was read, as JSON text. */
export interface ValidationRequest {
  readonly source: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** One error of the official parser. */
export interface ParserError {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** The file in which `path` counts; absent for the entry. */
  readonly source?: string;
}

/** What the worker answers. */
export interface ValidationAnswer {
  readonly errors: readonly ParserError[];
}

/** The entry's name for the parser, which counts references from it; standard input has none of its own. */
export const sourceName = ({ entry, folder }: ReadDocument): string => (entry === '-' ? join(folder, '-') : entry);
