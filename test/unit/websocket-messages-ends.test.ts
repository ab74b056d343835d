import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHeartbeat } from '../../src/runtime/websocket/heartbeat.js';
import { bearer, closing, eventsAt, open, settled, startGateway, withKey } from '../support/ws-gateway.js';

test('what a denial does to its socket', async (t) => {
  const scoped = await startGateway(t);
  // The key opens the socket, but the operation wants a token: other evidence is needed.
  const keyed = await open(`${scoped.url}/orders`, withKey('order-clerk'));
  keyed.send('{"type":"cancel"}');
  assert.deepEqual(await closing(keyed), { code: 4401, reason: 'unauthenticated' });
  const tokened = await open(`${scoped.url}/orders`, bearer('nobody'));
  tokened.send('{"type":"cancel"}');
  await settled(tokened);
  tokened.terminate();
  const clerk = await open(`${scoped.url}/orders`, bearer('order-clerk'));
  clerk.send('{"type":"cancel"}');
  await settled(clerk);
  clerk.terminate();
  assert.deepEqual(
    scoped.calls.map(({ principal }) => principal?.subject),
    ['clerk'],
  );
  const twice = await open(`${scoped.url}/orders`, {
    headers: { 'axoniq-access-token': 'nobody', authorization: 'Bearer down' },
  });
  twice.send('{"type":"cancel"}');
  assert.deepEqual(await closing(twice), { code: 1013, reason: 'authenticator-failed' });

  const strict = await startGateway(t, { options: { onDenied: 'close' } });
  const reader = await open(eventsAt(strict.url), withKey('billing-read'));
  reader.send('{}');
  assert.deepEqual(await closing(reader), { code: 4403, reason: 'insufficient-role' });
});

test('twenty denials in ten seconds end a socket, and nothing after them is read', async (t) => {
  const { url, calls } = await startGateway(t);
  const webSocket = await open(`${url}/orders`, withKey('nobody'));
  for (let sent = 0; sent < 20; sent += 1) webSocket.send('x');
  webSocket.send('{"type":"place"}');
  assert.deepEqual(await closing(webSocket), { code: 4403, reason: 'malformed-message' });
  assert.equal(calls.length, 0);
});

test('a handler that throws ends its socket with 1011, and no other', async (t) => {
  const thrown = new Error('the store is full');
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: ({ message }) => {
        if ((message as { later?: true }).later) return Promise.reject(thrown);
        throw thrown;
      },
    },
  });
  const bystander = await open(`${gateway.url}/news`, withKey('nobody'));
  for (const frame of ['{"type":"place"}', '{"type":"place","later":true}']) {
    const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
    webSocket.send(frame);
    assert.deepEqual(await closing(webSocket), { code: 1011, reason: 'handler-failed' });
  }
  assert.deepEqual(gateway.errors, [thrown, thrown]);
  await settled(bystander);
  bystander.terminate();
});

test('a proof that ends closes its socket within a second, and no frame after it counts', async (t) => {
  const { url, calls, sockets, events: audit } = await startGateway(t);
  const webSocket = await open(eventsAt(url), withKey('expires-in-400'));
  const started = Date.now();
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 1);
  assert.deepEqual(await closing(webSocket), { code: 4401, reason: 'credential-expired' });
  const took = Date.now() - started;
  assert(took >= 300 && took < 1400, String(took));
  assert.equal(audit.at(-1)?.checkpoint, 'time');
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 0);
  assert.equal(calls.length, 0);
});

test('a proof that ends beside one that holds closes nothing', async (t) => {
  const { url } = await startGateway(t);
  const headers = { 'axoniq-access-token': 'expires-in-200', authorization: 'Bearer billing-both' };
  const webSocket = await open(eventsAt(url), { headers });
  await new Promise((resolve) => setTimeout(resolve, 500)); // Past the first proof's end.
  await settled(webSocket);
  webSocket.terminate();
});

test('revoke closes at once, and only the subject', async (t) => {
  const { url, guard, calls } = await startGateway(t);
  const [one, other] = await Promise.all([
    open(eventsAt(url), withKey('billing-both')),
    open(eventsAt(url), withKey('billing-publish')),
  ]);
  const closed = closing(one);
  guard.revoke('billing');
  one.send('{}');
  assert.deepEqual(await closed, { code: 4401, reason: 'revoked' });
  other.send('{}');
  await settled(other);
  assert.deepEqual(
    calls.map(({ principal }) => principal?.subject),
    ['billing-publisher'],
  );
  other.terminate();
});

test('a peer that answers no ping is cut off', async () => {
  const acts: string[] = [];
  const socket = (name: string, alive: boolean, isPaused: boolean) => ({
    alive,
    webSocket: { isPaused, terminate: () => acts.push(`cut ${name}`), ping: () => acts.push(`ping ${name}`) },
  });
  const all = [socket('fresh', true, false), socket('silent', false, false), socket('paused', false, true)];
  const stop = startHeartbeat(() => all as never, 10);
  while (acts.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  stop();
  assert.deepEqual(acts.slice(0, 2), ['ping fresh', 'cut silent']);
});

test('close says goodbye to all, and cuts who does not answer', async (t) => {
  const { url, sockets } = await startGateway(t);
  const polite = await open(`${url}/news`, withKey('nobody'));
  const mute = await open(`${url}/news`, withKey('nobody'));
  mute.pause();
  const closed = closing(polite);
  const started = Date.now();
  await sockets.close();
  assert.deepEqual(await closed, { code: 1001, reason: 'going-away' });
  assert(Date.now() - started < 4000);
  mute.terminate();
});
