/** The width that emitted code keeps to: prettier's default. */
const WIDTH = 80;

/** A union of string literals, laid out as prettier would: on one line where it fits. */
export interface UnionView {
  readonly name: string;
  readonly wide: boolean;
  readonly items: readonly { readonly value: string }[];
}

export const unionView = (name: string, values: readonly string[]): UnionView => ({
  name,
  wide: values.length > 1 && !fits(`export type ${name} = ${values.map((value) => `'${value}'`).join(' | ')};`),
  items: values.map((value) => ({ value })),
});

/** Whether a line keeps to the width. */
export const fits = (line: string): boolean => line.length <= WIDTH;

/** Text broken into lines of a block comment that stands at this indent. */
export const commentLines = (text: string, indent: number): readonly string[] => {
  const width = WIDTH - indent - 3;
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** A property name as printed: quoted only where it must be. */
export const propertyText = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);
