import type { ChannelFacts, ParameterFacts } from './facts.js';
import { rootEntries } from './facts-entries.js';
import { channelMessages, legacyMessages } from './facts-messages.js';
import { rootName } from './facts-roots.js';
import { contractPointer, listSection, objectBehind, tell, type FactsScope } from './facts-scope.js';
import { nameFix } from './name-fix.js';
import { follow } from './resolve.js';
import { items, member, members, section, textOf, type Spot } from './spot.js';

/** A channel with the object that defines it. */
export interface ReadChannel {
  readonly facts: ChannelFacts;
  readonly definition: Spot;
}

/** Reads the root's channels. */
export const readChannels = (scope: FactsScope, serverIds: readonly string[]): readonly ReadChannel[] => {
  const channels: ReadChannel[] = [];
  for (const [id, stated] of rootEntries(scope, 'channels')) {
    // An empty channel states nothing, and needs no object to say so.
    if (stated.node.kind === 'scalar' && stated.node.value === null) continue;
    const definition = objectBehind(scope, stated, `The channel "${id}"`);
    if (definition === undefined) continue;
    const servers = channelServers(scope, definition, serverIds);
    channels.push({
      definition,
      facts: {
        id,
        at: stated.at,
        pointer: contractPointer(scope, stated),
        address: scope.major === 3 ? (textOf(member(definition, 'address')) ?? null) : id,
        parameters: parameterFacts(scope, definition),
        servers: servers.length === 0 ? serverIds : servers,
        webSocketBinding: binding(scope, definition, 'ws')?.node ?? null,
        topic: textOf(topicSpot(scope, definition)) ?? null,
        messages:
          scope.major === 3
            ? channelMessages(scope, definition)
            : legacyOperations(definition).flatMap(({ spot }) => legacyMessages(scope, spot)),
      },
    });
  }
  return channels;
};

/** The operations of a 2.x channel in document order. */
export const legacyOperations = (
  channel: Spot,
): readonly { readonly verb: 'publish' | 'subscribe'; readonly spot: Spot }[] =>
  members(channel).flatMap(([verb, spot]) => {
    const stated = verb === 'publish' || verb === 'subscribe' ? section(channel, verb) : undefined;
    return stated === undefined ? [] : [{ verb: verb === 'publish' ? 'publish' : 'subscribe', spot }];
  });

/** The servers that a channel states (S9); an empty list stands for all. */
const channelServers = (scope: FactsScope, channel: Spot, serverIds: readonly string[]): readonly string[] => {
  // Versions 2.0 and 2.1 have no such field: every channel is on every server.
  if (scope.asyncapi === '2.0.0' || scope.asyncapi === '2.1.0') return [];
  const names: string[] = [];
  for (const item of items(listSection(scope, channel, 'servers'))) {
    const name = scope.major === 3 ? rootName(scope, item, 'servers') : legacyServer(scope, item, serverIds);
    if (name === null) scope.unreadable.found = true;
    else if (!names.includes(name)) names.push(name);
  }
  return names;
};

const legacyServer = (scope: FactsScope, item: Spot, serverIds: readonly string[]): string | null => {
  const name = textOf(item);
  if (name !== undefined && serverIds.includes(name)) return name;
  // A server that is no object has been reported; it is not undefined as well.
  if (name !== undefined && member(section(scope.root, 'servers') ?? scope.root, name) !== undefined) return null;
  if (name === undefined) {
    tell(scope, item, 'server-undefined', {
      message: `Version ${scope.asyncapi} names the servers of a channel by their keys, and this is no name.`,
      fix: nameFix('', serverIds),
    });
    return null;
  }
  const told = {
    message: `The channel names the server "${name}", which the document does not have.`,
    fix: nameFix(name, serverIds),
  };
  tell(scope, item, 'server-undefined', told, `name ${name}`);
  return null;
};

const parameterFacts = (scope: FactsScope, channel: Spot): readonly ParameterFacts[] =>
  members(section(channel, 'parameters')).map(([name, stated]) => {
    const { definition } = follow(scope.read, stated);
    const location = definition === null ? undefined : textOf(member(definition, 'location'));
    return { name, at: (definition ?? stated).at, location: location ?? null };
  });

/** The name of the topic, where it is not the channel's address. */
const topicSpot = (scope: FactsScope, channel: Spot): Spot | undefined => {
  const kafka = binding(scope, channel, 'kafka');
  return kafka === undefined ? undefined : member(kafka, 'topic');
};

const binding = (scope: FactsScope, channel: Spot, protocol: 'ws' | 'kafka'): Spot | undefined => {
  const bindings = section(channel, 'bindings');
  const behind = bindings === undefined ? null : follow(scope.read, bindings).definition;
  const stated = behind === null ? undefined : section(behind, protocol);
  return stated === undefined ? undefined : (follow(scope.read, stated).definition ?? undefined);
};
