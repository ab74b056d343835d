import type { ConnectionOptions } from 'node:tls';
import { WebSocket, type RawData } from 'ws';
import { frameBytes } from './codec.js';
import type { SocketEnd } from './reconnect.js';

/** Certificates for wss: a private authority, or this client's own. What a certificate must prove cannot be switched off. */
export type ClientTls = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase'
>;

export interface Dial {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: string | undefined;
  readonly protocols: readonly string[];
  readonly tls: ClientTls;
}

/** What happens on a socket, in this order: opened at most once, frames, failed at most once, ended exactly once. */
export interface SocketEvents {
  readonly opened: (socket: DialledSocket) => void;
  readonly frame: (data: Buffer, isBinary: boolean) => void;
  /** The network or TLS failed, not the server's answer. */
  readonly failed: (error: Error) => void;
  readonly ended: (end: SocketEnd) => void;
}

export interface DialledSocket {
  send(frame: string | Buffer, done: (error?: Error | null) => void): void;
  close(): void;
  /** Ends the socket at once; nothing that is still on its way is read. */
  cut(): void;
}

const HANDSHAKE_MS = 10_000;

/** Opens one socket. Gives the function that ends it, opened or not. */
export function dial(
  { url, headers, origin, protocols, tls }: Dial,
  events: SocketEvents,
): () => void {
  // Redirects are not followed: they would carry the credentials to another host.
  const { ca, cert, key, passphrase } = tls;
  const webSocket = new WebSocket(url, [...protocols], {
    ca,
    cert,
    key,
    passphrase,
    // Said here, so that neither NODE_TLS_REJECT_UNAUTHORIZED nor an option that gets past the types switches it off.
    rejectUnauthorized: true,
    headers: { ...headers },
    handshakeTimeout: HANDSHAKE_MS,
    perMessageDeflate: false,
    followRedirects: false,
    ...(origin === undefined ? {} : { origin }),
  });
  let status: number | undefined;
  let hungUp = false;
  let openedAt: number | undefined;
  webSocket.on('open', () => {
    openedAt = Date.now();
    events.opened({
      send: (frame, done) => {
        webSocket.send(frame, done);
      },
      close: () => {
        webSocket.close(1000);
      },
      cut: () => {
        webSocket.terminate();
      },
    });
  });
  webSocket.on('message', (data: RawData, isBinary: boolean) => {
    events.frame(frameBytes(data), isBinary);
  });
  webSocket.on('unexpected-response', (request, response) => {
    status = response.statusCode;
    response.resume();
    request.destroy();
    webSocket.terminate();
  });
  webSocket.on('error', (error) => {
    // ws raises one as well where an attempt is ended from here.
    if (status === undefined && !hungUp) events.failed(error);
  });
  webSocket.on('close', (code, reason) => {
    const openFor = openedAt === undefined ? 0 : Date.now() - openedAt;
    events.ended({ status, code, reason: reason.toString('utf8'), openFor });
  });
  return () => {
    hungUp = true;
    if (webSocket.readyState === webSocket.OPEN) webSocket.close(1000);
    else webSocket.terminate();
  };
}
