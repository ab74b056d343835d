import { didYouMean, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { Channel, Server } from '../model/security-model.js';
import { SeenTemplates } from './seen-templates.js';
import { own } from './own.js';
import { topicsOverlap } from './topic-overlap.js';

/** Channel address -> further topics that hold copies of it. */
export type TopicAliases = Readonly<Record<string, readonly string[]>>;

/** The topic of a channel, parameters and all: what its Kafka binding names, else its address. */
export const topicTemplate = (channel: Channel): string | null => channel.topic ?? channel.address;

/** Mirrors of a channel's topic that the team names. */
export const aliasesOf = (channel: Channel, aliases: TopicAliases | undefined): readonly string[] =>
  own(aliases, topicTemplate(channel) ?? '') ?? [];

/** A record is of one channel: refuses channels that have no topic, topics that Kafka does not take, and pairs that one topic fits. */
export const checkTopics = (
  server: Server,
  channels: readonly Channel[],
  aliases: TopicAliases | undefined,
): readonly Diagnostic[] => {
  const diagnostics: Diagnostic[] = [];
  const seen = new SeenTemplates<{ readonly channel: Channel; readonly topic: string }>();
  for (const channel of channels) {
    const topic = topicTemplate(channel);
    if (topic === null) {
      diagnostics.push(
        report('channel-without-address', channel.at, {
          message: `The channel ${channel.id} has operations on the Kafka server ${server.id}, but no address: its topic is not known.`,
          fix: `Give it an address, such as \`address: ${/^[\w.-]+$/.test(channel.id) ? channel.id : 'orders.v1'}\`.`,
        }),
      );
      continue;
    }
    const faults = topicFaults(channel, topic);
    const templates = [topic, ...aliasesOf(channel, aliases)];
    if (faults.length > 0) diagnostics.push(...faults);
    for (const template of faults.length > 0 ? [] : templates) {
      const fixed = parametersOf(template).length === 0 ? template : null;
      const rival = seen.find(fixed, (other) => topicsOverlap(other.topic, template));
      if (rival !== undefined)
        diagnostics.push(
          report('channel-ambiguous', channel.at, {
            message:
              rival.channel === channel
                ? `On the server ${server.id} the channel ${channel.id} would be found twice, by ${rival.topic} and by ${template}.`
                : `On the server ${server.id} one topic fits both channels, ${rival.channel.id} (${rival.topic}) and ${channel.id} (${template}).`,
            fix: 'Give one of them an address that differs in a fixed part, or put their messages into one channel.',
            also: rival.channel === channel ? [] : [rival.channel.at],
          }),
        );
      seen.add(fixed, { channel, topic: template });
    }
  }
  return diagnostics;
};

/** The longest name that Kafka takes. */
const LONGEST = 249;

const topicFaults = (channel: Channel, topic: string): readonly Diagnostic[] => {
  const parameters = parametersOf(topic);
  const declared = channel.parameters.map(({ name }) => name);
  const fixed = topic.replace(/\{[^{}]*\}/g, '');
  const faults = [
    /^[A-Za-z0-9._-]*$/.test(fixed) ? null : 'it may hold letters, digits, ".", "_" and "-" alone',
    topic === '' || topic === '.' || topic === '..' ? 'it is no name' : null,
    fixed.length + parameters.length > LONGEST ? `it has more than ${String(LONGEST)} characters` : null,
    topic.includes('}{')
      ? 'nothing stands between two of its parameters, so that nobody could tell where one ends'
      : null,
  ].filter((fault) => fault !== null);
  const where = channel.topic === null ? 'address' : 'topic in the Kafka binding';
  const undeclared = parameters.filter((name) => !declared.includes(name));
  const unused = declared.filter((name) => !parameters.includes(name));
  const mismatches = [
    ...undeclared.map((name) => ({
      fault: `its parameter ${JSON.stringify(name)} is not among the channel's parameters`,
      fix: `add \`${name}: {}\` to the channel's \`parameters\``,
    })),
    ...unused.map((name) => ({
      fault: `the channel's parameter ${JSON.stringify(name)} does not stand in it`,
      fix: `add \`{${name}}\` to the ${where}, or remove the parameter ${JSON.stringify(name)}`,
    })),
  ];
  if (faults.length + mismatches.length === 0) return [];
  return [
    report('topic-invalid', channel.at, {
      message: `The channel ${channel.id} has the topic ${JSON.stringify(topic)}: ${[...faults, ...mismatches.map(({ fault }) => fault)].join('; ')}.`,
      fix:
        faults.length === 0
          ? sentence(mismatches.map(({ fix }) => fix).join('; '))
          : channel.topic === null
            ? 'Write the name of the topic as its `address`, or as `bindings: { kafka: { topic: … } }` where the address is another.'
            : 'Correct `topic` in the Kafka binding of the channel.',
    }),
  ];
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const parametersOf = (topic: string): readonly string[] =>
  [...topic.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);

/** Mirrors that the team names: each of a topic that there is, with the same parameters. */
export const checkAliases = (
  channels: readonly Channel[],
  aliases: TopicAliases = {},
  places?: ReadonlyMap<string, Place>,
): readonly Diagnostic[] => {
  const placeOf = (...path: readonly (string | number)[]): Place | undefined =>
    places?.get(JSON.stringify(['kafka', 'topicAliases', ...path]));
  const topics = channels.flatMap((channel) => topicTemplate(channel) ?? []);
  return Object.entries(aliases).flatMap(([topic, names]): Diagnostic[] => {
    if (!topics.includes(topic)) {
      return [
        report('config-name-undefined', placeOf(topic), {
          message: `kafka.topicAliases of the configuration names the topic ${JSON.stringify(topic)}, which no channel on a Kafka server has.`,
          fix: didYouMean(topic, topics) ?? 'Write the address of a channel.',
        }),
      ];
    }
    const wanted = [...new Set(parametersOf(topic))].sort().join(', ');
    return names.flatMap((name, index) => {
      if ([...new Set(parametersOf(name))].sort().join(', ') === wanted && isTopic(name)) return [];
      return [
        report('topic-alias-invalid', placeOf(topic, index), {
          message: `kafka.topicAliases of the configuration gives ${JSON.stringify(topic)} the alias ${JSON.stringify(name)}, which ${isTopic(name) ? 'has other parameters' : 'is no name of a topic'}.`,
          fix: wanted === '' ? 'Write the name of one topic.' : `Write a name of topics with the parameters ${wanted}.`,
        }),
      ];
    });
  });
};

const isTopic = (name: string): boolean =>
  /^[A-Za-z0-9._-]+$/.test(name.replace(/\{[^{}]*\}/g, 'x')) && !/\}\{|^\.{1,2}$/.test(name) && name.length <= LONGEST;
