import type { ts } from 'ts-morph';
import { readLiteral, readName } from '../read-literal.js';
import { checkCall, type MadeCall } from './calls.js';
import type { Scope } from './scope.js';

const FIX =
  'Build exported constants of object literals, plain data, and arrow functions whose body is one planned call; logic belongs to an extra file.';

/** Checks the value of an exported constant and gathers the planned calls that it makes; `path` is the names that lead to it. */
export const checkValue = (scope: Scope, node: ts.Expression, path: readonly string[]): readonly MadeCall[] => {
  const { ts } = scope;
  const value = bare(scope, node);
  if (ts.isArrowFunction(value)) return checkArrow(scope, value, path);
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap((element) => checkData(scope, element));
  if (!ts.isObjectLiteralExpression(value)) return checkData(scope, value);
  return value.properties.flatMap((property) => {
    const name = plainName(scope, property);
    if (name !== null && ts.isPropertyAssignment(property)) {
      return checkValue(scope, property.initializer, [...path, name]);
    }
    refuseValue(scope, property);
    return [];
  });
};

/** The name of a property that has a value of its own; null for accessors, spreads, computed names and prototypes. */
const plainName = ({ ts }: Scope, property: ts.ObjectLiteralElementLike): string | null => {
  if (!ts.isPropertyAssignment(property)) return null;
  const name = readName(ts, property.name);
  // Computed, it is a name like any other; otherwise it sets the prototype.
  return name === '__proto__' && !ts.isComputedPropertyName(property.name) ? null : name;
};

/** Takes off parentheses, `as const` and `satisfies`; other assertions stay, to be refused. */
const bare = ({ ts }: Scope, node: ts.Expression): ts.Expression => {
  let value = node;
  while (ts.isParenthesizedExpression(value) || ts.isSatisfiesExpression(value) || isAsConst(ts, value)) {
    value = value.expression;
  }
  return value;
};

const isAsConst = (ts: Scope['ts'], node: ts.Expression): node is ts.AsExpression =>
  ts.isAsExpression(node) && ts.isConstTypeReference(node.type);

/** Plain data holds no call; the first part of it that is none is refused. */
const checkData = (scope: Scope, node: ts.Expression): readonly MadeCall[] => {
  const { ts } = scope;
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => checkData(scope, element));
  if (!ts.isObjectLiteralExpression(node)) {
    if (readLiteral(ts, node) === undefined) refuseValue(scope, node);
    return [];
  }
  return node.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property) && plainName(scope, property) !== null) {
      return checkData(scope, property.initializer);
    }
    refuseValue(scope, property);
    return [];
  });
};

const checkArrow = (scope: Scope, arrow: ts.ArrowFunction, path: readonly string[]): readonly MadeCall[] => {
  const { ts } = scope;
  if (arrow.modifiers !== undefined) {
    refuseValue(scope, arrow.modifiers[0] ?? arrow);
    return [];
  }
  const parameters: string[] = [];
  for (const parameter of arrow.parameters) {
    const { name, type, initializer, dotDotDotToken, modifiers } = parameter;
    const plain = initializer === undefined && dotDotDotToken === undefined && modifiers === undefined;
    if (!ts.isIdentifier(name) || name.text === 'this' || !plain || type === undefined) {
      const message = `the parameter ${parameter.getText()} is more than a name and a type.`;
      scope.refuse(parameter, 'template-value-refused', message, FIX);
      return [];
    }
    if (scope.imported.has(name.text)) {
      const message = `the parameter ${name.text} hides the import of the same name.`;
      scope.refuse(parameter, 'template-value-refused', message, 'Give the parameter another name.');
      return [];
    }
    parameters.push(name.text);
  }
  const body = ts.isBlock(arrow.body) ? arrow.body : withoutParentheses(scope, arrow.body);
  if (!ts.isCallExpression(body)) {
    refuseValue(scope, body);
    return [];
  }
  return checkCall(scope, body, parameters, path);
};

const withoutParentheses = ({ ts }: Scope, node: ts.Expression): ts.Expression => {
  let value = node;
  while (ts.isParenthesizedExpression(value)) value = value.expression;
  return value;
};

const refuseValue = (scope: Scope, node: ts.Node): void => {
  scope.refuse(node, 'template-value-refused', `it holds ${nameOf(scope, node)}.`, FIX);
};

const nameOf = ({ ts }: Scope, node: ts.Node): string => {
  if (ts.isBlock(node)) return 'a function with statements';
  if (ts.isConditionalExpression(node)) return 'a condition';
  if (ts.isSpreadAssignment(node) || ts.isSpreadElement(node)) return 'a spread';
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return 'an assertion other than as const';
  if (ts.isNonNullExpression(node)) return 'a non-null mark';
  if (ts.isTemplateLiteral(node)) return 'a template literal';
  if (ts.isCallExpression(node))
    return `a call outside an arrow function, ${node.expression.getText().slice(0, 40)}(…)`;
  if (ts.isIdentifier(node)) return `the bare name ${node.text}`;
  if (ts.isShorthandPropertyAssignment(node)) return `the bare name ${node.name.text}`;
  if (ts.isObjectLiteralElement(node)) return `a property that is not allowed, ${node.getText().slice(0, 40)}`;
  return `an expression that is not allowed, ${node.getText().slice(0, 40)}`;
};
