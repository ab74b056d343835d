import assert from 'node:assert/strict';
import ts from 'typescript';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import type { RenderedFile } from '../../src/plan/index.js';
import { errorsOf } from './emit-in-memory.js';

interface Shape {
  readonly kinds: readonly string[];
  readonly literals: readonly string[];
  /** Comments that a tool could act on, and documentation tags. */
  readonly directives: readonly string[];
}

/** A name may be printed bare, quoted or computed; all three are one. */
const isNameOf = (node: ts.Node): boolean =>
  (ts.isPropertyAssignment(node.parent) || ts.isPropertySignature(node.parent) || ts.isMethodSignature(node.parent)) &&
  node.parent.name === node;

const shapeOf = (text: string): Shape => {
  const source = ts.createSourceFile('emitted.ts', text, ts.ScriptTarget.Latest, true);
  const kinds: string[] = [];
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isNameOf(node)) {
      kinds.push('name');
      literals.push(
        ts.isComputedPropertyName(node)
          ? ts.isStringLiteral(node.expression)
            ? node.expression.text
            : assert.fail(node.getText())
          : (node as ts.Identifier | ts.StringLiteral).text,
      );
      return;
    }
    kinds.push(ts.SyntaxKind[node.kind]);
    if (ts.isStringLiteral(node)) literals.push(node.text);
    if (node.kind >= ts.SyntaxKind.FirstTemplateToken && node.kind <= ts.SyntaxKind.LastTemplateToken) {
      literals.push((node as ts.TemplateLiteralLikeNode).text);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const directives: string[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const comment = scanner.getTokenText();
    if (token === ts.SyntaxKind.SingleLineCommentTrivia) directives.push(comment);
    if (token === ts.SyntaxKind.MultiLineCommentTrivia && /(^|[^\\])@|source(Mapping)?URL|eslint-/u.test(comment)) {
      directives.push(comment);
    }
  }
  return { kinds, literals, directives };
};

export interface FileShape extends Shape {
  readonly path: string;
}

/** What the files that depend on the document are made of, whatever their texts say. */
export const shapesOf = (files: readonly RenderedFile[]): readonly FileShape[] =>
  files.filter(({ path }) => !path.startsWith('runtime/')).map(({ path, text }) => ({ path, ...shapeOf(text) }));

/** Where output differs from that of a harmless document in more than its literals, or in one that was not to be expected. */
export const differences = (
  files: readonly RenderedFile[],
  like: readonly FileShape[],
  isExpected: (found: string, literal: string) => boolean,
): readonly string[] => {
  const shapes = shapesOf(files);
  const paths = shapes.map(({ path }) => path).join();
  if (paths !== like.map(({ path }) => path).join()) return [`the files are ${paths}`];
  return shapes.flatMap((shape, index) => {
    const want = like[index];
    if (want === undefined) return [];
    const differs = (['kinds', 'directives'] as const).flatMap((part) => {
      const at = shape[part].findIndex((item, position) => item !== want[part][position]);
      return at < 0 && shape[part].length === want[part].length
        ? []
        : [`${shape.path}: ${String(shape[part][at])} where ${String(want[part][at])} is wanted`];
    });
    const literals = want.literals.flatMap((literal, position) => {
      const found = shape.literals[position] ?? '';
      return isExpected(found, literal) ? [] : [`${shape.path}: ${found} for ${literal}`];
    });
    return [...differs, ...literals];
  });
};

/** What is wrong with a refusal: it names its place and is no failure of a template of ours. */
export const faultsOfRefusal = (diagnostics: readonly Diagnostic[]): readonly string[] => {
  const errors = errorsOf(diagnostics);
  if (errors.length === 0) return ['neither refused nor emitted'];
  return errors
    .filter(({ code, at }) => at?.file !== '-' || code.startsWith('template-'))
    .map(({ code, message }) => `${code}: ${message}`);
};
