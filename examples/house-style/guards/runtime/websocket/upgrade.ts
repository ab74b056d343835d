import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { tick } from '../clock.js';
import { evidenceOf } from '../evidence.js';
import type { GuardCore } from '../guard-core.js';
import type { RefusalCause } from '../guard-types.js';
import { admission } from './admission.js';
import { matchPath, requestSegments } from './channel-path.js';
import { contextHeaders } from './context-headers.js';
import { GuardedSocket } from './guarded-socket.js';
import { originAllowed, type Origins } from './origin.js';
import {
  challengesOf,
  CLOSE,
  closeCodeOf,
  refusalOf,
  refuse,
  type Refusal,
} from './refusal.js';
import type { ServedChannel } from './served-channel.js';

/** What an upgrade request is judged by, and who takes the socket. */
export interface UpgradeParts {
  readonly core: GuardCore;
  readonly sockets: WebSocketServer;
  readonly origins: Origins;
  readonly refusals: 'http' | 'close';
  readonly isClosed: () => boolean;
  readonly remoteAddress: RemoteAddress;
  readonly opened: (socket: GuardedSocket) => void;
}

/** Where the app says that a request comes from; undefined: from where its connection does. */
export type RemoteAddress = (request: IncomingMessage) => string | undefined;

/** A channel and the values of its parameters. */
export interface Place {
  readonly channel: ServedChannel;
  readonly parameters: Readonly<Record<string, string>>;
}

const STATUS: Readonly<Record<RefusalCause, Refusal['status']>> = {
  'malformed-target': 400,
  'unknown-channel': 404,
  'origin-not-allowed': 403,
  // Who sends frames before the answer has not waited for it: nothing of that may be taken for a message.
  'frame-before-upgrade': 400,
  'going-away': 503,
  // Ours or ws's fault, not the peer's; it gets no socket all the same.
  'upgrade-failed': 503,
};

/** The channel at a request target. */
export function placeOf(
  channels: ReadonlyMap<string, ServedChannel>,
  target: string | undefined,
): Place | undefined {
  const segments = requestSegments(target);
  if (segments === undefined) return undefined;
  for (const channel of channels.values()) {
    const parameters = matchPath(channel.path, segments);
    if (parameters !== undefined) return { channel, parameters };
  }
  return undefined;
}

/** Answers an upgrade request at a place, or at none, with a guarded socket or a refusal. The promise never rejects. */
export type Upgrade = (
  place: Place | undefined,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) => Promise<void>;

/** Makes what answers the upgrade requests of one `serve`. */
export function upgrades(parts: UpgradeParts): Upgrade {
  const { core } = parts;
  const challenges = challengesOf(core.policy, core.server);
  const cookieIsEvidence = Object.values(core.policy.providers).some(
    (provider) => provider.carriers.some((carrier) => carrier.in === 'cookie'),
  );
  return async (place, request, socket, head) => {
    // A peer that resets while its evidence is being judged must not end the process.
    socket.on('error', ignore);
    try {
      const refusal =
        place === undefined
          ? turnAway(parts, request, causeAt(request.url))
          : !originAllowed(request.rawHeaders, parts.origins, cookieIsEvidence)
            ? turnAway(parts, request, 'origin-not-allowed')
            : await judge(parts, place, request, socket, head);
      if (refusal !== undefined) refuse(socket, refusal, challenges);
    } catch {
      refuse(socket, turnAway(parts, request, 'upgrade-failed'), challenges);
    }
  };
}

function causeAt(target: string | undefined): RefusalCause {
  return requestSegments(target) === undefined
    ? 'malformed-target'
    : 'unknown-channel';
}

/** The refusal of a peer about which nothing was decided, told to the audit log. */
function turnAway(
  { core, remoteAddress }: UpgradeParts,
  request: IncomingMessage,
  code: RefusalCause,
): Refusal {
  const { remoteAddress: ofConnection = null } = request.socket;
  let address: string | null;
  try {
    address = remoteAddress(request) ?? ofConnection;
  } catch {
    // The app's function failed, which may be why the peer is turned away.
    address = ofConnection;
  }
  core.emitRefused(code, address);
  return { status: STATUS[code], code };
}

async function judge(
  parts: UpgradeParts,
  place: Place,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<Refusal | undefined> {
  if (head.length > 0) return turnAway(parts, request, 'frame-before-upgrade');
  const { url, rawHeaders, socket: connection } = request;
  const remoteAddress = parts.remoteAddress(request);
  const caller = await parts.core.authenticate(
    evidenceOf({ url, rawHeaders, remoteAddress, socket: connection }),
  );
  if (socket.destroyed) return undefined;
  if (socket.readableLength > 0)
    return turnAway(parts, request, 'frame-before-upgrade');
  if (parts.isClosed()) return turnAway(parts, request, 'going-away');
  tick();
  const { channel, parameters } = place;
  const headers = contextHeaders(
    parts.core.policy,
    channel.operations,
    request.rawHeaders,
  );
  const decision = admission(parts.core, caller, channel.operations, {
    parameters,
    headers,
  });
  parts.core.emit('connect', '', caller, null, decision);
  const refusal =
    decision.outcome === 'allowed' ? undefined : refusalOf(decision);
  if (refusal !== undefined && parts.refusals === 'http') return refusal;
  parts.sockets.handleUpgrade(request, socket, head, (webSocket) => {
    socket.off('error', ignore);
    webSocket.on('error', ignore); // ws closes the socket after an error; the listener keeps the process alive.
    if (parts.isClosed()) webSocket.close(CLOSE.goingAway, 'going-away');
    else if (refusal === undefined)
      parts.opened(
        new GuardedSocket(webSocket, caller, channel, parameters, headers),
      );
    // A page sees the code of a close, but no status of a refused upgrade.
    else webSocket.close(closeCodeOf(refusal), refusal.code);
  });
  return undefined;
}

function ignore(): void {
  // Nothing to do: the socket is closed by whoever raised the error.
}
