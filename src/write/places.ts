import type { Place } from '../diagnostics/index.js';

/** The start of a file, for a mistake that is about the file as a whole. */
export const startOf = (file: string): Place => ({
  file,
  pointer: '',
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
});
