import type { ChannelFacts, OperationFacts } from '../document/facts.js';
import type { Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import { textOf, valueAt } from './node-values.js';
import type { ReadRoleModel } from './role-model.js';
import type { ContextSource, Role } from './security-model.js';
import { quoted, suggestion } from './wording.js';

/** Where the context of a request is written; null where the operation says nothing. */
export const readContext = (
  operation: OperationFacts,
  node: Node | null,
  channel: ChannelFacts | null,
  reporter: Reporter,
): ContextSource | null => {
  if (node === null) return null;
  const parameter = valueAt(node, 'parameter');
  const name = textOf(parameter);
  if (parameter !== null && name !== null) {
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
