import type { ts } from 'ts-morph';
import type { Placeholder } from '../plan/plan.js';
import type { TypeScript } from './typescript.js';

/** Why a value may not be printed where a placeholder stands; null where it may. */
export const refusedPosition = (ts: TypeScript, node: ts.Identifier, kind: Placeholder['kind']): string | null => {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return 'as a statement of its own';
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return 'as a label';
  if (ts.isShorthandPropertyAssignment(parent)) return 'as a property without a value';
  for (let outer: ts.Node = parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (ts.isDecorator(outer)) return 'in a decorator';
    // The name of a re-export is an identifier; which ones a file may hold is the grammar's to say.
    const reexported = kind === 'ident' && ts.isExportSpecifier(parent);
    if (isImporting(ts, outer) && !reexported) return 'in an import or a module name';
  }
  if (kind === 'ident') return null;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return 'as the name of a member';
  if (ts.isQualifiedName(parent)) return 'as part of a qualified name';
  if (kind === 'str') return null;
  if (isPropertyName(ts, node)) return 'as the name of a property';
  if (ts.isTypeNode(parent)) return 'as a type';
  return ts.isArrowFunction(parent) ? 'as the body of a function' : null;
};

const isImporting = (ts: TypeScript, node: ts.Node): boolean =>
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isImportEqualsDeclaration(node) ||
  ts.isImportTypeNode(node) ||
  (ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require')));

/** Whether a name is that of a property or member, which no scope holds. */
export const isPropertyName = (ts: TypeScript, node: ts.Identifier): boolean => {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isAccessor(parent) ||
      ts.isEnumMember(parent) ||
      ts.isPropertyAccessExpression(parent)) &&
    parent.name === node
  );
};

/** Whether an identifier brings a name into a scope. */
export const isDeclared = (ts: TypeScript, node: ts.Identifier): boolean => {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isTypeParameterDeclaration(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isFunctionLike(parent) ||
      ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent)) &&
    parent.name === node &&
    !isPropertyName(ts, node)
  );
};
