import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketGuard } from '../../src/runtime/websocket/server.js';
import {
  authenticators,
  closing,
  EVENT,
  open,
  ORIGIN,
  raw,
  refusal,
  settled,
  startGateway,
  upgradeRequest,
  withKey,
} from '../support/ws-gateway.js';
import { withServer } from '../support/ws-policy.js';

test('request targets', async (t) => {
  const { port } = await startGateway(t);
  const key = ['axoniq-access-token: billing-both'];
  const given = [
    ['/ws/contexts/billing/events', 101],
    ['/ws/contexts/b%69lling/events', 101],
    ['/ws/contexts/billing/events?x=%', 101],
    ['/', 404],
    ['/ws', 404],
    ['/contexts/billing/events', 404],
    ['/ws/contexts/billing/events/', 404],
    ['/ws/contexts//events', 404],
    ['/ws/contexts/billing/x/events', 404],
    ['/WS/contexts/billing/events', 404],
    ['/__proto__', 404],
    ['/ws/constructor', 404],
    ['//', 400],
    ['//evil.test/ws/contexts/billing/events', 400],
    ['http://gateway.acme.test/ws/contexts/billing/events', 400],
    ['/ws/contexts/%/events', 400],
    ['/ws/contexts/%ff/events', 400],
    ['/ws/contexts/a%00b/events', 400],
    ['/ws/contexts/%2e%2e/events', 400],
    ['/ws/contexts/../events', 400],
    ['/ws/contexts/billing%2Fevents/events', 403],
    ['/ws/contexts/b%2569lling/events', 403],
  ] as const;
  for (const [target, status] of given) {
    const answer = raw(port, upgradeRequest(target, key) + (status === 101 ? '\x88\x80\0\0\0\0' : ''));
    // A frame that comes with the request is no message yet: the handshake itself is refused.
    assert.match(await answer, new RegExp(`^HTTP/1.1 ${String(status === 101 ? 400 : status)} `), target);
    if (status !== 101) continue;
    const webSocket = new WebSocket(`ws://127.0.0.1:${String(port)}${target}`, withKey('billing-both'));
    await once(webSocket, 'open');
    webSocket.terminate();
  }
});

test('odd requests are refused, and the gateway lives on', async (t) => {
  const { port, url, calls } = await startGateway(t);
  const target = '/ws/contexts/billing/events';
  const key = 'axoniq-access-token: billing-both';
  const given = [
    ['two keys', [key, key], 401],
    ['two different keys', [key, 'Axoniq-Access-Token: evil'], 401],
    ['two authorizations', ['Authorization: Bearer billing-both', 'Authorization: Bearer billing-both'], 401],
    ['authorization twice, once Basic', ['Authorization: Bearer billing-both', 'Authorization: Basic YTpi'], 401],
    ['two origins', [key, `Origin: ${ORIGIN}`, `Origin: ${ORIGIN}`], 403],
    ['two origins, one foreign', [key, `Origin: ${ORIGIN}`, 'Origin: https://evil.test'], 403],
    ['huge header', [`x: ${'x'.repeat(20_000)}`], 431],
    ['folded header', ['axoniq-access-token: billing-both\r\n x'], 400],
  ] as const;
  for (const [name, lines, status] of given) {
    assert.match(await raw(port, upgradeRequest(target, lines)), new RegExp(`^HTTP/1.1 ${String(status)} `), name);
  }
  const noKey = upgradeRequest(target, [key]).replace(/Sec-WebSocket-Key.*\r\n/, '');
  assert.match(await raw(port, noKey), /^HTTP\/1.1 400 /);
  (await open(`${url}/contexts/billing/events`, withKey('billing-both'))).terminate();
  assert.equal(calls.length, 0);
});

test('frames that arrive before the answer reach nobody', async (t) => {
  const { port, calls } = await startGateway(t);
  const frame = Buffer.concat([Buffer.from([0x81, 0x80 + EVENT.length, 0, 0, 0, 0]), Buffer.from(EVENT)]).toString(
    'latin1',
  );
  for (const key of ['billing-both', 'wrong', 'slow']) {
    const answer = await raw(
      port,
      upgradeRequest('/ws/contexts/billing/events', [`axoniq-access-token: ${key}`]) + frame,
    );
    assert.match(answer, /^HTTP\/1.1 400 /, key);
  }
  const socket = connect(port, '127.0.0.1');
  socket.write(upgradeRequest('/ws/contexts/billing/events', ['axoniq-access-token: slow']));
  await new Promise((resolve) => setTimeout(resolve, 100)); // The authenticator takes 300 ms: the frame comes meanwhile.
  socket.write(frame, 'latin1');
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  assert.match(data.toString(), /^HTTP\/1.1 400 /);
  assert.equal(calls.length, 0);
});

test('a peer that resets while its evidence is judged harms nobody', async (t) => {
  const { port, url, events } = await startGateway(t);
  const socket = connect(port, '127.0.0.1');
  socket.write(upgradeRequest('/ws/contexts/billing/events', ['axoniq-access-token: slow']));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.resetAndDestroy();
  await new Promise((resolve) => setTimeout(resolve, 400)); // Past the end of the authentication.
  assert.deepEqual(events, [], 'nobody is there whom a decision could be about');
  (await open(`${url}/news`, withKey('nobody'))).terminate();
});

test('a peer whose evidence is judged while the server closes is let in no more', async (t) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let asked: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => (asked = resolve));
  const { url, events, sockets } = await startGateway(t, {
    options: {
      authenticators: {
        ...authenticators,
        applicationToken: async () => {
          asked();
          await gate;
          return { subject: 'nobody' };
        },
      },
    },
  });
  const answer = refusal(`${url}/news`, withKey('nobody'));
  await underWay;
  await sockets.close();
  release();
  assert.equal((await answer).status, 503);
  assert.deepEqual(
    events.map(({ outcome, cause }) => [outcome, cause]),
    [['refused', 'going-away']],
  );
});

test('a frame that breaks the protocol ends its own socket and nothing else', async (t) => {
  const { port, url } = await startGateway(t, { options: { refusals: 'close' } });
  const bystander = await open(`${url}/news`, withKey('nobody'));
  const reserved = Buffer.from([0x83, 0x80, 0, 0, 0, 0]);
  // One peer that is let in, and one that is told why not.
  for (const key of ['nobody', 'wrong']) {
    const socket = connect(port, '127.0.0.1');
    socket.write(upgradeRequest('/ws/news', [`axoniq-access-token: ${key}`]));
    await once(socket, 'data');
    socket.write(reserved);
    await once(socket.resume(), 'close');
  }
  await settled(bystander);
  bystander.terminate();
});

test('a handshake that never ends is cut by the HTTP server', async (t) => {
  const { port } = await startGateway(t, { http: { headersTimeout: 200, connectionsCheckingInterval: 50 } });
  const started = Date.now();
  const answer = await raw(port, 'GET /ws/news HTTP/1.1\r\nHost: x\r\nConnection: Upg');
  assert.match(answer, /^HTTP\/1.1 408 /);
  assert(Date.now() - started < 2000);
});

test('200 sockets at once', async (t) => {
  const { url, sockets } = await startGateway(t, { options: { limits: { perAddress: 1000 } } });
  const given = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 'billing-read' : 'billing-publish'));
  const all = await Promise.all(given.map((key) => open(`${url}/contexts/billing/events`, withKey(key))));
  const heard = Promise.all(all.filter((_, index) => index % 2 === 0).map((webSocket) => once(webSocket, 'message')));
  assert.equal(sockets.events.readEvents({ context: 'billing' }, { n: 1 }), 100);
  await heard;
  await Promise.all(all.map(settled));
  await sockets.close();
  assert.equal(sockets.events.readEvents({ context: 'billing' }, { n: 2 }), 0);
});

test('two guards and another library share one HTTP server', async (t) => {
  const http = createServer();
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const handlers = { events: { appendEvent: () => undefined } };
  const servings = ['/one', '/two'].map((pathname) =>
    webSocketGuard(withServer({ pathname }), 'gateway', { authenticators, origins: [ORIGIN] }).serve(
      http,
      new WebSocketServer({ noServer: true }),
      handlers,
    ),
  );
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as { port: number };
  const at = (path: string) => `ws://127.0.0.1:${String(port)}${path}`;
  for (const path of ['/one/news', '/two/news']) (await open(at(path), withKey('nobody'))).terminate();
  assert.equal((await refusal(at('/three/news'), withKey('nobody'))).status, 404);
  const other = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (request.url === '/three')
      other.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.close(1000);
      });
  });
  assert.equal((await closing(new WebSocket(at('/three')))).code, 1000);
  for (const serving of servings) await serving.close();
});
