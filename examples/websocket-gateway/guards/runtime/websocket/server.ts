import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket, WebSocketServer } from 'ws';
import { createGuardCore, guardOver } from '../guard.js';
import { harmless } from '../harmless.js';
import type { GuardCore } from '../guard-core.js';
import type { Guard, GuardOptions } from '../guard-types.js';
import type { Policy } from '../policy.js';
import {
  decodeJson,
  encodeJson,
  frameBytes,
  type Decode,
  type Encode,
} from './codec.js';
import { webSocketServer } from './direction.js';
import { receive, type InboundParts } from './inbound.js';
import { OpenSockets } from './open-sockets.js';
import { checkOrigins, type Origins } from './origin.js';
import { broadcasts } from './outbound.js';
import { serveChannels } from './served-channel.js';
import { shareUpgrades } from './shared-server.js';
import { placeOf, upgrades } from './upgrade.js';

const MAX_BACKLOG = 8 * 1024 * 1024;

export interface WebSocketGuardOptions<
  Authenticators,
> extends GuardOptions<Authenticators> {
  /** Pages that may connect, exactly as browsers send them (`https://app.example`); 'no-browsers' refuses every page. */
  readonly origins: Origins;
  /** What a message without the role or scope does to its socket ('drop': the message is lost, the socket stays). */
  readonly onDenied?: 'drop' | 'close';
  /** How a handshake is refused ('http'). 'close' accepts and closes at once with 4401 or 4403, which a page can see. */
  readonly refusals?: 'http' | 'close';
  /** Names the operation of a message where the document does not tell the messages of a channel apart. */
  readonly route?: (value: unknown) => string | undefined;
  /** Makes a value of a frame (JSON in text frames). Throw for what is malformed. */
  readonly decode?: Decode;
  /** Makes a frame of a value (JSON). */
  readonly encode?: Encode;
  /**
   * The address of the peer behind a proxy that you trust, for `limits.perAddress` and the audit log (the connection's: all
   * that come through one proxy then share its limit). Read only what your proxy itself writes.
   */
  readonly remoteAddress?: (request: IncomingMessage) => string | undefined;
  /** Bytes that may wait for a peer that does not read (8 MiB); its socket is cut before more is sent to it. */
  readonly maxBacklog?: number;
  /** Told what a handler threw, and of one that owed a reply and returned undefined. Its socket is closed with 1011. Left out: a process warning. */
  readonly onError?: (error: unknown, operation: string) => void;
}

/** What `serve` gives beside one method an operation on which this side speaks. */
export interface Serving {
  /** Takes no more sockets and closes all that are open. The HTTP server stays the app's own. */
  readonly close: () => Promise<void>;
}

/** A guard that also serves the channels of its server. */
export interface WebSocketGuard<
  OperationId extends string,
  Handlers,
  Sockets,
> extends Guard<OperationId> {
  /**
   * Answers the upgrade requests of an HTTP server. `sockets` is made with `noServer: true`; give it a `maxPayload`.
   * `handlers` names each operation of each channel that it serves.
   */
  serve(
    server: HttpServer | HttpsServer,
    sockets: WebSocketServer,
    handlers: Handlers,
  ): Sockets & Serving;
}

/** Makes the guard of one WebSocket server. Throws TypeError for options that would let nobody in, or everybody. */
export function webSocketGuard<
  OperationId extends string,
  Authenticators extends object,
  Handlers extends object,
  Sockets extends object,
>(
  policy: Policy,
  server: string,
  options: WebSocketGuardOptions<Authenticators>,
): WebSocketGuard<OperationId, Handlers, Sockets> {
  webSocketServer(policy, server);
  checkOrigins(options.origins);
  checkBacklog(options.maxBacklog);
  const core = createGuardCore<OperationId, Authenticators>(
    policy,
    server,
    options,
  );
  return Object.assign(guardOver(core), {
    serve: (
      http: HttpServer | HttpsServer,
      sockets: WebSocketServer,
      handlers: Handlers,
    ) => {
      const { methods, close } = serve(core, options, http, sockets, handlers);
      return { ...(methods as Sockets), close };
    },
  });
}

function checkBacklog(bytes: number | undefined): void {
  if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes > 0))
    throw new TypeError(
      `maxBacklog is ${String(bytes)}: give a whole number of bytes.`,
    );
}

function serve(
  core: GuardCore,
  options: WebSocketGuardOptions<object>,
  http: HttpServer | HttpsServer,
  sockets: WebSocketServer,
  handlers: object,
): { methods: object; close: () => Promise<void> } {
  if (sockets.options.noServer !== true) {
    throw new TypeError(
      'Make the WebSocketServer with noServer: true, else it accepts sockets that nobody guards.',
    );
  }
  if (http.headersTimeout === 0) {
    throw new TypeError(
      'The HTTP server has headersTimeout 0: a slow handshake would hold its connection for ever.',
    );
  }
  const channels = serveChannels(
    core.policy,
    core.server,
    handlers,
    options.route,
  );
  const open = new OpenSockets(
    core,
    options.onDenied === 'close',
    options.maxBacklog ?? MAX_BACKLOG,
  );
  const encode = options.encode ?? encodeJson;
  const { decode = decodeJson, onError = warn } = options;
  const listeners = socketListeners(open, {
    core,
    open,
    decode,
    encode,
    onError: harmless(onError, 'onError'),
  });
  let closed = false;
  const share = shareUpgrades(
    http,
    (target) => placeOf(channels, target) !== undefined,
  );
  const upgrade = upgrades({
    core,
    sockets,
    origins: options.origins,
    refusals: options.refusals ?? 'http',
    isClosed: () => closed,
    remoteAddress: options.remoteAddress ?? (() => undefined),
    opened: (socket) => {
      open.add(socket);
      socket.webSocket.on('message', listeners.message);
      socket.webSocket.on('ping', listeners.ping);
      socket.webSocket.on('pong', listeners.pong);
      socket.webSocket.on('close', listeners.close);
    },
  });
  const onUpgrade = (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void => {
    const place = placeOf(channels, request.url);
    if (share.answers(request.url, place !== undefined))
      void upgrade(place, request, socket, head);
  };
  http.on('upgrade', onUpgrade);
  return {
    methods: broadcasts(core, open, channels, encode),
    close: async () => {
      closed = true;
      http.off('upgrade', onUpgrade);
      share.leave();
      await open.close();
    },
  };
}

// Shared by all sockets: functions of its own for each a socket would cost more than all else that is kept for it.
function socketListeners(
  open: OpenSockets,
  parts: InboundParts,
): SocketListeners {
  return {
    message(data, isBinary) {
      const socket = open.get(this);
      if (socket !== undefined)
        receive(parts, socket, { data: frameBytes(data), isBinary });
    },
    ping() {
      open.cutIdler(this);
    },
    pong() {
      const socket = open.get(this);
      if (socket !== undefined) socket.alive = true;
    },
    close() {
      open.remove(this);
    },
  };
}

interface SocketListeners {
  readonly message: (this: WebSocket, data: RawData, isBinary: boolean) => void;
  readonly ping: (this: WebSocket) => void;
  readonly pong: (this: WebSocket) => void;
  readonly close: (this: WebSocket) => void;
}

function warn(error: unknown, operation: string): void {
  const warning = error instanceof Error ? error : new Error(String(error));
  process.emitWarning(
    `The handler of ${operation} failed: ${warning.stack ?? warning.message}`,
  );
}
