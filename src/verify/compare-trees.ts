import type { ts } from 'ts-morph';
import { commentsOf, partsOf, type Comment } from './comments.js';
import type { FilledText, FilledValue } from './fill.js';
import { readLiteral } from './read-literal.js';
import type { TypeScript } from './typescript.js';

/**
 * Compares the trees of a draft and of its filled text: each placeholder became one literal or name of its value,
 * each comment kept its place, and nothing else changed. Gives the offset in the filled text of what did; else null.
 */
export const firstDifference = (
  ts: TypeScript,
  draft: ts.SourceFile,
  filled: ts.SourceFile,
  { values }: FilledText,
): number | null => {
  const byToken = new Map(values.map((value) => [value.placeholder.token, value]));

  const compare = (left: ts.Node, right: ts.Node): number | null => {
    const start = right.getStart(filled, false);
    if (ts.isIdentifier(left)) {
      const value = byToken.get(left.text);
      if (value !== undefined) return isValue(ts, right, filled, value) ? null : start;
    }
    const lefts = partsOf(ts, left, draft);
    const rights = partsOf(ts, right, filled);
    // A name that stands for a type is a reference; the string literal in its place is a literal type.
    if (left.kind !== right.kind && !isLiteralType(ts, left, right, byToken)) return start;
    if (lefts.length !== rights.length) return start;
    if (lefts.length === 0) return left.getText(draft) === right.getText(filled) ? null : start;
    for (const [index, child] of lefts.entries()) {
      const other = rights[index];
      const difference = other === undefined ? start : compare(child, other);
      if (difference !== null) return difference;
    }
    return null;
  };

  return compare(draft, filled) ?? differentComment(commentsOf(ts, draft), commentsOf(ts, filled), values);
};

const isLiteralType = (
  ts: TypeScript,
  left: ts.Node,
  right: ts.Node,
  byToken: ReadonlyMap<string, FilledValue>,
): boolean =>
  ts.isTypeReferenceNode(left) &&
  left.typeArguments === undefined &&
  ts.isIdentifier(left.typeName) &&
  byToken.get(left.typeName.text)?.placeholder.kind === 'str' &&
  ts.isLiteralTypeNode(right);

const isValue = (
  ts: TypeScript,
  node: ts.Node,
  source: ts.SourceFile,
  { placeholder, start, end }: FilledValue,
): boolean => {
  if (node.getStart(source, false) !== start || node.getEnd() !== end) return false;
  const { kind, value, property } = placeholder;
  if (kind === 'json') return ts.isExpression(node) && JSON.stringify(readLiteral(ts, node)) === JSON.stringify(value);
  if (kind === 'ident') return ts.isIdentifier(node) && node.text === value;
  return (ts.isStringLiteral(node) || (property && ts.isIdentifier(node))) && node.text === value;
};

const differentComment = (
  drafted: readonly Comment[],
  filled: readonly Comment[],
  values: readonly FilledValue[],
): number | null => {
  const encoded = new Map(values.map(({ placeholder }) => [placeholder.token, placeholder.encoded]));
  for (const [index, { text, block }] of drafted.entries()) {
    const other = filled[index];
    const expected = text.replace(/__AG\d+_doc__/g, (token) => encoded.get(token) ?? token);
    if (other?.text !== expected || other.block !== block) return other?.at ?? 0;
  }
  return filled.length === drafted.length ? null : (filled.at(-1)?.at ?? 0);
};
