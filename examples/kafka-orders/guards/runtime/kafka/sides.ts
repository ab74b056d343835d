import type { Policy, ServerPolicy } from '../policy.js';

/** For whom the code speaks: the application that the document describes, or whoever it talks to. */
export type KafkaSide = 'application' | 'peer';

/** The operations whose records this side receives, by channel. A channel without an address has no topic. */
export function receivedChannels(
  policy: Policy,
  server: string,
  side: KafkaSide,
): ReadonlyMap<string, readonly string[]> {
  const channels = new Map<string, string[]>();
  for (const operation of operationsOf(
    policy,
    server,
    side === 'application' ? 'receive' : 'send',
  )) {
    const channel = policy.operations[operation]?.channel ?? '';
    const others = channels.get(channel);
    if (others === undefined) channels.set(channel, [operation]);
    else others.push(operation);
  }
  return channels;
}

/** The operations whose records this side sends. */
export function sentOperations(
  policy: Policy,
  server: string,
  side: KafkaSide,
): readonly string[] {
  return operationsOf(
    policy,
    server,
    side === 'application' ? 'send' : 'receive',
  );
}

/** The policy of a Kafka cluster. Throws TypeError for any other server. */
export function kafkaServer(policy: Policy, server: string): ServerPolicy {
  const found = Object.hasOwn(policy.servers, server)
    ? policy.servers[server]
    : undefined;
  if (found === undefined)
    throw new TypeError(`The policy has no server "${server}".`);
  if (found.kafka === undefined)
    throw new TypeError(
      `Server "${server}" speaks ${found.protocol}, not kafka or kafka-secure.`,
    );
  return found;
}

function operationsOf(
  policy: Policy,
  server: string,
  action: 'send' | 'receive',
): readonly string[] {
  return Object.keys(kafkaServer(policy, server).rules).filter((id) => {
    const operation = policy.operations[id];
    return (
      operation?.action === action &&
      (policy.channels[operation.channel]?.address ?? null) !== null
    );
  });
}
