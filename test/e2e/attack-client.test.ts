import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Policy } from '../../src/runtime/policy.js';
import { webSocketClient, type WebSocketClientOptions } from '../../src/runtime/websocket/client.js';
import type { ClientTls } from '../../src/runtime/websocket/dial.js';
import type { Closed } from '../../src/runtime/websocket/reconnect.js';
import { assertNoCanary, canary } from '../support/canary.js';
import { selfSigned } from '../support/self-signed.js';
import { POLICY } from '../support/ws-policy.js';

interface Connection {
  readonly closed: Promise<Closed>;
}
interface Channels {
  readonly orders: () => Connection & {
    placeOrder(message: unknown): Promise<unknown>;
    orderPlaced(handler: (message: unknown) => void): () => void;
  };
}

const KEY = canary('client-key');

/** A server that its client trusts and should not: it sees each request and does with it what it likes. */
async function hostile(
  t: TestContext,
  deed: (request: IncomingMessage, accept: (then: (webSocket: WebSocket) => void) => void) => void,
): Promise<{ readonly url: string; readonly requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const webSockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    requests.push(request);
    deed(request, (then) => {
      webSockets.handleUpgrade(request, socket, head, then);
    });
    if (webSockets.clients.size === 0) socket.end();
  });
  const port = await listening(t, server);
  t.after(() => {
    for (const webSocket of webSockets.clients) webSocket.terminate();
  });
  return { url: `ws://127.0.0.1:${String(port)}/ws`, requests };
}

async function listening(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function dialling(t: TestContext, url: string, more: Partial<WebSocketClientOptions> = {}) {
  let fetched = 0;
  const errors: unknown[] = [];
  const client = webSocketClient<Channels>(POLICY, 'gateway', {
    url,
    credentials: {
      applicationToken: () => {
        fetched += 1;
        return KEY;
      },
    },
    onError: (error) => errors.push(error),
    ...more,
  });
  t.after(() => client.close());
  return { client, errors, fetched: () => fetched };
}

test('a credential goes to one server, once, whatever that answers', async (t) => {
  const elsewhere = await hostile(t, () => undefined);
  const answers: readonly (readonly [string, string, Closed, number])[] = [
    ['a redirect', `302 Found\r\nLocation: ${elsewhere.url}`, { code: 'unreachable', retry: false }, 1],
    [
      'a permanent redirect',
      `308 Permanent Redirect\r\nLocation: ${elsewhere.url}`,
      { code: 'unreachable', retry: false },
      1,
    ],
    ['another page', '200 OK', { code: 'unreachable', retry: false }, 1],
    ['forbidden', '403 Forbidden', { code: 'forbidden', retry: false }, 1],
    ['unauthorised', '401 Unauthorized', { code: 'unauthenticated', retry: false }, 2],
    [
      'a challenge of another kind',
      '407 Proxy Authentication Required\r\nProxy-Authenticate: Basic',
      { code: 'unreachable', retry: false },
      1,
    ],
    [
      'an upgrade to something else',
      '101 Switching Protocols\r\nUpgrade: h2c',
      { code: 'unreachable', retry: false },
      1,
    ],
  ];
  for (const [name, answer, want, asked] of answers) {
    const { url, requests } = await hostile(t, ({ socket }) => {
      socket.write(`HTTP/1.1 ${answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
    const reconnect = name === 'unauthorised';
    const { client, fetched } = dialling(t, url, { reconnect });
    assert.deepEqual(await client.orders().closed, want, name);
    assert.equal(requests.length, asked, name);
    assert.equal(fetched(), asked, name);
    for (const { rawHeaders, url: target } of requests) {
      assert.equal(rawHeaders.filter((text) => text === KEY).length, 1, name);
      assert.equal(target, '/ws/orders');
    }
  }
  assert.equal(elsewhere.requests.length, 0);
});

test('close codes make no client ask for ever', async (t) => {
  const codes: readonly (readonly [number, string, Closed, number])[] = [
    [4401, 'credential-expired', { code: 'credential-expired', retry: true }, 2],
    [4401, KEY, { code: 'unauthenticated', retry: false }, 2],
    [4403, 'insufficient-role', { code: 'forbidden', retry: false }, 1],
    [1000, '', { code: 'closed', retry: false }, 1],
    [1008, '', { code: 'forbidden', retry: false }, 1],
  ];
  for (const [code, reason, want, dials] of codes) {
    const { url, requests } = await hostile(t, (_, accept) => {
      accept((webSocket) => {
        webSocket.close(code, reason);
      });
    });
    const { client } = dialling(t, url);
    const closed = await client.orders().closed;
    assert.deepEqual(closed, want, String(code));
    assertNoCanary(closed);
    assert.equal(requests.length, dials, String(code));
  }
});

test('what a server sends unasked is no reply, and breaks nothing', async (t) => {
  const { url } = await hostile(t, (_, accept) => {
    accept((webSocket) => {
      for (const frame of ['{"type":"confirmed","n":0}', 'x', '', 'null', '{"__proto__":1}', Buffer.from('{}')])
        webSocket.send(frame);
      webSocket.on('message', () => {
        webSocket.send('{"type":"placed","n":1}');
        webSocket.send('{"type":"confirmed","n":2}');
        webSocket.send('{"type":"confirmed","n":3}');
      });
    });
  });
  const failing: unknown[] = [];
  const { client } = dialling(t, url, {
    onError: (error) => {
      failing.push(error);
      throw error;
    },
  });
  const orders = client.orders();
  const placed: unknown[] = [];
  orders.orderPlaced((message) => placed.push(message));
  assert.deepEqual(await orders.placeOrder({ type: 'place' }), { type: 'confirmed', n: 2 });
  assert.deepEqual(placed, [{ type: 'placed', n: 1 }]);
  assert.ok(failing.length >= 3, 'garbage is told');
  assertNoCanary(failing);
});

test('a certificate that nobody vouches for gets no credential', async (t) => {
  const { cert, key } = selfSigned();
  const requests: IncomingMessage[] = [];
  const server = createTlsServer({ cert, key });
  server.on('upgrade', (request, socket) => {
    requests.push(request);
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  const url = `wss://127.0.0.1:${String(await listening(t, server))}/ws`;
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  t.after(() => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
  // As an app in JavaScript could say it.
  const tls = { rejectUnauthorized: false, checkServerIdentity: () => undefined } as ClientTls;
  for (const more of [{}, { tls }]) {
    const { client, errors } = dialling(t, url, { reconnect: false, ...more });
    assert.equal((await client.orders().closed).code, 'unreachable');
    assertNoCanary(errors);
  }
  assert.equal(requests.length, 0);
  const { client } = dialling(t, url, { reconnect: false, tls: { ca: cert } });
  assert.equal((await client.orders().closed).code, 'forbidden', 'vouched for, it is dialled');
  assert.equal(requests.length, 1);
});

test('options that ws cannot use end the connection, not the process', async (t) => {
  const { url, requests } = await hostile(t, () => undefined);
  for (const more of [{ protocols: ['a b'] }, { protocols: ['a', 'a'] }, { origin: 'x\r\ny' }]) {
    const { client, errors } = dialling(t, url, more);
    assert.deepEqual(await client.orders().closed, { code: 'unreachable', retry: false }, JSON.stringify(more));
    assert.equal(errors.length, 1);
    assertNoCanary(errors);
  }
  assert.equal(requests.length, 0);
});

test('parameters lead to where they were meant to, or nowhere', (t) => {
  const policy: Policy = {
    ...POLICY,
    channels: { ...POLICY.channels, events: { address: 'rooms/{room}-{context}', parameters: ['room', 'context'] } },
  };
  const client = webSocketClient<{ events: (parameters: object) => Connection & { close(): void } }>(
    policy,
    'gateway',
    { url: 'ws://127.0.0.1:9', credentials: { applicationToken: KEY }, reconnect: false },
  );
  t.after(() => client.close());
  for (const parameters of [
    { room: 'a-b', context: 'c' },
    { room: 'a-', context: 'c' },
  ])
    assert.throws(() => client.events(parameters), { name: 'TypeError', message: /room/ });
  client.events({ room: 'a', context: 'b-c' }).close();
});
