import { printKey, printString } from '../../render/printed-text.js';

/** The width that emitted code keeps to: prettier's default. */
const WIDTH = 80;

/** A union of string literals, laid out as prettier would: on one line, else on the next, else one member a line. */
export interface UnionView {
  readonly name: string;
  readonly wide: boolean;
  readonly below: boolean;
  readonly items: readonly { readonly value: string }[];
}

export const unionView = (name: string, values: readonly string[]): UnionView => {
  const list = values.map(printString).join(' | ');
  const long = values.length > 1 && !fits(`export type ${name} = ${list};`);
  const below = long && fits(`  ${list};`);
  return { name, wide: long && !below, below, items: values.map((value) => ({ value })) };
};

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
export const propertyText = (name: string): string => printKey(name);

/** A string literal as printed. */
export const literalText = (value: string): string => printString(value);

/** Which lines of an emitted function type or arrow function hold. */
export interface SignatureLayout {
  /** All up to the arrow stands on one line. */
  readonly line: boolean;
  /** All up to the parenthesis does. */
  readonly head: boolean;
  readonly body: BodyLayout;
}

/** Where the call behind an arrow stands. */
export interface BodyLayout {
  /** On the line of the arrow. */
  readonly beside: boolean;
  /** On one line. */
  readonly flat: boolean;
}

export const signatureLayout = (head: string, parameter: string, end: string, body: string): SignatureLayout => {
  const line = fits(`${head}${parameter}${end.trimStart()}`);
  const last = line ? `${head}${parameter}${end.trimStart()}` : end;
  return { line, head: fits(head), body: bodyLayout(last, body, end.search(/\S/) + 2) };
};

/** `indent`: where the call begins if it stands below the arrow. */
export const bodyLayout = (arrow: string, body: string, indent: number): BodyLayout => {
  const beside = fits(`${arrow} ${body}`);
  return { beside, flat: beside || fits(`${' '.repeat(indent)}${body}`) };
};
