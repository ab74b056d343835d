import type { ChannelFacts, OperationFacts } from '../document/facts.js';
import type { Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import { entriesOf, isNull, textOf, valueAt } from './node-values.js';
import type { ReadRoleModel } from './role-model.js';
import type { ContextSource, Operation, Role } from './security-model.js';
import { quoted, suggestion } from './wording.js';

/** Where the context of a request is written; null where the operation says nothing. */
export const readContext = (
  operation: OperationFacts,
  node: Node | null,
  channel: ChannelFacts | null,
  reporter: Reporter,
): ContextSource | null => {
  // Two sources, or none, have been refused.
  if (node === null || entriesOf(node).filter(({ value }) => !isNull(value)).length !== 1) return null;
  const parameter = valueAt(node, 'parameter');
  const name = textOf(parameter);
  if (parameter !== null && name !== null && name !== '') {
    const known = channel?.parameters.map((declared) => declared.name) ?? [];
    if (channel !== null && !known.includes(name)) {
      reporter.unreadable(
        'context-parameter-undefined',
        parameter.at,
        {
          message: `The context of operation ${JSON.stringify(operation.id)} is the parameter ${JSON.stringify(name)}, which channel ${JSON.stringify(channel.id)} does not have.`,
          fix: parameterFix(name, channel),
        },
        `${channel.id}\n${name}`,
      );
    }
    return { parameter: name };
  }
  const header = textOf(valueAt(node, 'header'));
  if (header !== null) return { header };
  const field = textOf(valueAt(node, 'field'));
  if (field !== null) return { field };
  const value = textOf(valueAt(node, 'value'));
  return value === null ? null : { value };
};

const parameterFix = (name: string, { id, address, parameters }: ChannelFacts): string => {
  const known = parameters.map((declared) => declared.name);
  if (address?.includes(`{${name}}`) === true)
    return `Its address has {${name}}: add \`parameters: { ${name}: {} }\` to channel ${JSON.stringify(id)}.`;
  if (known.length > 0) return suggestion(name, known);
  return `Write {${name}} into the address of channel ${JSON.stringify(id)} and add \`parameters: { ${name}: {} }\`, or take the context from a header, field or value.`;
};

/**
 * A role that counts in some contexts only must be able to count here, and an administrator's function must not take its
 * context from whatever the caller writes into a header or parameter.
 */
export const isContextFixed = (
  operation: OperationFacts,
  names: readonly string[],
  source: ContextSource,
  at: Place,
  { model, roles }: ReadRoleModel,
  reporter: Reporter,
): boolean => {
  const named = names.flatMap((name) => roles.get(name) ?? []);
  const contexts = [...new Set(named.flatMap((role) => role.contexts ?? []))];
  const everywhere = named.length < names.length || named.some((role: Role) => role.contexts === null);
  if (everywhere) return true;
  const admin = model.adminContext ?? '_admin';
  const fixed = 'value' in source;
  if (fixed ? contexts.includes(source.value) : contexts.some((context) => context !== admin)) return true;
  reporter.report('context-not-fixed', at, {
    message: fixed
      ? `The roles of operation ${JSON.stringify(operation.id)}, ${quoted(names)}, do not count in its context ${JSON.stringify(source.value)}: they count in ${quoted(contexts)}.`
      : `The roles of operation ${JSON.stringify(operation.id)}, ${quoted(names)}, count in ${quoted(contexts)} alone, and its context is what the caller says.`,
    fix: `Write context: { value: ${contexts[0] ?? admin} }.`,
  });
  return false;
};

/** Roles that an operation names, beside others, and that never count in its fixed context. */
export const warnIdleRoles = (
  operation: OperationFacts,
  named: readonly { readonly text: string; readonly node: Node }[],
  source: ContextSource,
  { roles }: ReadRoleModel,
  reporter: Reporter,
): void => {
  if (!('value' in source)) return;
  const { value } = source;
  for (const { text, node } of named) {
    const contexts = roles.get(text)?.contexts ?? null;
    if (contexts === null || contexts.includes(value)) continue;
    reporter.report(
      'role-never-counts',
      node.at,
      {
        message: `The role ${JSON.stringify(text)} never counts in the context ${JSON.stringify(value)} of operation ${JSON.stringify(operation.id)}: it counts in ${quoted(contexts)} alone.`,
        fix: 'Leave the role out here, or take the context from a parameter, header or field.',
      },
      `${text}\n${value}`,
    );
  }
};

/**
 * Warns of an operation whose roles count in the default context while another one of its channel takes the context from
 * a parameter: who may do the one in a single context could do the other for all.
 */
export const warnUnstatedContext = (
  operations: readonly {
    readonly operation: Pick<Operation, 'id' | 'at' | 'channel' | 'context'>;
    readonly states: boolean;
  }[],
  reporter: Reporter,
): void => {
  const byChannel = new Map<string, { readonly id: string; readonly at: Place; readonly parameter: string }>();
  for (const { operation } of operations) {
    const { id, at, channel, context } = operation;
    if (context === null || !('parameter' in context) || byChannel.has(channel)) continue;
    byChannel.set(channel, { id, at, parameter: context.parameter });
  }
  for (const { operation, states } of operations) {
    const { id, at, channel, context } = operation;
    const sibling = byChannel.get(channel);
    if (states || context === null || !('value' in context) || sibling === undefined) continue;
    reporter.report('context-unstated', at, {
      message: `Operation ${JSON.stringify(id)} states no context, so that its roles count in ${JSON.stringify(context.value)}, while ${JSON.stringify(sibling.id)} on the same channel takes its context from the parameter ${JSON.stringify(sibling.parameter)}.`,
      fix: `Write context: { parameter: ${sibling.parameter} } under x-access-control; or context: { value: ${context.value} }, where that is meant.`,
      also: [sibling.at],
    });
  }
};
