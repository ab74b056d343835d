const WIDTH = 80;
const GAP = '  ';
const NARROWEST = 6;

/** Prints rows under headings within 80 columns; cells that do not fit go on in further lines. */
export const textTable = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = columnWidths([headings, ...rows]);
  const lines = [
    printRow(headings, widths),
    widths.map((width) => '-'.repeat(width)).join(GAP),
    ...rows.map((row) => printRow(row, widths)),
  ];
  return `${lines.join('\n')}\n`;
};

const columnWidths = (rows: readonly (readonly string[])[]): readonly number[] => {
  const [headings = []] = rows;
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const room = WIDTH - GAP.length * (widths.length - 1);
  for (;;) {
    const widest = Math.max(...widths);
    if (widths.reduce((sum, width) => sum + width, 0) <= room || widest <= NARROWEST) return widths;
    widths[widths.indexOf(widest)] = widest - 1;
  }
};

const printRow = (row: readonly string[], widths: readonly number[]): string => {
  const cells = widths.map((width, column) => wrapped(row[column] ?? '', width));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, column) => (cells[column]?.[line] ?? '').padEnd(width))
      .join(GAP)
      .trimEnd(),
  ).join('\n');
};

const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    for (; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return [...lines, line];
};
