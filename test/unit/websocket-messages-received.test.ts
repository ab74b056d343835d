import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../src/runtime/message-context.js';
import { routeOf } from '../../src/runtime/message-route.js';
import type { Policy } from '../../src/runtime/policy.js';
import { contextHeaders } from '../../src/runtime/websocket/context-headers.js';
import { eventsAt, nextMessage, open, settled, startGateway, withKey } from '../support/ws-gateway.js';
import { POLICY, withServer } from '../support/ws-policy.js';

test('the handler gets what was decided', async (t) => {
  const { url, calls, events: audit } = await startGateway(t);
  const webSocket = await open(eventsAt(url), withKey('billing-both'));
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
  const reader = await open(eventsAt(url), withKey('billing-read'));
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
  const webSocket = await open(eventsAt(url), withKey('billing-both'));
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
  const webSocket = await open(eventsAt(url, 'anything'), withKey('billing-both'));
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
