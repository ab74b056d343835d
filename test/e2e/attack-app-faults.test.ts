import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import type { DecisionEvent, GuardOptions } from '../../src/runtime/guard-types.js';
import type { WebSocketGuardOptions } from '../../src/runtime/websocket/server.js';
import { assertNoCanary, canary, capture } from '../support/canary.js';
import {
  authenticators,
  closing,
  open,
  refusal,
  settled,
  startGateway,
  withKey,
  type Gateway,
} from '../support/ws-gateway.js';

type Options = Partial<WebSocketGuardOptions<typeof authenticators>>;

const late = (error: unknown) => () => new Promise<never>((_, reject) => setTimeout(reject, 5, error));
const throws = (error: unknown) => () => {
  throw error;
};
const NEVER = () => new Promise<never>(() => undefined);
/** No text can be made of it. */
const UNPRINTABLE = Object.freeze({ __proto__: null });
const TRAP = {
  get stack(): string {
    throw new Error('stack');
  },
  get message(): string {
    throw new Error('message');
  },
};

/** An unhandled rejection or exception ends a process; the test runner reports each as a failure of this test. */
async function staysAlive({ url }: Gateway): Promise<void> {
  (await open(`${url}/news`, { headers: { authorization: 'Bearer nobody' } })).terminate();
}

test('what an authenticator does instead of answering lets nobody in', async (t) => {
  const answers: Readonly<Record<string, unknown>> = {
    'throws at once': throws(new Error('x')),
    'throws nothing': throws(undefined),
    'throws null': throws(null),
    'throws what cannot be printed': throws(UNPRINTABLE),
    rejects: () => Promise.reject(new Error('x')),
    'rejects later': late(UNPRINTABLE),
    'never settles': NEVER,
    'is settled by nobody': () => ({ then: () => undefined }),
    'throws as a promise': () => ({ then: throws(new Error('x')) }),
    'answers undefined': () => undefined,
    'answers null': () => null,
    'answers true': () => true,
    'answers a text': () => 'alice',
    'answers a list': () => [{ subject: 'alice' }],
    'answers nothing in an object': () => ({}),
    'answers a function': () => () => ({ subject: 'alice' }),
    'answers a number as subject': () => ({ subject: 7 }),
    'answers blanks as subject': () => ({ subject: '  ' }),
    'answers a boxed text as subject': () => ({ subject: new String('alice') }),
    'answers a refusal that is none': () => ({ refused: false, subject: 'alice' }),
    'answers NaN as expiry': () => ({ subject: 'alice', expiresAt: Number.NaN }),
    'answers a text as expiry': () => ({ subject: 'alice', expiresAt: '2999-01-01' }),
    'answers one text as grants': () => ({ subject: 'alice', grants: 'READ_EVENTS@*' }),
    'answers a grant of no role': () => ({ subject: 'alice', grants: ['READ_EVENTS@billing', 'ROOT@*'] }),
    'answers a grant without a context': () => ({ subject: 'alice', grants: ['READ_EVENTS'] }),
    'answers a grant of a pattern': () => ({ subject: 'alice', grants: ['READ_EVENTS@bill*'] }),
    'answers a number as account': () => ({ subject: 'alice', account: 7 }),
    'answers with a trap': () => ({
      get subject() {
        throw new Error('x');
      },
    }),
  };
  await Promise.all(
    Object.entries(answers).map(async ([name, applicationToken]) => {
      const gateway = await startGateway(t, {
        options: {
          authenticators: { ...authenticators, applicationToken } as typeof authenticators,
          limits: { deadline: 100 },
        },
      });
      for (const path of ['contexts/billing/events', 'orders', 'news']) {
        const { status, headers } = await refusal(`${gateway.url}/${path}`, withKey('billing-both'));
        assert.equal(status, 503, `${name} ${path}`);
        assert.ok('retry-after' in headers, name);
      }
      assert.ok(
        gateway.events.every(({ outcome }) => outcome === 'undecided'),
        name,
      );
      assert.equal(gateway.calls.length, 0, name);
      await staysAlive(gateway);
    }),
  );
});

test('what a handler does ends its own socket at most', async (t) => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const deeds: Readonly<Record<string, () => unknown>> = {
    'throws null': throws(null),
    'throws what cannot be printed': throws(UNPRINTABLE),
    'throws a trap': throws(TRAP),
    'rejects with undefined': late(undefined),
    'rejects with what cannot be printed': late(UNPRINTABLE),
    'gives what refers to itself': () => circular,
    'gives a bigint': () => ({ n: 1n }),
    'gives a function': () => () => undefined,
    'gives a trap': () => ({
      toJSON: throws(new Error('x')),
    }),
    'gives a promise of a trap': () => ({ then: throws(new Error('x')) }),
  };
  // The default of `onError`, and those of an app that fails as well.
  const listeners: Readonly<Record<string, unknown>> = {
    'the default': undefined,
    'throws too': throws(new Error('x')),
    'rejects too': late(new Error('x')),
  };
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  t.after(() => process.off('warning', warned));
  for (const [told, onError] of Object.entries(listeners)) {
    await Promise.all(
      Object.entries(deeds).map(async ([deed, placeOrder]) => {
        const gateway = await startGateway(t, { handle: { placeOrder }, options: { onError } as Options });
        const bystander = await open(`${gateway.url}/orders`, withKey('nobody'));
        const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
        const closed = closing(webSocket);
        webSocket.send('{"type":"place"}');
        assert.deepEqual(await closed, { code: 1011, reason: 'handler-failed' }, `${deed}, ${told}`);
        await settled(bystander);
        assert.equal(bystander.readyState, bystander.OPEN);
        bystander.terminate();
        await staysAlive(gateway);
      }),
    );
  }
  assert.ok(warnings.length > 0, 'somebody is told');
});

test('a handler that never ends holds up its own socket alone, and that one still ends', async (t) => {
  const { url, calls, guard } = await startGateway(t, { handle: { placeOrder: NEVER } });
  const stuck = await open(`${url}/orders`, withKey('billing-both'));
  for (let sent = 0; sent < 1000; sent += 1) stuck.send('{"type":"place"}');
  const other = await open(`${url}/orders`, withKey('nobody'));
  other.send('{"type":"place"}');
  await settled(other);
  assert.equal(calls.length, 2);
  const closed = closing(stuck);
  guard.revoke('billing');
  assert.deepEqual(await closed, { code: 4401, reason: 'revoked' });
  other.terminate();
});

test('listeners that fail change no decision', async (t) => {
  const change = (event: DecisionEvent): void => {
    Object.assign(event, { outcome: 'allowed' });
  };
  const listeners: Readonly<Record<string, unknown>> = {
    throws: throws(new Error('x')),
    rejects: () => Promise.reject(new Error('x')),
    'never settles': NEVER,
    'changes the event': change,
    'is settled by nobody': () => ({ then: throws(new Error('x')) }),
  };
  for (const [name, listener] of Object.entries(listeners)) {
    const gateway = await startGateway(t, {
      options: {
        onDecision: listener as NonNullable<GuardOptions<object>['onDecision']>,
        onFault: listener as NonNullable<GuardOptions<object>['onFault']>,
      },
    });
    assert.equal((await refusal(`${gateway.url}/orders`, withKey('wrong'))).status, 401, name);
    assert.equal((await refusal(`${gateway.url}/orders`, withKey('down'))).status, 503, name);
    const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
    webSocket.send('{"type":"x"}');
    await settled(webSocket);
    webSocket.send('{"type":"place"}');
    await settled(webSocket);
    webSocket.terminate();
    assert.deepEqual(
      gateway.calls.map(({ operation }) => operation),
      ['placeOrder'],
      name,
    );
    assert.equal(gateway.guard.failedEvents > 0, name !== 'never settles', name);
  }
});

test('a revocation from within a listener counts at once', async (t) => {
  let revoke: (subject: string) => void = () => undefined;
  const { url, sockets, guard } = await startGateway(t, {
    options: {
      onDecision: ({ checkpoint, subject }) => {
        if (checkpoint === 'connect' && subject === 'billing') revoke('billing');
        if (checkpoint === 'outbound' && subject === 'sales') revoke('sales');
      },
    },
  });
  revoke = (subject) => {
    guard.revoke(subject);
  };
  const early = new WebSocket(`${url}/contexts/billing/events`, withKey('billing-both'));
  assert.equal((await closing(early)).code, 4401);
  const told = await open(`${url}/contexts/sales/events`, withKey('sales-both'));
  const closed = closing(told);
  assert.equal(sockets.events.readEvents({ context: 'sales' }, {}), 0);
  assert.equal((await closed).code, 4401);
});

test('functions of the app that read messages: throw, promise, wrong type', async (t) => {
  const options: Readonly<Record<string, Options>> = {
    'decode throws': { decode: throws(UNPRINTABLE) },
    'decode promises': { decode: (data) => Promise.resolve(JSON.parse(data.toString())) },
    'decode promises, and breaks it': { decode: late(UNPRINTABLE) },
    'decode gives nothing': { decode: () => undefined },
    'decode gives a trap': {
      decode: () => ({
        get type() {
          throw new Error('x');
        },
      }),
    },
  };
  for (const [name, option] of Object.entries(options)) {
    const gateway = await startGateway(t, { options: option });
    const webSocket = await open(`${gateway.url}/orders`, withKey('nobody'));
    webSocket.send('{"type":"place"}');
    await settled(webSocket);
    webSocket.terminate();
    assert.equal(gateway.calls.length, 0, name);
    await staysAlive(gateway);
  }
  const where = await startGateway(t, { options: { remoteAddress: throws(new Error('x')) } });
  assert.equal((await refusal(`${where.url}/news`, withKey('nobody'))).status, 503);
});

test('a broadcast carries its operation’s mark, so that nobody takes it for a reply', async (t) => {
  const { url, sockets } = await startGateway(t);
  const webSocket = await open(`${url}/orders`, withKey('nobody'));
  for (const message of [{ type: 'confirmed' }, {}, null, 'placed', ['placed'], Object.create({ type: 'placed' })])
    assert.throws(() => sockets.orders.orderPlaced(message), { name: 'TypeError', message: /type: "placed"/ });
  const heard = once(webSocket, 'message');
  assert.equal(sockets.orders.orderPlaced({ type: 'placed', n: 1 }), 1);
  assert.equal(String((await heard)[0]), '{"type":"placed","n":1}');
  webSocket.terminate();
});

test('no secret shows on any of these ways', async (t) => {
  const key = canary('application-token');
  const token = canary('bearer-token');
  const faults: unknown[] = [];
  const warnings: unknown[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  t.after(() => process.off('warning', warned));
  const { result, stdout, stderr } = await capture(async () => {
    const gateway = await startGateway(t, { options: { onFault: (fault) => faults.push(fault) } });
    const bodies: unknown[] = [];
    for (const path of ['orders', 'contexts/billing/events', 'nowhere', `x?access_token=${key}`, key]) {
      for (const headers of [
        { 'axoniq-access-token': key },
        { authorization: `Bearer ${token}` },
        { authorization: `Basic ${Buffer.from(`u:${token}`).toString('base64')}` },
        { cookie: `token=${key}`, origin: 'https://evil.test' },
      ])
        bodies.push(await refusal(`${gateway.url}/${path}`, { headers }));
    }
    return [gateway.guard, gateway.events, gateway.errors, gateway.sockets, bodies];
  });
  assertNoCanary(stdout, stderr, faults, warnings, ...result);
});
