import type { AnyOf, InspectResult, OperationAnswer, PolicyAnswer, RuleAnswer } from '../commands/index.js';
import { textTable } from './text-table.js';
import { visible } from './visible.js';

/** Prints a policy for people: one row a rule, one line for each of its levels. */
export const policyTable = (policy: PolicyAnswer, enforced: InspectResult['enforced']): string => {
  const { document, operations, servers, rules } = policy;
  const counts = (['protected', 'public', 'refused'] as const)
    .map((status) => [status, rules.filter((rule) => rule.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${String(count)} ${status}`);
  const heading = [
    visible(`${document.title} ${document.version} (AsyncAPI ${document.asyncapi})`),
    `${counted(Object.keys(operations).length, 'operation')} on ${counted(Object.keys(servers).length, 'server')}${
      counts.length === 0 ? '' : `: ${counts.join(', ')}`
    }`,
  ].join('\n');
  if (rules.length === 0) return `${heading}\n`;
  const rows = rules.flatMap((rule) => {
    const { inWords = [] } =
      enforced.find((one) => one.operation === rule.operation && one.server === rule.server) ?? {};
    return ruleRows(rule, operations[rule.operation], inWords);
  });
  return `${heading}\n\n${textTable(['operation', 'server', 'demands', 'enforced by', 'roles'], rows)}`;
};

const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

const ruleRows = (
  rule: RuleAnswer,
  operation: OperationAnswer | undefined,
  inWords: readonly string[],
): readonly (readonly string[])[] => {
  const levels: readonly (readonly [string, string])[] =
    rule.status === 'protected'
      ? rule.requirements.map((anyOf, index) => [demand(anyOf), inWords[index] ?? rule.enforcedBy[index] ?? ''])
      : [[rule.status === 'public' ? 'nothing: public' : 'refused', '']];
  const first = [rule.operation, rule.server ?? '(any)'];
  return (levels.length === 0 ? [['', ''] as const] : levels).map(([demands, enforcedBy], index) =>
    [...(index === 0 ? first : ['', '']), demands, enforcedBy, index === 0 ? rolesText(operation) : ''].map(visible),
  );
};

const demand = (anyOf: AnyOf): string =>
  anyOf
    .map(({ allOf }) =>
      allOf
        .map(({ scheme, scopes }) => (scopes.length === 0 ? scheme : `${scheme}(${scopes.join(' ')})`))
        .join(' and '),
    )
    .join(' or ');

const rolesText = (operation: OperationAnswer | undefined): string => {
  const { roles, context } = operation ?? {};
  if (roles === undefined || roles === null || roles.length === 0) return '';
  const [[kind, name] = ['value', '']] = Object.entries(context ?? {});
  return `${roles.join(', ')} @ ${kind === 'value' ? name : `${kind} ${name}`}`;
};
