import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Policy } from '../../src/runtime/policy.js';
import { startHeartbeat } from '../../src/runtime/websocket/heartbeat.js';
import { routeOf } from '../../src/runtime/message-route.js';
import { contextOf } from '../../src/runtime/message-context.js';
import { contextHeaders } from '../../src/runtime/websocket/context-headers.js';
import { authenticators, closing, nextMessage, open, settled, startGateway, withKey } from '../support/ws-gateway.js';
import { POLICY, withServer } from '../support/ws-policy.js';

const events = (url: string, context = 'billing') => `${url}/contexts/${context}/events`;
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test('the handler gets what was decided', async (t) => {
  const { url, calls, events: audit } = await startGateway(t);
  const webSocket = await open(events(url), withKey('billing-both'));
  webSocket.send('{"type":"invoice-opened","__proto__":{"x":1}}');
  await settled(webSocket);
  const [call] = calls;
  assert(call !== undefined);
  assert.equal(call.operation, 'appendEvent');
  assert.equal(call.context, 'billing');
  assert.deepEqual(call.parameters, { context: 'billing' });
  // Sockets share them, and so do callers with the same scopes and grants.
  for (const shared of [call.parameters, call.proofs, call.proofs[0]?.scopes, call.proofs[0]?.grants])
    assert.ok(Object.isFrozen(shared));
  assert.equal(call.principal?.subject, 'billing');
  assert.equal((call.message as { x?: number }).x, undefined);
  assert.deepEqual(
    audit.map(({ checkpoint, operation, outcome }) => [checkpoint, operation, outcome]),
    [
      ['connect', null, 'allowed'],
      ['inbound', 'appendEvent', 'allowed'],
    ],
  );
  webSocket.terminate();
});

test('a denied frame is dropped and audited; the socket stays', async (t) => {
  const { url, calls, events: audit } = await startGateway(t);
  const reader = await open(events(url), withKey('billing-read'));
  reader.send('{}');
  const orders = await open(`${url}/orders`, withKey('nobody'));
  for (const frame of [
    'not json',
    '{"type":"other"}',
    '{"Type":"place"}',
    '[{"type":"place"}]',
    'null',
    '{"type":["place"]}',
  ]) {
    orders.send(frame);
  }
  orders.send(Buffer.from('{"type":"place"}'));
  orders.send('{"type":"place"}');
  await settled(reader);
  await settled(orders);
  assert.deepEqual(
    calls.map(({ operation }) => operation),
    ['placeOrder'],
  );
  const denied = audit.filter(({ outcome }) => outcome === 'denied').map(({ operation, code }) => [operation, code]);
  assert.deepEqual(denied, [
    ['appendEvent', 'insufficient-role'],
    [null, 'malformed-message'],
    ...Array.from({ length: 5 }, () => [null, 'unknown-operation']),
    [null, 'malformed-message'],
  ]);
  reader.terminate();
  orders.terminate();
});

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
  const reader = await open(events(strict.url), withKey('billing-read'));
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

test('frames of one socket are handled in their order, and hold up no other socket', async (t) => {
  const done: unknown[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: async ({ message }) => {
        const { n } = message as { n: number };
        if (n === 0) await gate;
        if (n % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
        done.push(n);
        return n;
      },
    },
  });
  const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
  const replies: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    webSocket.on('message', (data: Buffer) => {
      if (replies.push(JSON.parse(data.toString())) === 100) resolve();
    });
  });
  for (let n = 0; n < 100; n += 1) webSocket.send(JSON.stringify({ type: 'place', n }));
  const other = await open(`${gateway.url}/orders`, withKey('nobody'));
  other.send('{"type":"place","n":1001}');
  assert.equal(await nextMessage(other), 1001);
  assert.deepEqual(done, [1001]);
  release();
  await all;
  assert.deepEqual(
    replies,
    Array.from({ length: 100 }, (_, n) => n),
  );
  webSocket.terminate();
  other.terminate();
});

test('a flood is not read while a handler is at work', async (t) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let handled = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (finish = resolve));
  const placeOrder = () => {
    if ((handled += 1) === 400) finish();
    return gate.then(() => 'taken');
  };
  const gateway = await startGateway(t, { handle: { placeOrder } });
  const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
  const frame = JSON.stringify({ type: 'place', text: 'x'.repeat(60_000) });
  for (let sent = 0; sent < 400; sent += 1) webSocket.send(frame);
  let before = Infinity;
  while (webSocket.bufferedAmount < before) {
    before = webSocket.bufferedAmount;
    await new Promise((resolve) => setTimeout(resolve, 200)); // Nothing tells that nothing more is read.
  }
  assert(webSocket.bufferedAmount > 0);
  assert.equal(handled, 1);
  release();
  await all;
  webSocket.terminate();
});

test('a reply is decided once more', async (t) => {
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: ({ message }) => {
        const { revoke } = message as { revoke?: true };
        if (revoke) gateway.guard.revoke('nobody');
        return { taken: true };
      },
      cancelOrder: () => 'not declared as a reply',
    },
  });
  const clerk = await open(`${gateway.url}/orders`, bearer('order-clerk'));
  clerk.on('message', (data: Buffer) => {
    assert.deepEqual(JSON.parse(data.toString()), { taken: true });
  });
  clerk.send('{"type":"cancel"}');
  clerk.send('{"type":"place"}');
  assert.deepEqual(await nextMessage(clerk), { taken: true });
  clerk.terminate();
  const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
  webSocket.on('message', () => assert.fail('a reply after the revocation'));
  webSocket.send('{"type":"place","revoke":true}');
  assert.deepEqual(await closing(webSocket), { code: 4401, reason: 'revoked' });
});

test('a handler that owes a reply and returns undefined has failed, and both sides learn it', async (t) => {
  for (const placeOrder of [() => undefined, () => Promise.resolve()]) {
    const { url, errors } = await startGateway(t, { handle: { placeOrder } });
    const webSocket = await open(`${url}/orders`, withKey('nobody'));
    webSocket.send('{"type":"place"}');
    assert.deepEqual(await closing(webSocket), { code: 1011, reason: 'handler-failed' });
    assert.equal(errors.length, 1);
    assert.match(String(errors[0]), /the handler of placeOrder returned undefined, and its caller waits for a reply/);
  }
});

test('a reply is not sent once the proof has ended, though nobody has looked at it since', async (t) => {
  const until = Date.now() + 500;
  const gateway = await startGateway(t, {
    handle: {
      placeOrder: () => {
        while (Date.now() <= until + 20); // No timer runs meanwhile.
        return { taken: true };
      },
    },
    options: {
      authenticators: {
        ...authenticators,
        applicationToken: () => Promise.resolve({ subject: 'x', expiresAt: until }),
      },
    },
  });
  const webSocket = await open(`${gateway.url}/orders`, withKey('any'));
  webSocket.on('message', () => assert.fail('a reply after the end'));
  webSocket.send('{"type":"place"}');
  assert.deepEqual(await closing(webSocket), { code: 4401, reason: 'credential-expired' });
  assert.equal(gateway.calls.length, 1);
});

test('nothing is decided for a peer that has gone before its reply', async (t) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const gateway = await startGateway(t, { handle: { placeOrder: () => gate.then(() => 'taken') } });
  const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
  webSocket.send('{"type":"place"}');
  await settled(webSocket);
  webSocket.terminate();
  // The server has seen the end once it has said goodbye to all.
  await gateway.sockets.close();
  release();
  await gate;
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    gateway.events.map(({ checkpoint }) => checkpoint),
    ['connect', 'inbound'],
  );
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

test('a broadcast reaches those who may have it, and no one else', async (t) => {
  const { url, sockets, guard } = await startGateway(t);
  const heard: string[] = [];
  const people = ['billing-both', 'billing-read', 'billing-publish', 'sales-both'] as const;
  const all = await Promise.all(
    people.map(async (key) => {
      const webSocket = await open(events(url, key.startsWith('sales') ? 'sales' : 'billing'), withKey(key));
      webSocket.on('message', () => heard.push(key));
      return webSocket;
    }),
  );
  const news = await open(`${url}/news`, withKey('nobody'));
  news.on('message', () => heard.push('news'));
  const quiet = async () => {
    await Promise.all([...all, news].filter((one) => one.readyState === one.OPEN).map(settled));
    return heard.splice(0).sort();
  };
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 2);
  assert.deepEqual(await quiet(), ['billing-both', 'billing-read']);
  assert.equal(sockets.events.readEvents({ context: 'sales' }, {}), 1);
  assert.deepEqual(await quiet(), ['sales-both']);
  assert.equal(sockets.events.readEvents({ context: 'nowhere' }, {}), 0);
  assert.equal(sockets.news.announce('hello'), 1);
  assert.deepEqual(await quiet(), ['news']);
  guard.revoke('billing-reader');
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 1);
  assert.deepEqual(await quiet(), ['billing-both']);
  for (const wrong of [
    [{}],
    [undefined, {}],
    [{ context: 'billing', x: 'y' }, {}],
    [{ context: 1 }, {}],
    [{ context: 'billing' }],
  ]) {
    assert.throws(() => sockets.events.readEvents(...wrong), TypeError);
  }
  assert.throws(() => sockets.events.readEvents(undefined, {}), /give the channel's parameters, then the message/);
  for (const webSocket of [...all, news]) webSocket.terminate();
});

test('a broadcast without the mark of its operation is not sent', async (t) => {
  const { readEvents } = POLICY.operations;
  assert(readEvents !== undefined);
  const message = { by: 'property', property: 'toString', values: ['event', 'news'] } as const;
  const policy = { ...POLICY, operations: { ...POLICY.operations, readEvents: { ...readEvents, message } } };
  const { url, sockets } = await startGateway(t, { policy });
  const webSocket = await open(events(url), withKey('billing-read'));
  webSocket.on('message', (data: Buffer) => {
    assert.match(data.toString(), /"toString":"(event|news)"/);
  });
  for (const wrong of [{}, { toString: 'other' }, { toString: ['event'] }, 'event', null, [{ toString: 'event' }]]) {
    assert.throws(
      () => sockets.events.readEvents({ context: 'billing' }, wrong),
      /tells its messages by toString: "event" or "news"/,
    );
  }
  const inherited: unknown = Object.create({ toString: 'event' });
  assert.throws(() => sockets.events.readEvents({ context: 'billing' }, inherited), TypeError);
  for (const toString of message.values) {
    assert.equal(sockets.events.readEvents({ context: 'billing' }, { toString }), 1);
  }
  await settled(webSocket);
  webSocket.terminate();
});

test('a socket that is being closed is not asked whether it may have a message', async (t) => {
  const gateway = await startGateway(t);
  const webSocket = await open(events(gateway.url), withKey('billing-read'));
  gateway.guard.revoke('billing-reader');
  assert.equal(gateway.sockets.events.readEvents({ context: 'billing' }, { n: 1 }), 0);
  assert.deepEqual(await closing(webSocket), { code: 4401, reason: 'revoked' });
  assert.deepEqual(
    gateway.events.map(({ checkpoint }) => checkpoint),
    ['connect', 'time'],
  );
});

test('a socket that is gone is not sent to', async (t) => {
  const { url, sockets } = await startGateway(t);
  const webSocket = await open(events(url), withKey('billing-read'));
  webSocket.close(1000);
  await once(webSocket, 'close');
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 0);
});

test('a proof that ends closes its socket within a second, and no frame after it counts', async (t) => {
  const { url, calls, sockets, events: audit } = await startGateway(t);
  const webSocket = await open(events(url), withKey('expires-in-400'));
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
  const webSocket = await open(events(url), { headers });
  await new Promise((resolve) => setTimeout(resolve, 500)); // Past the first proof's end.
  await settled(webSocket);
  webSocket.terminate();
});

test('revoke closes at once, and only the subject', async (t) => {
  const { url, guard, calls } = await startGateway(t);
  const [one, other] = await Promise.all([
    open(events(url), withKey('billing-both')),
    open(events(url), withKey('billing-publish')),
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

test('routes', () => {
  const route = (messages: Policy['operations'][string]['message'][], app?: (value: unknown) => string | undefined) => {
    const entries = messages.map((message, index) => [
      `op${String(index)}`,
      { ...POLICY.operations['announce'], message },
    ]);
    const policy = { ...POLICY, operations: Object.fromEntries(entries) as Policy['operations'] };
    return routeOf(policy, Object.keys(policy.operations), app);
  };
  const kind = (property: string, ...values: (string | number | boolean)[]) =>
    ({ by: 'property', property, values }) as const;
  const byKind = route([kind('kind', 'a', 1), kind('kind', 'b', true)]);
  const mixed = route([kind('kind', 'a'), kind('type', 'b')]);
  const app = (value: unknown) => (value as { op: string }).op;
  const given = [
    [byKind, { kind: 'a' }, 'op0'],
    [byKind, { kind: 1 }, 'op0'],
    [byKind, { kind: '1' }, undefined],
    [byKind, { kind: true }, 'op1'],
    [byKind, { kind: 'c' }, undefined],
    [byKind, {}, undefined],
    [byKind, 'a', undefined],
    [byKind, null, undefined],
    [byKind, Object.create({ kind: 'a' }), undefined],
    [mixed, { kind: 'a' }, 'op0'],
    [mixed, { type: 'b' }, 'op1'],
    [mixed, { kind: 'a', type: 'b' }, undefined],
    [route([{ by: 'channel' }]), undefined, 'op0'],
    [route([{ by: 'app' }], app), { op: 'op0' }, 'op0'],
    [route([{ by: 'app' }], app), { op: 'announce' }, undefined],
    [route([{ by: 'app' }], app), { op: '__proto__' }, undefined],
    [route([{ by: 'app' }], () => undefined), {}, undefined],
    [route([]), {}, undefined],
  ] as const;
  for (const [one, value, want] of given) assert.equal(one(value), want, JSON.stringify(value));
  assert.throws(() => route([{ by: 'app' }]), /route/);
  assert.throws(() => route([{ by: 'channel' }, { by: 'channel' }]), /route/);
});

test('contexts', () => {
  const policy = (context: Policy['operations'][string]['context']): Policy => ({
    ...POLICY,
    operations: { appendEvent: { ...POLICY.operations['appendEvent'], context } as Policy['operations'][string] },
  });
  const header = policy({ header: 'AxonIQ-Context' });
  const field = policy({ field: 'context' });
  const given = [
    [policy({ value: '_admin' }), [], {}, '_admin'],
    [policy({ parameter: 'context' }), [], {}, 'billing'],
    [policy({ parameter: 'other' }), [], {}, ''],
    [header, ['axoniq-context', 'sales'], {}, 'sales'],
    [header, [], {}, 'default'],
    [header, ['AxonIQ-Context', 'sales', 'axoniq-context', 'sales'], {}, ''],
    [field, [], { context: 'sales' }, 'sales'],
    [field, [], {}, 'default'],
    [field, [], null, 'default'],
    [field, [], { context: 1 }, ''],
    [field, [], { context: ['sales'] }, ''],
    [field, [], Object.create({ context: 'sales' }), 'default'],
    [{ ...header, roleMap: {} }, [], {}, undefined],
    [{ ...header, roles: null }, [], {}, undefined],
  ] as const;
  for (const [one, rawHeaders, message, want] of given) {
    const headers = contextHeaders(one, ['appendEvent'], rawHeaders);
    const parts = { parameters: { context: 'billing' }, headers };
    assert.equal(contextOf(one, 'appendEvent', parts, message), want, JSON.stringify([rawHeaders, message]));
  }
});

test('a document that speaks for the dialling side turns directions round', async (t) => {
  const { url, calls } = await startGateway(t, {
    policy: { ...withServer({ describes: 'client' }), operations: turned(POLICY.operations) },
  });
  const webSocket = await open(events(url), withKey('billing-both'));
  webSocket.send('{}');
  await settled(webSocket);
  assert.equal(calls[0]?.operation, 'appendEvent');
  webSocket.terminate();
});

function turned(operations: Policy['operations']): Policy['operations'] {
  const entries = Object.entries(operations).map(([id, operation]) => {
    const action: 'send' | 'receive' = operation.action === 'send' ? 'receive' : 'send';
    return [id, { ...operation, action }] as const;
  });
  return Object.fromEntries(entries);
}

test('a message that names its own context is judged by it', async (t) => {
  const operations = {
    ...POLICY.operations,
    appendEvent: { ...POLICY.operations['appendEvent'], context: { field: 'context' } },
  } as Policy['operations'];
  const { url, calls } = await startGateway(t, { policy: { ...POLICY, operations } });
  const webSocket = await open(events(url, 'anything'), withKey('billing-both'));
  for (const message of [{ context: 'sales' }, {}, { context: 'billing' }, { context: '*' }]) {
    webSocket.send(JSON.stringify(message));
  }
  await settled(webSocket);
  assert.deepEqual(
    calls.map(({ context }) => context),
    ['billing'],
  );
  webSocket.terminate();
});
