import type { OperationPolicy, Policy, ServerPolicy } from '../policy.js';

/** Whether the side that listens receives the operation's messages. */
export function isInbound(
  server: ServerPolicy,
  operation: OperationPolicy,
): boolean {
  return (operation.action === 'receive') === (server.describes === 'server');
}

/** One channel of a server, seen from the side that listens. */
export interface ChannelOperations {
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
}

/** The channels that a server carries, with their operations. A channel without an address has no path. */
export function channelsOf(
  policy: Policy,
  server: ServerPolicy,
): ReadonlyMap<string, ChannelOperations> {
  const channels = new Map<string, { inbound: string[]; outbound: string[] }>();
  for (const id of Object.keys(server.rules)) {
    const operation = policy.operations[id];
    if (
      operation === undefined ||
      (policy.channels[operation.channel]?.address ?? null) === null
    )
      continue;
    const channel = channels.get(operation.channel) ?? {
      inbound: [],
      outbound: [],
    };
    (isInbound(server, operation) ? channel.inbound : channel.outbound).push(
      id,
    );
    channels.set(operation.channel, channel);
  }
  return channels;
}

/** The policy of a server that speaks WebSocket. Throws TypeError for any other. */
export function webSocketServer(policy: Policy, server: string): ServerPolicy {
  const found = Object.hasOwn(policy.servers, server)
    ? policy.servers[server]
    : undefined;
  if (found === undefined)
    throw new TypeError(`The policy has no server "${server}".`);
  if (found.protocol !== 'ws' && found.protocol !== 'wss') {
    throw new TypeError(
      `Server "${server}" speaks ${found.protocol}, not ws or wss.`,
    );
  }
  return found;
}
