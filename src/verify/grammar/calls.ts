import type { ts } from 'ts-morph';
import type { PlannedCall } from '../../plan/plan.js';
import type { Scope } from './scope.js';

/** A call of the file that the plan lists. */
export type MadeCall = PlannedCall;

/** Checks one call against the plan: factory, POLICY, literals, own parameters, and under which server's name it stands. */
export const checkCall = (
  scope: Scope,
  call: ts.CallExpression,
  parameters: readonly string[],
  path: readonly string[],
): readonly MadeCall[] => {
  const { ts, file, importedValues } = scope;
  const refuse = (node: ts.Node, message: string): readonly MadeCall[] => {
    scope.refuse(node, 'template-call-refused', message, `Write ${wordsOf(file.calls)}.`);
    return [];
  };
  const { expression: factory, arguments: given, questionDotToken } = call;
  const candidates = ts.isIdentifier(factory) ? file.calls.filter((planned) => planned.factory === factory.text) : [];
  if (!ts.isIdentifier(factory) || candidates.length === 0 || questionDotToken !== undefined) {
    return refuse(factory, `it calls ${factory.getText().slice(0, 60)}, which is not planned.`);
  }
  if (!importedValues.has(factory.text)) return refuse(factory, `it calls ${factory.text} without importing it.`);
  const [policy, ...rest] = given;
  if (policy === undefined || !ts.isIdentifier(policy) || policy.text !== 'POLICY' || !importedValues.has('POLICY')) {
    return refuse(policy ?? call, `it calls ${factory.text} with another policy than the imported POLICY.`);
  }
  const literals = rest.filter((argument) => ts.isStringLiteral(argument)).map((argument) => argument.text);
  const made = candidates.find((planned) => isSame(planned.literals, literals));
  if (made === undefined) {
    return refuse(call, `it calls ${factory.text} with ${literals.join(', ') || 'no literals'}, which is not planned.`);
  }
  const wrong = misplacedArgument(scope, rest, literals.length, parameters);
  if (wrong !== null) return refuse(wrong, `it passes ${wrong.getText().slice(0, 60)} to ${factory.text}.`);

  const named = serverOf(path, file.calls);
  if (named !== null && named !== made.server) {
    const message = `the name ${path.join('.')} belongs to the server ${named}, and its call serves ${made.server}.`;
    const fix = `Call the factory for ${named} there, or choose a name that is no server's.`;
    scope.refuse(call, 'template-server-swapped', message, fix);
  }
  return [made];
};

/** The first argument after POLICY that is neither a literal in its place nor a parameter of the function's own. */
const misplacedArgument = (
  { ts }: Scope,
  rest: readonly ts.Expression[],
  literals: number,
  parameters: readonly string[],
): ts.Expression | null => {
  const unused = new Set(parameters);
  for (const [index, argument] of rest.entries()) {
    const fits =
      index < literals ? ts.isStringLiteral(argument) : ts.isIdentifier(argument) && unused.delete(argument.text);
    if (!fits) return argument;
  }
  return null;
};

/**
 * The server that a path of names promises. A container's own name promises nothing where a name inside it does:
 * `websocket.gateway` is the gateway's, also where another server is called `websocket`.
 */
const serverOf = (path: readonly string[], calls: readonly PlannedCall[]): string | null => {
  const servers = new Set(calls.map(({ server }) => server));
  const promised = [...path.slice(1), ...path.slice(0, 1)].flatMap((name) => {
    if (servers.has(name)) return [name];
    // The plan's mark of an adjusted name.
    const unmarked = name.replace(/_$/, '');
    return servers.has(unmarked) ? [unmarked] : [];
  });
  return promised[0] ?? null;
};

/** Whether two calls are the same. */
export const isSameCall = (left: PlannedCall, right: PlannedCall): boolean =>
  left.factory === right.factory && left.server === right.server && isSame(left.literals, right.literals);

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((literal, index) => literal === right[index]);

/** A planned call as one writes it. */
export const wordsOf = (calls: readonly PlannedCall[]): string =>
  calls.length === 0
    ? 'no call in this file'
    : calls
        .slice(0, 3)
        .map(
          ({ factory, literals }) =>
            `${factory}(${['POLICY', ...literals.map((text) => JSON.stringify(text)), 'options'].join(', ')})`,
        )
        .join(' or ');
