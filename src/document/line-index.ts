import type { Position, Range } from '../diagnostics/index.js';

/** Turns offsets of a text into lines and columns. */
export interface LineIndex {
  range(start: number, end: number): Range;
}

/** Indexes the line starts of a text; `\n`, `\r\n` and a lone `\r` each end a line, as in YAML. */
export const lineIndex = (text: string): LineIndex => {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  const reaches = (line: number, offset: number): boolean => (starts[line] ?? Infinity) <= offset;
  let low = 0;
  const position = (offset: number): Position => {
    // Mostly the line of the offset before.
    if (!reaches(low, offset) || reaches(low + 1, offset)) {
      low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (reaches(middle, offset)) low = middle;
        else high = middle - 1;
      }
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return { range: (start, end) => ({ start: position(start), end: position(end) }) };
};
