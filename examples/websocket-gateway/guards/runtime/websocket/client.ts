import { harmless } from '../harmless.js';
import type { Policy, ServerPolicy } from '../policy.js';
import { formatPath, parameterKey, pathTemplate } from './channel-path.js';
import { decodeJson, encodeJson, type Decode, type Encode } from './codec.js';
import { Connection } from './connection.js';
import { chooseCredentials } from './credential-choice.js';
import type { ClientTls } from './dial.js';
import { dialUrl } from './dial-url.js';
import { channelsOf, webSocketServer } from './direction.js';
import { Exchange } from './exchange.js';
import {
  handshakeCredentials,
  type Credential,
} from './handshake-credentials.js';
import { socketMember } from '../member-name.js';
import type { ChannelOperations } from '../server-channels.js';
import { isRecord, routeOf, type Route } from '../message-route.js';

export interface WebSocketClientOptions<Credentials = object> {
  /** One slot a provider: a text (or where to get it), or `{ username, password }`. Fetched anew for each connection. */
  readonly credentials: Credentials;
  /** Instead of the document's URL; its host must be loopback or one of the server's hosts. */
  readonly url?: string;
  /** Dial again after an outage, and once with fresh credentials after 4401 (true). */
  readonly reconnect?: boolean;
  /** Sent where a cookie is the credential: servers refuse cookies without an origin. */
  readonly origin?: string;
  readonly protocols?: readonly string[];
  readonly tls?: ClientTls;
  /** Names the operation of a received message where the document does not tell them apart; undefined: it is a reply. */
  readonly route?: Route;
  readonly decode?: Decode;
  readonly encode?: Encode;
  /** Told what a receiver threw and why an attempt failed. Left out: a process warning. */
  readonly onError?: (error: unknown) => void;
}

export interface Closing {
  /** Ends every connection; resolves when all have ended. */
  readonly close: () => Promise<void>;
}

/** One function a channel, and `close`. */
export type WebSocketClient<Channels> = Channels & Closing;

type Members = Record<string, unknown>;

interface Shared {
  readonly connection: Connection;
  readonly members: Members;
}

/**
 * Makes the client of one server: one function a channel, which opens (or shares) the socket for its parameters. Throws
 * TypeError for slots that the policy does not know, ConnectionError for a URL that may not be given credentials.
 */
export function webSocketClient<Channels extends object>(
  policy: Policy,
  server: string,
  options: WebSocketClientOptions,
): WebSocketClient<Channels> {
  const serverPolicy = webSocketServer(policy, server);
  const url = dialUrl(server, serverPolicy, options.url);
  const credentials = slotsOf(policy, options.credentials);
  const shared = new Map<string, Shared>();
  const channels = [...channelsOf(policy, serverPolicy)].map(
    ([id, operations]) => {
      const connect = channelConnector(
        policy,
        serverPolicy,
        url,
        id,
        operations,
        credentials,
        options,
      );
      const parameters = policy.channels[id]?.parameters ?? [];
      const open = (given: unknown = {}): Members => {
        if (!isRecord(given))
          throw new TypeError(
            `${id}: give the channel's parameters as an object.`,
          );
        const key = `${id}\n${parameterKey(parameters, given)}`;
        const known = shared.get(key);
        if (known !== undefined) return known.members;
        const made = connect(given as Readonly<Record<string, string>>);
        shared.set(key, made);
        void made.connection.closed.then(() => shared.delete(key));
        return made.members;
      };
      return [socketMember(id), open] as const;
    },
  );
  const close = async (): Promise<void> => {
    const connections = [...shared.values()].map(
      ({ connection }) => connection,
    );
    for (const connection of connections) connection.close();
    await Promise.all(connections.map((connection) => connection.closed));
  };
  return { ...(Object.fromEntries(channels) as Channels), close };
}

function slotsOf(
  policy: Policy,
  credentials: object,
): ReadonlyMap<string, Credential> {
  const given = Object.entries(credentials).filter(
    ([, credential]) => credential !== undefined,
  );
  const unknown = given
    .filter(([slot]) => !Object.hasOwn(policy.providers, slot))
    .map(([slot]) => slot);
  if (unknown.length > 0) {
    const known = Object.keys(policy.providers).join(', ');
    throw new TypeError(
      `credentials: the policy has no provider ${unknown.join(', ')}; it has ${known}.`,
    );
  }
  return new Map(given as [string, Credential][]);
}

function channelConnector(
  policy: Policy,
  server: ServerPolicy,
  url: URL,
  channel: string,
  { inbound, outbound }: ChannelOperations,
  credentials: ReadonlyMap<string, Credential>,
  options: WebSocketClientOptions,
): (parameters: Readonly<Record<string, string>>) => Shared {
  const template = pathTemplate(
    url.pathname,
    policy.channels[channel]?.address ?? '',
  );
  const {
    decode = decodeJson,
    encode = encodeJson,
    reconnect = true,
  } = options;
  const onError = harmless(options.onError ?? warn, 'onError');
  const parts = {
    decode,
    encode,
    onError,
    route: routeOf(policy, outbound, options.route),
  };
  return (parameters) => {
    const placements = chooseCredentials(
      policy,
      server,
      [...inbound, ...outbound],
      new Set(credentials.keys()),
    );
    const path = formatPath(template, parameters);
    const exchange: Exchange = new Exchange(() => connection, parts);
    const connection = new Connection({
      reconnect,
      onError,
      frame: (data, isBinary) => {
        exchange.frame(data, isBinary);
      },
      prepare: async () => {
        const { headers, query } = await handshakeCredentials(
          policy,
          placements,
          credentials,
        );
        return {
          url: `${url.origin}${path}${query === '' ? '' : `?${query}`}`,
          headers,
          origin: options.origin,
          protocols: options.protocols ?? [],
          tls: options.tls ?? {},
        };
      },
    });
    const sent = inbound.map((id) => [
      socketMember(id),
      sender(exchange, policy.operations[id]?.replies === true),
    ]);
    const received = outbound.map((id) => [
      socketMember(id),
      receiver(exchange, id),
    ]);
    const close = (): void => {
      connection.close();
    };
    const members = {
      ...Object.fromEntries([...sent, ...received]),
      closed: connection.closed,
      close,
    } as Members;
    return { connection, members };
  };
}

function sender(
  exchange: Exchange,
  replies: boolean,
): (message: unknown) => Promise<unknown> {
  return replies
    ? (message) => exchange.request(message)
    : (message) => exchange.send(message);
}

function receiver(
  exchange: Exchange,
  id: string,
): (handler: (message: unknown) => unknown) => () => void {
  return (handler) => exchange.receive(id, handler);
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
