import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:http';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { WebSocket, WebSocketServer, type ClientOptions } from 'ws';
import type { Authorized } from '../../src/runtime/authorized.js';
import type { DecisionEvent } from '../../src/runtime/guard-types.js';
import type { Authenticator, ApiKeyEvidence, Identity, TokenEvidence } from '../../src/runtime/identity.js';
import type { Policy } from '../../src/runtime/policy.js';
import { webSocketGuard, type WebSocketGuard, type WebSocketGuardOptions } from '../../src/runtime/websocket/server.js';
import { POLICY, type Operation } from './ws-policy.js';

export interface Authenticators {
  readonly applicationToken: Authenticator<ApiKeyEvidence>;
  readonly externalLogin: Authenticator<TokenEvidence>;
}

type Send = (...given: unknown[]) => number;
type Sockets = Record<'events', { readEvents: Send }> &
  Record<'orders', { orderPlaced: Send }> &
  Record<'news', { announce: Send }>;
type Handle = (authorized: Authorized) => unknown;

export interface Gateway {
  readonly port: number;
  readonly url: string;
  readonly calls: Authorized[];
  readonly events: DecisionEvent[];
  readonly errors: unknown[];
  readonly guard: WebSocketGuard<Operation, object, Sockets>;
  readonly sockets: Sockets & { readonly close: () => Promise<void> };
}

export interface GatewaySetUp {
  readonly policy?: Policy;
  readonly options?: Partial<WebSocketGuardOptions<Authenticators>>;
  readonly handle?: Partial<Record<Operation, Handle>>;
  readonly http?: ServerOptions;
}

export const ORIGIN = 'https://app.acme.test';

/** Identities by what is presented. `slow`, `down` and the like are behaviours of the authenticator. */
export const IDENTITIES: Readonly<Record<string, Identity>> = {
  'billing-both': { subject: 'billing', grants: ['PUBLISH_EVENTS@billing', 'READ_EVENTS@billing'] },
  'billing-read': { subject: 'billing-reader', grants: ['READ_EVENTS@billing'] },
  'billing-publish': { subject: 'billing-publisher', grants: ['PUBLISH_EVENTS@billing'] },
  'sales-both': { subject: 'sales', grants: ['PUBLISH_EVENTS@sales', 'READ_EVENTS@sales'] },
  nobody: { subject: 'nobody', grants: [] },
  'order-clerk': { subject: 'clerk', scopes: ['orders:cancel'] },
};

export const authenticators: Authenticators = {
  applicationToken: async ({ key }) => answer(key),
  externalLogin: async ({ token }) => answer(token),
};

async function answer(presented: string): Promise<Identity | { refused: 'invalid-credential' }> {
  if (presented === 'down') throw new Error('the identity provider is down');
  if (presented === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
  const seconds = /^expires-in-(\d+)$/.exec(presented)?.[1];
  if (seconds !== undefined) {
    return { subject: 'short-lived', grants: ['READ_EVENTS@billing'], expiresAt: Date.now() + Number(seconds) };
  }
  const identity = presented === 'slow' ? IDENTITIES['billing-both'] : IDENTITIES[presented];
  return identity ?? { refused: 'invalid-credential' };
}

/** A guarded gateway on a free port, stopped with its test. */
export async function startGateway(context: TestContext, setUp: GatewaySetUp = {}): Promise<Gateway> {
  const calls: Authorized[] = [];
  const events: DecisionEvent[] = [];
  const errors: unknown[] = [];
  const guard = webSocketGuard<Operation, Authenticators, object, Sockets>(setUp.policy ?? POLICY, 'gateway', {
    authenticators,
    origins: [ORIGIN],
    onDecision: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...setUp.options,
  });
  const http = createServer(setUp.http ?? {});
  const handler =
    (operation: Operation): Handle =>
    (authorized) => {
      calls.push(authorized);
      const handle = setUp.handle?.[operation];
      if (handle !== undefined) return handle(authorized);
      return operation === 'placeOrder' ? { type: 'accepted' } : undefined;
    };
  const sockets = guard.serve(http, new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 }), {
    events: { appendEvent: handler('appendEvent') },
    orders: { placeOrder: handler('placeOrder'), cancelOrder: handler('cancelOrder') },
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  context.after(async () => {
    await sockets.close();
    http.closeAllConnections();
    http.close();
  });
  const address = http.address();
  assert(typeof address === 'object' && address !== null);
  return {
    port: address.port,
    url: `ws://127.0.0.1:${String(address.port)}/ws`,
    calls,
    events,
    errors,
    guard,
    sockets,
  };
}

export interface Refused {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A socket that is open. */
export async function open(url: string, options: ClientOptions = {}): Promise<WebSocket> {
  const webSocket = new WebSocket(url, { ...options });
  await once(webSocket, 'open');
  return webSocket;
}

/** Key in its header. */
export function withKey(key: string): ClientOptions {
  return { headers: { 'axoniq-access-token': key } };
}

/** Token in its header. */
export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** Where the events of a context are, at a gateway's URL. */
export const eventsAt = (url: string, context = 'billing') => `${url}/contexts/${context}/events`;

/** A message for a context's events. */
export const EVENT = JSON.stringify({ type: 'invoice-opened' });

/** The answer to a handshake that is refused. Fails the test if it is not. */
export async function refusal(url: string, options: ClientOptions = {}): Promise<Refused> {
  const webSocket = new WebSocket(url, { ...options });
  return await new Promise((resolve, reject) => {
    webSocket.on('open', () => {
      webSocket.terminate();
      reject(new Error('the handshake was accepted'));
    });
    webSocket.on('error', reject);
    webSocket.on('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
  });
}

/** How a socket is closed by its peer. */
export async function closing(webSocket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(webSocket, 'close')) as [number, Buffer];
  return { code, reason: reason.toString() };
}

/** The next message, decoded. */
export async function nextMessage(webSocket: WebSocket): Promise<unknown> {
  const [data] = (await once(webSocket, 'message')) as [Buffer];
  return JSON.parse(data.toString()) as unknown;
}

/** Resolves once the gateway has read all that this socket sent before, or has closed it. */
export async function settled(webSocket: WebSocket): Promise<void> {
  webSocket.ping();
  await Promise.race([once(webSocket, 'pong'), once(webSocket, 'close')]);
}

/** Writes bytes as they are; resolves with all that comes back until the connection ends. */
export async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return received;
}

/** An upgrade request with these header lines, byte for byte. */
export function upgradeRequest(target: string, lines: readonly string[] = []): string {
  return [
    `GET ${target} HTTP/1.1`,
    'Host: gateway.acme.test',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...lines,
    '\r\n',
  ].join('\r\n');
}
