import type { ts } from 'ts-morph';
import type { TypeScript } from './typescript.js';

/** The value of a literal of plain data; undefined for any other expression. */
export const readLiteral = (ts: TypeScript, node: ts.Expression): unknown => {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isPrefixUnaryExpression(node)) {
    const negative = node.operator === ts.SyntaxKind.MinusToken && ts.isNumericLiteral(node.operand);
    return negative ? -Number(node.operand.text) : undefined;
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => readLiteral(ts, element));
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  return Object.fromEntries(
    node.properties.flatMap((property) => {
      if (!ts.isPropertyAssignment(property)) return [];
      const key = readName(ts, property.name);
      return key === null ? [] : [[key, readLiteral(ts, property.initializer)] as const];
    }),
  );
};

/** The name of a property where it is fixed; null where it is computed. */
export const readName = (ts: TypeScript, name: ts.PropertyName): string | null => {
  if (ts.isIdentifier(name) || ts.isStringLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteral(name.expression) ? name.expression.text : null;
};
