import type { OperationPolicy, Policy, ServerPolicy } from '../policy.js';
import {
  serverChannels,
  serverOf,
  type ChannelOperations,
} from '../server-channels.js';

/** Whether the side that listens receives the operation's messages. */
export function isInbound(
  server: ServerPolicy,
  operation: OperationPolicy,
): boolean {
  return (operation.action === 'receive') === (server.describes === 'server');
}

/** The channels of a server, seen from the side that listens. */
export function channelsOf(
  policy: Policy,
  server: ServerPolicy,
): ReadonlyMap<string, ChannelOperations> {
  return serverChannels(policy, server, (operation) =>
    isInbound(server, operation),
  );
}

/** The policy of a server that speaks WebSocket. Throws TypeError for any other. */
export function webSocketServer(policy: Policy, server: string): ServerPolicy {
  const found = serverOf(policy, server);
  if (found.protocol !== 'ws' && found.protocol !== 'wss') {
    throw new TypeError(
      `Server "${server}" speaks ${found.protocol}, not ws or wss.`,
    );
  }
  return found;
}
