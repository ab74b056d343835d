import type { KafkaPolicy, Policy, ServerPolicy } from '../policy.js';
import {
  serverChannels,
  serverOf,
  type ChannelOperations,
} from '../server-channels.js';

/** For whom the code speaks: the application that the document describes, or whoever it talks to. */
export type KafkaSide = 'application' | 'peer';

/** The operations whose records this side receives, by channel. */
export function receivedChannels(
  policy: Policy,
  server: string,
  side: KafkaSide,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...channelsOf(policy, server, side)].flatMap(([channel, { inbound }]) =>
      inbound.length === 0 ? [] : [[channel, inbound] as const],
    ),
  );
}

/** The operations whose records this side sends. */
export function sentOperations(
  policy: Policy,
  server: string,
  side: KafkaSide,
): readonly string[] {
  return [...channelsOf(policy, server, side).values()].flatMap(
    ({ outbound }) => outbound,
  );
}

function channelsOf(
  policy: Policy,
  server: string,
  side: KafkaSide,
): ReadonlyMap<string, ChannelOperations> {
  return serverChannels(
    policy,
    kafkaServer(policy, server),
    ({ action }) => (action === 'receive') === (side === 'application'),
  );
}

/** The policy of a Kafka cluster. Throws TypeError for any other server. */
export function kafkaServer(
  policy: Policy,
  server: string,
): ServerPolicy & { readonly kafka: KafkaPolicy } {
  const found = serverOf(policy, server);
  const { kafka } = found;
  if (kafka === undefined)
    throw new TypeError(
      `Server "${server}" speaks ${found.protocol}, not kafka or kafka-secure.`,
    );
  return { ...found, kafka };
}
