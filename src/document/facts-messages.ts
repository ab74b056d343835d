import type { MessageFacts } from './facts.js';
import type { FactsScope } from './facts-scope.js';
import { pointerSegments } from './pointer.js';
import { follow, placeKey } from './resolve.js';
import { items, member, members, refText, section, textOf, type Spot } from './spot.js';

/** The messages of a 3.x channel, by the channel's names for them. */
export const channelMessages = (scope: FactsScope, channel: Spot): readonly MessageFacts[] =>
  members(section(channel, 'messages')).flatMap(([name, stated]) => messageFacts(scope, stated, name));

/** The messages of a 3.x operation: those that it lists, else all of its channel. */
export const operationMessages = (
  scope: FactsScope,
  operation: Spot,
  channel: Spot | undefined,
): readonly MessageFacts[] => {
  const listed = section(operation, 'messages');
  if (listed === undefined) return channel === undefined ? [] : channelMessages(scope, channel);
  const named = new Map<string, string>();
  for (const [name, stated] of members(channel === undefined ? undefined : section(channel, 'messages'))) {
    const { definition } = follow(scope.read, stated);
    if (definition !== null) named.set(placeKey(definition), name);
  }
  return items(listed).flatMap((stated) => {
    const { hops, definition } = follow(scope.read, stated);
    if (definition === null) return [];
    const last = pointerSegments(hops[1]?.at.pointer ?? '').at(-1) ?? '';
    return messageFacts(scope, stated, named.get(placeKey(definition)) ?? last);
  });
};

/** The messages of a 2.x operation: one, or those of `oneOf`. */
export const legacyMessages = (scope: FactsScope, operation: Spot): readonly MessageFacts[] => {
  const stated = section(operation, 'message');
  if (stated === undefined) return [];
  const { definition } = follow(scope.read, stated);
  const choices = definition === null ? undefined : section(definition, 'oneOf');
  const all = choices === undefined ? [stated] : items(choices);
  return all.flatMap((one, index) => {
    const message = follow(scope.read, one).definition;
    if (message === null) return [];
    const component = pointerSegments(refText(one) ?? '').at(-1);
    const name = textOf(member(message, 'messageId')) ?? textOf(member(message, 'name')) ?? component;
    return messageFacts(scope, one, name ?? (all.length === 1 ? 'message' : `message${String(index + 1)}`));
  });
};

const messageFacts = (scope: FactsScope, stated: Spot, name: string): readonly MessageFacts[] => {
  const message = follow(scope.read, stated).definition;
  return message === null ? [] : [{ name, at: message.at, constants: constantsOf(scope, message) }];
};

const constantsOf = (scope: FactsScope, message: Spot): MessageFacts['constants'] => {
  const constants = new Map<string, string | number | boolean>();
  const behind = (spot: Spot | undefined): Spot | undefined =>
    spot === undefined ? undefined : (follow(scope.read, spot).definition ?? undefined);
  const payload = behind(section(message, 'payload'));
  if (payload === undefined) return constants;
  // A 3.x Multi Format Schema Object holds the schema one level deeper.
  const wrapped = member(payload, 'schemaFormat') === undefined ? undefined : section(payload, 'schema');
  const schema = behind(wrapped) ?? payload;
  for (const [name, stated] of members(behind(section(schema, 'properties')))) {
    const property = behind(stated);
    if (property === undefined) continue;
    const choices = items(section(property, 'enum'));
    const constant = section(property, 'const') ?? (choices.length === 1 ? choices[0] : undefined);
    if (constant?.node.kind === 'scalar' && constant.node.value !== null) constants.set(name, constant.node.value);
  }
  return constants;
};
