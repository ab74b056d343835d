import type { Json } from '../document/node.js';
import { printKey, printString } from './printed-text.js';

/** Prettier's default; emitted files are held to it. */
const WIDTH = 80;

/** How a value is laid out on its line. */
export interface Layout {
  readonly indent: number;
  /** Columns that stand before the value on its line. */
  readonly before: number;
  /** Columns that follow the value on its last line. */
  readonly after: number;
  /** So many levels of objects are spread over lines even where they fit on one. */
  readonly spread: number;
}

/** Prints plain data as a literal, laid out as prettier leaves it. */
export const printLiteral = (value: Json, layout: Layout): string => {
  const inline = layout.spread > 0 && isFilledObject(value) ? null : printInline(value);
  if (inline !== null && layout.before + inline.length + layout.after <= WIDTH) return inline;
  if (isList(value)) return printList(value, layout);
  if (typeof value === 'object' && value !== null) {
    const { indent, spread } = layout;
    return printMembers(
      Object.entries(value).map(([key, member]) => printMember(key, member, indent + 2, spread - 1)),
      indent,
    );
  }
  return printInline(value) ?? '';
};

/** Prints an object literal of members that are printed already. */
export const printMembers = (members: readonly string[], indent: number): string => {
  if (members.length === 0) return '{}';
  const inner = ' '.repeat(indent + 2);
  return `{\n${members.map((member) => `${inner}${member},\n`).join('')}${' '.repeat(indent)}}`;
};

/** Prints `key: value` for a line that begins at `indent`. */
export const printMember = (key: string, value: Json, indent: number, spread: number): string => {
  const name = printKey(key);
  const beside = printLiteral(value, { indent, before: indent + name.length + 2, after: 1, spread });
  const [opening = ''] = beside.split('\n', 1);
  const ends = opening === beside ? 1 : 0;
  if (indent + name.length + 2 + opening.length + ends <= WIDTH || !moves(value, name)) return `${name}: ${beside}`;
  const below = printLiteral(value, { indent: indent + 2, before: indent + 2, after: 1, spread });
  return `${name}:\n${' '.repeat(indent + 2)}${below}`;
};

/** Prettier moves what is too long to the next line, but no number or the like, and no string where this gains nothing. */
const moves = (value: Json, name: string): boolean =>
  typeof value === 'string' ? name.length > 4 : typeof value === 'object' && value !== null;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isFilledObject = (value: Json): boolean =>
  typeof value === 'object' && value !== null && !isList(value) && Object.keys(value).length > 0;

/** The value on one line; null where prettier would never leave it on one. */
const printInline = (value: Json): string | null => {
  if (typeof value === 'string') return printString(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) {
    const items = value.map(printInline);
    return items.includes(null) || isTable(value) ? null : `[${items.join(', ')}]`;
  }
  const members = Object.entries(value).map(([key, member]) => {
    const text = printInline(member);
    return text === null ? null : `${printKey(key)}: ${text}`;
  });
  if (members.includes(null)) return null;
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};

/** Prettier always spreads a list of several objects, or of several lists, of more than one element each. */
const isTable = (items: readonly Json[]): boolean =>
  items.length > 1 &&
  items.every(
    (item) =>
      typeof item === 'object' &&
      item !== null &&
      Object.keys(item).length > 1 &&
      Array.isArray(item) === Array.isArray(items[0]),
  );

const printList = (items: readonly Json[], { indent }: Layout): string => {
  const inner = ' '.repeat(indent + 2);
  if (items.length > 1 && items.every((item) => typeof item === 'number')) {
    return `[\n${fill(items.map(String), inner)}\n${' '.repeat(indent)}]`;
  }
  const lines = items.map((item) =>
    printLiteral(item, { indent: indent + 2, before: indent + 2, after: 1, spread: 0 }),
  );
  return `[\n${lines.map((line) => `${inner}${line},\n`).join('')}${' '.repeat(indent)}]`;
};

const fill = (words: readonly string[], inner: string): string => {
  const lines: string[] = [];
  let line = inner;
  for (const word of words) {
    const longer = line === inner ? `${inner}${word},` : `${line} ${word},`;
    if (longer.length > WIDTH && line !== inner) {
      lines.push(line);
      line = `${inner}${word},`;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join('\n');
};
