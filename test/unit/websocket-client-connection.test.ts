import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { Policy } from '../../src/runtime/policy.js';
import { webSocketClient } from '../../src/runtime/websocket/client.js';
import { ConnectionError } from '../../src/runtime/websocket/connection-error.js';
import { Reconnection, type Closed } from '../../src/runtime/websocket/reconnect.js';
import { selfSigned } from '../support/self-signed.js';
import { client, type Channels } from '../support/ws-client.js';
import { startGateway } from '../support/ws-gateway.js';
import { POLICY } from '../support/ws-policy.js';

test('messages go and come, over one shared socket', async (t) => {
  const gateway = await startGateway(t);
  const { events } = client(t, gateway.url, { applicationToken: () => Promise.resolve('billing-both') });
  const billing = events({ context: 'billing' });
  assert.equal(events({ context: 'billing' }), billing);
  const heard: unknown[] = [];
  const stop = billing.readEvents((event) => heard.push(event));
  await billing.appendEvent({ n: 1 });
  const next = new Promise<unknown>((resolve) => billing.readEvents(resolve));
  while (gateway.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(gateway.sockets.events.readEvents({ context: 'billing' }, { n: 2 }), 1);
  assert.deepEqual(await next, { n: 2 });
  stop();
  const after = new Promise<unknown>((resolve) => billing.readEvents(resolve));
  gateway.sockets.events.readEvents({ context: 'billing' }, { n: 3 });
  await after;
  assert.deepEqual(heard, [{ n: 2 }]);
  assert.deepEqual(
    gateway.calls.map(({ message }) => message),
    [{ n: 1 }],
  );
  billing.close();
  assert.deepEqual(await billing.closed, { code: 'closed', retry: false });
  await assert.rejects(billing.appendEvent({}), { name: 'ConnectionError', code: 'disconnected' });
  assert.notEqual(events({ context: 'billing' }), billing);
});

test('each reply comes to its request, whatever else is said meanwhile', async (t) => {
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: async ({ message }) => {
        const { n } = message as { n: number };
        gateway.sockets.orders.orderPlaced({ type: 'placed', n });
        await new Promise((resolve) => setTimeout(resolve, 10 - n));
        return { reply: n };
      },
    },
  });
  const orders = client(t, gateway.url, { applicationToken: 'nobody' }).orders();
  const placed: unknown[] = [];
  orders.orderPlaced((message) => placed.push(message));
  const replies = await Promise.all([0, 1, 2, 3].map((n) => orders.placeOrder({ type: 'place', n })));
  assert.deepEqual(
    replies,
    [0, 1, 2, 3].map((n) => ({ reply: n })),
  );
  assert.deepEqual(
    placed,
    [0, 1, 2, 3].map((n) => ({ type: 'placed', n })),
  );
});

test('where the document does not tell a broadcast from a reply, the app must', async (t) => {
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: () => {
        gateway.sockets.orders.orderPlaced({ type: 'placed' });
        return { type: 'accepted' };
      },
    },
  });
  const orderPlaced: Policy['operations'][string] = {
    action: 'send',
    channel: 'orders',
    access: 'protected',
    context: { parameter: 'context' },
    message: { by: 'app' },
    replies: false,
  };
  const policy = { ...POLICY, operations: { ...POLICY.operations, orderPlaced } };
  const options = { credentials: { applicationToken: 'nobody' }, url: gateway.url };
  assert.throws(() => webSocketClient<Channels>(policy, 'gateway', options), /orderPlaced.*give the option route/);
  const made = webSocketClient<Channels>(policy, 'gateway', {
    ...options,
    route: (value) => ((value as { type: string }).type === 'placed' ? 'orderPlaced' : undefined),
  });
  t.after(() => made.close());
  const orders = made.orders();
  const placed = new Promise<unknown>((resolve) => orders.orderPlaced(resolve));
  assert.deepEqual(await orders.placeOrder({ type: 'place' }), { type: 'accepted' });
  assert.deepEqual(await placed, { type: 'placed' });
});

test('a request whose socket is lost fails, and the next one goes over a new socket', async (t) => {
  let calls = 0;
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: () => {
        calls += 1;
        if (calls === 1) throw new Error('no');
        return 'yes';
      },
    },
  });
  const orders = client(t, gateway.url, { applicationToken: 'nobody' }).orders();
  await assert.rejects(orders.placeOrder({ type: 'place' }), { code: 'disconnected' });
  assert.equal(await orders.placeOrder({ type: 'place' }), 'yes');
});

test('a receiver that throws disturbs no other', async (t) => {
  const gateway = await startGateway(t);
  const made = client(t, gateway.url, { applicationToken: 'nobody' });
  const news = made.news();
  const thrown = new Error('receiver');
  news.announce(() => {
    throw thrown;
  });
  const heard = new Promise<unknown>((resolve) => news.announce(resolve));
  while (gateway.sockets.news.announce('x') === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await heard, 'x');
  assert.deepEqual(made.errors, [thrown]);
});

test('a wrong credential is renewed once; then the connection ends', async (t) => {
  const gateway = await startGateway(t, { options: { refusals: 'http' } });
  let fetched = 0;
  const wrong = client(t, gateway.url, { externalLogin: () => `wrong-${String((fetched += 1))}` }).news();
  const waiting = assert.rejects(new Promise((_, reject) => void wrong.closed.then(reject)));
  assert.deepEqual(await wrong.closed, { code: 'unauthenticated', retry: false });
  await waiting;
  assert.equal(fetched, 2);

  fetched = 0;
  const renewed = client(t, gateway.url, {
    externalLogin: () => ((fetched += 1) === 1 ? 'wrong' : 'billing-both'),
  }).events({ context: 'billing' });
  await renewed.appendEvent({});
  assert.equal(fetched, 2);

  const forbidden = client(t, gateway.url, { applicationToken: 'sales-both' }).events({ context: 'billing' });
  await assert.rejects(forbidden.appendEvent({}), { code: 'forbidden' });
  assert.deepEqual(await forbidden.closed, { code: 'forbidden', retry: false });

  const once_ = client(t, gateway.url, { applicationToken: 'wrong' }, { reconnect: false }).news();
  assert.deepEqual(await once_.closed, { code: 'unauthenticated', retry: false });

  const options = { reconnect: false };
  const sent = client(t, gateway.url, { applicationToken: 'wrong' }, options).events({ context: 'billing' });
  await assert.rejects(sent.appendEvent({}), { name: 'ConnectionError', code: 'unauthenticated' });
  await assert.rejects(sent.appendEvent({}), { code: 'unauthenticated' }, 'afterwards as well');
  const down = client(t, gateway.url, { applicationToken: 'down' }, options).events({ context: 'billing' });
  await assert.rejects(down.appendEvent({}), { code: 'unreachable' });
});

test('an expired or revoked socket is followed by one with fresh credentials', async (t) => {
  const gateway = await startGateway(t);
  const given = ['expires-in-300', 'billing-read'];
  const { events } = client(t, gateway.url, { applicationToken: () => given.shift() ?? 'wrong' });
  const billing = events({ context: 'billing' });
  const heard = new Promise<unknown>((resolve) => billing.readEvents(resolve));
  while (given.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  while (gateway.sockets.events.readEvents({ context: 'billing' }, 'again') === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(await heard, 'again');
  gateway.guard.revoke('billing-reader');
  assert.deepEqual(await billing.closed, { code: 'unauthenticated', retry: false });
});

test('an outage is waited for, and told where nobody may wait', async (t) => {
  const gateway = await startGateway(t);
  const given = ['down', 'billing-both'];
  const { events } = client(t, gateway.url, { applicationToken: () => given.shift() ?? '' });
  await events({ context: 'billing' }).appendEvent({});
  assert.equal(given.length, 0);

  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  const url = `ws://127.0.0.1:${String(port)}/ws`;
  const nobody = client(t, url, { applicationToken: 'canary' }, { reconnect: false });
  assert.deepEqual(await nobody.news().closed, { code: 'unreachable', retry: true });
  const [error, ...others] = nobody.errors;
  assert(error instanceof ConnectionError);
  assert.equal(error.code, 'network-failed');
  assert.match(error.message, /ECONNREFUSED/);
  assert.doesNotMatch(inspect(error), /canary/);
  assert.deepEqual(others, []);
  const lost = client(t, `${gateway.url}/elsewhere`, { applicationToken: 'nobody' });
  assert.deepEqual(await lost.news().closed, { code: 'unreachable', retry: false });
  assert.deepEqual(lost.errors, []);
});

test('a certificate that nobody vouches for is told', async (t) => {
  const { key, cert } = selfSigned();
  const https = createHttpsServer({ key, cert }).listen(0, '127.0.0.1');
  await once(https, 'listening');
  t.after(() => https.close());
  const { port } = https.address() as { port: number };
  const made = client(t, `wss://127.0.0.1:${String(port)}/ws`, { applicationToken: 'x' }, { reconnect: false });
  assert.deepEqual(await made.news().closed, { code: 'unreachable', retry: true });
  const causes = made.errors.map((error) => (error as { cause?: { code?: unknown } }).cause?.code);
  assert.deepEqual(causes, ['DEPTH_ZERO_SELF_SIGNED_CERT']);
});

test('an attempt that the app itself gives up is no failure', async (t) => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  t.after(() => mute.close());
  const { port } = mute.address() as { port: number };
  const made = client(t, `ws://127.0.0.1:${String(port)}/ws`, { applicationToken: 'x' });
  const news = made.news();
  const [socket] = (await once(mute, 'connection')) as [Socket];
  news.close();
  await news.closed;
  socket.destroy();
  assert.deepEqual(made.errors, []);
});

test('what follows each end of a socket', () => {
  const end = (code: number, more: object = {}) => ({ status: undefined, code, reason: '', openFor: 0, ...more });
  const stop = (code: Closed['code'], retry = false) => ({ closed: { code, retry } });
  const first = [
    [end(1000), stop('closed')],
    [end(4403), stop('forbidden')],
    [end(1008), stop('forbidden')],
    [end(1006, { status: 403 }), stop('forbidden')],
    [end(1006, { status: 404 }), stop('unreachable')],
    [end(1006, { status: 302 }), stop('unreachable')],
    [end(4401), { waitMs: 0 }],
    [end(1006, { status: 401 }), { waitMs: 0 }],
  ] as const;
  for (const [one, want] of first) assert.deepEqual(new Reconnection(true).after(one), want);
  for (const one of [
    end(1006),
    end(1001),
    end(1011),
    end(1013),
    end(1006, { status: 503 }),
    end(1006, { status: 429 }),
  ]) {
    assert.deepEqual(new Reconnection(false).after(one), stop('unreachable', true));
    const next = new Reconnection(true).after(one);
    assert('waitMs' in next && next.waitMs >= 250 && next.waitMs <= 500);
  }
  const again = new Reconnection(true);
  assert.deepEqual(again.after(end(4401)), { waitMs: 0 });
  assert.deepEqual(again.after(end(4401, { reason: 'credential-expired' })), stop('credential-expired', true));
  assert.deepEqual(again.after(end(4401, { openFor: 60_000 })), { waitMs: 0 });
  const outage = new Reconnection(true);
  for (let failures = 0; failures < 20; failures += 1) outage.after(end(1006));
  const capped = outage.after(end(1006));
  assert('waitMs' in capped && capped.waitMs >= 15_000 && capped.waitMs <= 30_000);
  const fresh = outage.after(end(1006, { openFor: 5000 }));
  assert('waitMs' in fresh && fresh.waitMs <= 500);
});
