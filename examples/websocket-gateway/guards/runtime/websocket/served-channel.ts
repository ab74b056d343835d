import type { Authorized } from '../authorized.js';
import type { Policy } from '../policy.js';
import {
  parameterKey,
  pathTemplate,
  type PathTemplate,
} from './channel-path.js';
import { channelsOf, webSocketServer } from './direction.js';
import type { GuardedSocket } from './guarded-socket.js';
import { socketMember } from '../member-name.js';
import type { ChannelOperations } from '../server-channels.js';
import { isRecord, routeOf, type Route } from '../message-route.js';

/** What the app does with an authorised message. Where the operation has a reply it is what this returns: undefined is a failure. */
export type Handler = (authorized: Authorized) => unknown;

/** A channel with the app's handlers and its open sockets. */
export interface ServedChannel {
  readonly id: string;
  readonly path: PathTemplate;
  readonly parameters: readonly string[];
  readonly operations: readonly string[];
  readonly outbound: readonly string[];
  readonly route: Route;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Sockets by the values of their parameters. */
  readonly sockets: Map<string, Set<GuardedSocket>>;
}

/**
 * The channels that this process serves: those with handlers, and those on which it only speaks. Throws TypeError where a
 * handler is missing or one too many: an operation without a handler would be lost in silence.
 */
export function serveChannels(
  policy: Policy,
  server: string,
  handlers: object,
  route: Route | undefined,
): ReadonlyMap<string, ServedChannel> {
  const serverPolicy = webSocketServer(policy, server);
  if (serverPolicy.pathname.includes('{')) {
    throw new TypeError(
      `The path of server "${server}" has variables (${serverPolicy.pathname}); set servers.${server}.url in the config.`,
    );
  }
  const channels = channelsOf(policy, serverPolicy);
  const known = new Map(
    [...channels].map(([id, operations]) => [
      socketMember(id),
      operations.inbound,
    ]),
  );
  const faults = Object.keys(handlers).flatMap((name) => {
    const inbound = known.get(name);
    return inbound === undefined
      ? [`channel ${name} is not on this server`]
      : handlerFaults(name, inbound, member(handlers, name));
  });
  if (faults.length > 0)
    throw new TypeError(
      `Handlers for server "${server}": ${faults.join('; ')}.`,
    );

  const served = new Map<string, ServedChannel>();
  for (const [id, operations] of channels) {
    const given = member(handlers, socketMember(id));
    if (given === undefined && operations.inbound.length > 0) continue;
    served.set(
      id,
      servedChannel(
        policy,
        id,
        serverPolicy.pathname,
        operations,
        given,
        route,
      ),
    );
  }
  return served;
}

function servedChannel(
  policy: Policy,
  id: string,
  pathname: string,
  { inbound, outbound }: ChannelOperations,
  given: unknown,
  route: Route | undefined,
): ServedChannel {
  const handlers = new Map<string, Handler>();
  for (const operation of inbound) {
    const handler = member(given, socketMember(operation));
    if (isHandler(handler))
      handlers.set(operation, (authorized) => handler.call(given, authorized));
  }
  const channel = policy.channels[id];
  return {
    id,
    path: pathTemplate(pathname, channel?.address ?? ''),
    parameters: channel?.parameters ?? [],
    operations: [...inbound, ...outbound],
    outbound,
    route: routeOf(policy, inbound, route),
    handlers,
    sockets: new Map(),
  };
}

function handlerFaults(
  channel: string,
  inbound: readonly string[],
  given: unknown,
): string[] {
  if (!isRecord(given))
    return [
      `channel ${channel} needs an object with one function an operation`,
    ];
  const wanted = inbound.map(socketMember);
  const missing = wanted.filter((name) => !isHandler(member(given, name)));
  const unknown = Object.keys(given).filter((name) => !wanted.includes(name));
  return [
    ...missing.map((name) => `${channel}.${name} is missing`),
    ...unknown.map(
      (name) => `${channel}.${name} is no operation that this side receives`,
    ),
  ];
}

// Handlers may be an instance of the app's own class, whose methods are not its own properties. What Object.prototype has is
// never meant: `socketMember` keeps clear of it.
function member(of: unknown, name: string): unknown {
  return isRecord(of) && !(name in Object.prototype) ? of[name] : undefined;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/** Keeps a socket among those that are reached with its parameters. */
export function joinChannel(socket: GuardedSocket): void {
  const { sockets, parameters } = socket.channel;
  const key = parameterKey(parameters, socket.parameters);
  const group = sockets.get(key);
  if (group === undefined) {
    sockets.set(key, new Set([socket]));
    return;
  }
  for (const { parameters: shared } of group) {
    socket.parameters = shared;
    break;
  }
  group.add(socket);
}

export function leaveChannel(socket: GuardedSocket): void {
  const { sockets, parameters } = socket.channel;
  const key = parameterKey(parameters, socket.parameters);
  const group = sockets.get(key);
  group?.delete(socket);
  if (group?.size === 0) sockets.delete(key);
}
