import type { ChannelPolicy, Policy } from './policy.js';

/** Which channel of the document a record is of. */
export interface RecordPlace {
  readonly channel: string;
  /** The topic as the document names it, also for a record of a mirror. */
  readonly topic: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Headers that a proof covers: those from which a context is read. In order, each once. */
  readonly signedHeaders: readonly string[];
}

/** Finds the place of a topic; null for one that is of no channel, or that can be read in two ways. */
export type RecordPlaces = (topic: string) => RecordPlace | null;

interface Pattern {
  readonly channel: string;
  readonly address: string;
  readonly parameters: readonly string[];
  readonly lazy: RegExp;
  readonly greedy: RegExp;
  readonly signedHeaders: readonly string[];
}

/** The legal characters of a topic's name. */
const PART = '[A-Za-z0-9._-]';
const MOST_REMEMBERED = 10_000;

const made = new WeakMap<Policy, Map<string, RecordPlaces>>();

/** The places of a server's records: one table for all who ask. Topics that were asked for before are remembered. */
export function recordPlaces(policy: Policy, server: string): RecordPlaces {
  const ofPolicy = made.get(policy) ?? new Map<string, RecordPlaces>();
  made.set(policy, ofPolicy);
  const places = ofPolicy.get(server) ?? makePlaces(policy, server);
  ofPolicy.set(server, places);
  return places;
}

function makePlaces(policy: Policy, server: string): RecordPlaces {
  const rules = policy.servers[server]?.rules ?? {};
  const channels = new Set(
    Object.keys(rules).flatMap((id) => policy.operations[id]?.channel ?? []),
  );
  const patterns = [...channels].flatMap((id) => patternsOf(policy, id));
  const known = new Map<string, RecordPlace | null>();
  return (topic) => {
    let place = known.get(topic);
    if (place === undefined) {
      place = placeOf(topic, patterns);
      if (known.size < MOST_REMEMBERED) known.set(topic, place);
    }
    return place;
  };
}

/** The topic of a channel with these parameters. Throws a TypeError for values that would lead to another topic. */
export function topicOf(
  policy: Policy,
  channel: string,
  parameters: Readonly<Record<string, unknown>>,
): string {
  const described = policy.channels[channel];
  if (described === undefined || described.address === null)
    throw new TypeError(`The channel ${channel} has no address.`);
  const topic = filled(described, parameters);
  const [pattern] = patternsOf(policy, channel);
  const place = pattern === undefined ? null : placeOf(topic, [pattern]);
  for (const name of described.parameters)
    if (place === null || place.parameters[name] !== parameters[name])
      throw new TypeError(
        `The parameter ${name} of the channel ${channel} is ${JSON.stringify(parameters[name])}, which gives no topic of that channel.`,
      );
  if (place === null || topic.length > 249)
    throw new TypeError(
      `The channel ${channel} would get the topic ${JSON.stringify(topic)}, which Kafka does not take.`,
    );
  return topic;
}

/** What to subscribe to for a channel, its mirrors included: names, and patterns where there are parameters. */
export function subscriptionsOf(
  policy: Policy,
  channel: string,
): (string | RegExp)[] {
  return patternsOf(policy, channel).map(({ address, greedy, parameters }) =>
    parameters.length === 0 ? address : greedy,
  );
}

function placeOf(
  topic: string,
  patterns: readonly Pattern[],
): RecordPlace | null {
  const places = patterns.flatMap((pattern) => {
    const place = placeIn(topic, pattern);
    return place === null ? [] : [place];
  });
  return places.length === 1 ? (places[0] ?? null) : null;
}

function placeIn(topic: string, pattern: Pattern): RecordPlace | null {
  const lazy = pattern.lazy.exec(topic);
  const greedy = pattern.greedy.exec(topic);
  if (lazy === null || greedy === null) return null;
  const parameters: Record<string, string> = Object.create(null) as Record<
    string,
    string
  >;
  for (const [index, name] of pattern.parameters.entries()) {
    const value = lazy[index + 1] ?? '';
    if (value !== greedy[index + 1]) return null;
    if (Object.hasOwn(parameters, name) && parameters[name] !== value)
      return null;
    parameters[name] = value;
  }
  return {
    channel: pattern.channel,
    topic: pattern.address.replace(
      /\{([^{}]*)\}/g,
      (_, name: string) => parameters[name] ?? '',
    ),
    parameters: Object.freeze(parameters),
    signedHeaders: pattern.signedHeaders,
  };
}

function patternsOf(policy: Policy, channel: string): readonly Pattern[] {
  const described = policy.channels[channel];
  const address = described?.address ?? null;
  if (described === undefined || address === null) return [];
  const signedHeaders = signedHeadersOf(policy, channel);
  return [address, ...(described.aliases ?? [])].map((template) => ({
    channel,
    address,
    parameters: [...template.matchAll(/\{([^{}]*)\}/g)].map(
      ([, name = '']) => name,
    ),
    lazy: expression(template, `(${PART}+?)`),
    greedy: expression(template, `(${PART}+)`),
    signedHeaders,
  }));
}

/** In the order of their code points: signer and verifier must agree. */
function signedHeadersOf(policy: Policy, channel: string): readonly string[] {
  const names = Object.values(policy.operations).flatMap((operation) =>
    operation.channel === channel && 'header' in operation.context
      ? [operation.context.header]
      : [],
  );
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
}

function expression(template: string, parameter: string): RegExp {
  const source = template
    .split(/\{[^{}]*\}/)
    .map((text) => text.replace(/[^A-Za-z0-9]/g, '\\$&'))
    .join(parameter);
  return new RegExp(`^${source}$`);
}

function filled(
  { address }: ChannelPolicy,
  parameters: Readonly<Record<string, unknown>>,
): string {
  return (address ?? '').replace(/\{([^{}]*)\}/g, (_, name: string) =>
    String(Object.hasOwn(parameters, name) ? parameters[name] : ''),
  );
}
