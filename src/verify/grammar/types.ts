import type { ts } from 'ts-morph';
import { descendants } from '../typescript.js';
import type { Scope } from './scope.js';

/** Types of the language itself that lead to no `any`. `JSON`, `Function` and the like do. */
const OFFERED: ReadonlySet<string> = new Set(
  (
    'AbortSignal Array AsyncIterable Awaited Date Error Exclude Extract Iterable Map NonNullable Omit Parameters Partial ' +
    'Pick Promise PromiseLike Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Required ReturnType Set URL ' +
    'Uint8Array const'
  ).split(' '),
);

const FIX = 'Use types that the file imports as planned or declares itself; what is not known is unknown.';

/** Checks every type of a file: no `any`, nothing that comes from outside the plan. */
export const checkTypes = (scope: Scope): void => {
  const { ts, source } = scope;
  const nodes = [...descendants(ts, source)];
  const declared = new Set(nodes.flatMap((node) => declaredName(scope, node)));
  for (const node of nodes) {
    const problem = problemOf(scope, node, declared);
    if (problem !== null) scope.refuse(node, 'template-type-refused', problem, FIX);
  }
};

const declaredName = ({ ts }: Scope, node: ts.Node): readonly string[] => {
  const declares =
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isTypeParameterDeclaration(node);
  return declares ? [node.name.text] : [];
};

const problemOf = ({ ts, imported, file }: Scope, node: ts.Node, declared: ReadonlySet<string>): string | null => {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'it says any.';
  if (ts.isImportTypeNode(node)) return 'it imports in the middle of a type.';
  if (ts.isComputedPropertyName(node) && !ts.isStringLiteral(node.expression))
    return 'it computes the name of a member.';
  if (ts.isTypeReferenceNode(node)) {
    const root = rootOf(ts, node.typeName);
    if (OFFERED.has(root) || declared.has(root) || imported.has(root)) return null;
    return `it names the type ${node.typeName.getText()}, which is neither declared nor imported here.`;
  }
  if (ts.isIndexedAccessTypeNode(node) && !isOwnMember(ts, node.objectType, declared, imported)) {
    return `it takes a member of ${node.objectType.getText()}, where any may hide.`;
  }
  if (ts.isTypeQueryNode(node)) {
    const root = rootOf(ts, node.exprName);
    return imported.has(root) || file.exports.includes(root)
      ? null
      : `it asks for the type of ${node.exprName.getText()}.`;
  }
  if (ts.isExpressionWithTypeArguments(node)) {
    const { expression } = node;
    const known =
      ts.isIdentifier(expression) && [OFFERED, declared, imported].some((names) => names.has(expression.text));
    return known ? null : `it extends ${expression.getText()}, which is neither declared nor imported here.`;
  }
  return null;
};

/** Members of the language's own types are not: many of their signatures say any. */
const isOwnMember = (
  ts: Scope['ts'],
  type: ts.TypeNode,
  ...known: readonly [ReadonlySet<string>, ReadonlySet<string>]
): boolean => {
  if (ts.isTypeReferenceNode(type)) return known.some((names) => names.has(rootOf(ts, type.typeName)));
  return ts.isTypeQueryNode(type) || (ts.isIndexedAccessTypeNode(type) && isOwnMember(ts, type.objectType, ...known));
};

const rootOf = (ts: Scope['ts'], name: ts.EntityName): string =>
  ts.isIdentifier(name) ? name.text : rootOf(ts, name.left);
