import type { OperationPolicy, Policy, ServerPolicy } from './policy.js';

/** One channel of a server, seen from one of its sides. */
export interface ChannelOperations {
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
}

/** The channels that a server carries, with their operations. Nothing travels on a channel without an address. */
export function serverChannels(
  policy: Policy,
  { rules }: ServerPolicy,
  isInbound: (operation: OperationPolicy) => boolean,
): ReadonlyMap<string, ChannelOperations> {
  const channels = new Map<string, { inbound: string[]; outbound: string[] }>();
  for (const id of Object.keys(rules)) {
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
    (isInbound(operation) ? channel.inbound : channel.outbound).push(id);
    channels.set(operation.channel, channel);
  }
  return channels;
}

/** A server of the policy. Throws TypeError where there is none of this name. */
export function serverOf(policy: Policy, server: string): ServerPolicy {
  const found = Object.hasOwn(policy.servers, server)
    ? policy.servers[server]
    : undefined;
  if (found === undefined)
    throw new TypeError(`The policy has no server "${server}".`);
  return found;
}
