import type { ts } from 'ts-morph';
import type { TypeScript } from './typescript.js';

/** A comment of a file; `end` is exclusive. */
export interface Comment {
  readonly at: number;
  readonly end: number;
  readonly block: boolean;
  readonly text: string;
}

/** All comments, found between the tokens of the tree: scanning the text alone would trip over regular expressions. */
export const commentsOf = (ts: TypeScript, source: ts.SourceFile): readonly Comment[] => {
  const comments: Comment[] = [];
  const visit = (node: ts.Node): void => {
    const parts = partsOf(ts, node, source);
    if (parts.length === 0 && node.kind !== ts.SyntaxKind.SyntaxList) {
      comments.push(...commentsBetween(ts, source.text, node.pos, node.getStart(source, false)));
    }
    for (const part of parts) visit(part);
  };
  visit(source);
  return comments;
};

/** Whether a node belongs to documentation, which holds no code. */
const isDocumentation = (ts: TypeScript, node: ts.Node): boolean =>
  node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode;

/** The children of a node, tokens included, documentation left out. */
export const partsOf = (ts: TypeScript, node: ts.Node, source: ts.SourceFile): readonly ts.Node[] =>
  node.getChildren(source).filter((child) => !isDocumentation(ts, child));

const commentsBetween = (ts: TypeScript, text: string, from: number, to: number): readonly Comment[] => {
  if (!text.slice(from, to).includes('/')) return [];
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
    undefined,
    from,
    to - from,
  );
  const comments: Comment[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const block = kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (block || kind === ts.SyntaxKind.SingleLineCommentTrivia) {
      comments.push({ at: scanner.getTokenStart(), end: scanner.getTokenEnd(), block, text: scanner.getTokenText() });
    }
  }
  return comments;
};
