import { broken, columns, padded } from './columns.js';

/** Lines are at most this wide. */
export const WIDTH = 80;

/** Where the answer to "who checks it" stands. */
export const COLUMN = 52;

/** A demand on the left, who checks it on the right, from the first line on that has room for it. */
export const checkedLines = (
  start: string,
  words: readonly string[],
  checker: string,
  paint: (text: string) => string,
): readonly string[] => {
  const answers = checker === '' ? [] : [...fit(checker.split(' '), WIDTH - COLUMN, WIDTH - COLUMN)];
  const demand = fit(words, COLUMN - 2 - start.length, WIDTH - start.length);
  const lines = demand.map((line, index) => {
    const text = `${index === 0 ? start : ' '.repeat(start.length)}${line}`;
    return columns(text) <= COLUMN - 2 ? beside(text, answers.shift(), paint) : text;
  });
  return [...lines, ...answers.map((answer) => beside('', answer, paint))];
};

const beside = (text: string, answer: string | undefined, paint: (text: string) => string): string =>
  answer === undefined ? text : padded(text, COLUMN) + paint(answer);

/** Words in lines that leave `margin` columns free. */
export const wrapped = (words: readonly string[], margin = 0): readonly string[] =>
  fit(words, WIDTH - margin, WIDTH - margin);

/** Lines moved to the right. */
export const indented = (columns: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => ' '.repeat(columns) + line);

/** A word wider than a line has it to itself; only one that is wider than the widest line is broken. */
const fit = (words: readonly string[], width: number, widest: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && columns(line) + 1 + columns(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = broken(word, widest);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
};
