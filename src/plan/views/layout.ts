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
  /** The type parameter does, where it has a line of its own. */
  readonly bound: boolean;
  readonly body: BodyLayout;
}

/** Where the call behind an arrow stands. */
export interface BodyLayout {
  /** On the line of the arrow. */
  readonly beside: boolean;
  /** On one line. */
  readonly flat: boolean;
}

/** What an emitted function `name: <bound>(parameter): T =>` says; `bound` is null where it has no type parameter. */
export interface Signature {
  /** With its indent. */
  readonly name: string;
  readonly bound: string | null;
  readonly parameter: string;
  /** From the closing parenthesis to the arrow. */
  readonly end: string;
  /** The call behind the arrow. */
  readonly body: string;
}

export const signatureLayout = ({ name, bound, parameter, end, body }: Signature): SignatureLayout => {
  const indent = name.search(/\S/);
  const head = bound === null ? `${name}: (` : `${name}: <${bound}>(`;
  const line = fits(`${head}${parameter}${end}`);
  const last = line ? `${head}${parameter}${end}` : `${' '.repeat(indent)}${end}`;
  return {
    line,
    head: fits(head),
    bound: boundFits(bound ?? '', indent + 2),
    body: bodyLayout(last, body, indent + 2),
  };
};

/** Whether a type parameter keeps to one line of its own. */
export const boundFits = (bound: string, indent: number): boolean => fits(`${' '.repeat(indent)}${bound},`);

/** `indent`: where the call begins if it stands below the arrow. */
export const bodyLayout = (arrow: string, body: string, indent: number): BodyLayout => {
  const beside = fits(`${arrow} ${body}`);
  return { beside, flat: beside || fits(`${' '.repeat(indent)}${body}`) };
};

/** `export type X<A extends Y> = Z<P, Q>;` */
export interface DeclarationLayout {
  /** All up to the equals sign stands on one line. */
  readonly head: boolean;
  /** What is declared begins on the next line. */
  readonly below: boolean;
  /** It stands on one line. */
  readonly flat: boolean;
}

/** `opening`: what of the declared must stand beside the equals sign, if any of it does. */
export const declarationLayout = (head: string, declared: string, opening = declared): DeclarationLayout => {
  const below = fits(head) && !fits(`${head} ${opening}`);
  const before = below ? '  ' : fits(head) ? `${head} ` : '> = ';
  return { head: fits(head), below, flat: fits(`${before}${declared}`) };
};
