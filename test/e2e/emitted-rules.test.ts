import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Authorized } from '../../src/runtime/authorized.js';
import type { PasswordEvidence, TokenEvidence } from '../../src/runtime/identity.js';
import { assertNoCanary, canary } from '../support/canary.js';
import { authenticatorsOf, basic, emittedFolders, overheard, recorded } from '../support/emitted-at-work.js';
import { serveEmitted } from '../support/emitted-module.js';
import { nextMessage, open, ORIGIN, refusal } from '../support/ws-gateway.js';

suite('emitted folders at work', () => {
  const emitted = emittedFolders('algebra', 'roles', 'names', 'anywhere', 'silent', 'feed');
  const { said, listening } = overheard();

  test('a conjunction needs all of its schemes, at both levels', async (t) => {
    const module = emitted('algebra');
    const { apiKeys } = module;
    const device = canary('device');
    const tokens = { both: canary('both'), read: canary('read'), write: canary('write') };
    const scopes: Record<string, readonly string[]> = {
      [tokens.both]: ['vehicles:read', 'vehicles:write'],
      [tokens.read]: ['vehicles:read'],
      [tokens.write]: ['vehicles:write'],
    };
    const password = canary('workshop');
    const calls: Authorized[] = [];
    const { digestOf } = await import('../../src/runtime/api-keys.js');
    const entry = module.websocket['vehicle-bus'] ?? assert.fail();
    const guard = entry.guard({
      authenticators: {
        deviceKey: apiKeys((digest) => (digest === digestOf(device) ? { subject: 'truck-7' } : null)),
        fleetToken: ({ token }: TokenEvidence) =>
          Promise.resolve(
            Object.hasOwn(scopes, token)
              ? { subject: 'fleet', scopes: scopes[token] ?? [] }
              : { refused: 'invalid-credential' },
          ),
        'workshop.login': ({ password: given }: PasswordEvidence) =>
          Promise.resolve(given === password ? { subject: 'mechanic' } : { refused: 'invalid-credential' }),
      },
      origins: 'no-browsers',
      ...listening,
    });
    const served = await serveEmitted(t, guard, {
      'vehicles/{region}/{vehicle_id}': { 'report-position': recorded(calls) },
    });
    const path = '/v2/vehicles/north/7';
    const key = { 'x-device-key': device };
    const token = (text: string) => ({ authorization: `Bearer ${text}` });
    const login = basic('mechanic', password).headers ?? {};
    // Who opens the socket, and whether a position report reaches its handler.
    const table: readonly (readonly [string, Record<string, string | string[]>, number | boolean])[] = [
      ['nothing', {}, 401],
      ['the key alone', key, 401],
      ['the token alone', token(tokens.both), 401],
      ['the key, and a token that may not read', { ...key, ...token(tokens.write) }, 403],
      ['the key, and a token that may only read', { ...key, ...token(tokens.read) }, false],
      ['the key, and a token that may do both', { ...key, ...token(tokens.both) }, true],
      ['a wrong key, and a token that may do both', { 'x-device-key': 'wrong', ...token(tokens.both) }, 401],
      ['the workshop', login, true],
      ['the workshop, with a wrong key beside it', { ...login, 'x-device-key': 'wrong' }, true],
      ['a wrong password, with the key', { ...key, ...basic('mechanic', 'wrong').headers }, 401],
    ];
    for (const [who, headers, want] of table) {
      calls.length = 0;
      const given = { headers: headers as Record<string, string> };
      if (typeof want === 'number') {
        const refused = await refusal(`${served.url}${path}`, given);
        assert.equal(refused.status, want, `${who}: ${refused.body}`);
        said.push(refused);
        continue;
      }
      const socket = await open(`${served.url}${path}`, given);
      socket.send('{"kind":"fuel"}');
      socket.ping();
      await new Promise((resolve) => socket.once('pong', resolve));
      assert.equal(calls.length, want ? 1 : 0, who);
      if (want) assert.deepEqual(calls[0]?.parameters, { region: 'north', vehicle_id: '7' });
      socket.terminate();
    }
    assertNoCanary(...said);
  });

  test('a public operation on an open server is for everybody, and nothing else is', async (t) => {
    const module = emitted('algebra');
    const calls: Authorized[] = [];
    const entry = module.websocket['front_desk'] ?? assert.fail();
    const guard = entry.guard({ authenticators: {}, origins: 'no-browsers' });
    const served = await serveEmitted(t, guard, { 'open-days': { openDays: recorded(calls) } });
    const client = entry.connect({ url: served.url, credentials: {} });
    await (client['open-days']?.() ?? assert.fail())['openDays']?.({ when: 'today' });
    const socket = await open(`${served.url}/open-days`);
    socket.send('{}');
    socket.ping();
    await new Promise((resolve) => socket.once('pong', resolve));
    assert.deepEqual(
      calls.map(({ principal, message }) => [principal, message]),
      [
        [null, { when: 'today' }],
        [null, {}],
      ],
    );
    socket.terminate();
    await client.close();
    assert.equal((await refusal(`${served.url}/health`)).status, 404);
  });

  test("a document of the client's view gives a listening side with roles per context", async (t) => {
    const module = emitted('roles');
    const { apiKeys } = module;
    const calls: Authorized[] = [];
    const accounts: Record<string, readonly string[]> = {
      sender: ['SEND_COMMANDS@billing'],
      handler: ['HANDLE_COMMANDS@billing'],
      elsewhere: ['SEND_COMMANDS@sales', 'HANDLE_COMMANDS@sales'],
      former: ['DISPATCH@billing'],
    };
    const { digestOf } = await import('../../src/runtime/api-keys.js');
    const subjects = new Map(Object.keys(accounts).map((name) => [digestOf(canary(name)), name]));
    const entry = module.websocket['commandBus'] ?? assert.fail();
    const guard = entry.guard({
      authenticators: {
        application: apiKeys((digest) => {
          const subject = subjects.get(digest);
          return subject === undefined ? null : { subject, grants: accounts[subject] ?? [] };
        }),
        login: () => Promise.resolve({ refused: 'invalid-credential' }),
      },
      origins: 'no-browsers',
      ...listening,
    });
    const served = await serveEmitted(t, guard, {
      commands: { sendCommand: recorded(calls, { type: 'result', done: true }), askQuery: recorded(calls) },
    });
    const connect = (name: string, parameters = { context: 'billing' }) => {
      const client = entry.connect({ url: `${served.url}/v1`, credentials: { application: canary(name) } });
      t.after(() => client.close());
      return client['commands']?.(parameters) ?? assert.fail();
    };
    const command = { type: 'command', name: 'pay' };
    assert.deepEqual(await connect('sender')['sendCommand']?.(command), { type: 'result', done: true });
    assert.deepEqual(await connect('former')['sendCommand']?.(command), { type: 'result', done: true });
    assert.deepEqual(
      calls.map(({ operation, context, principal }) => [operation, context, principal?.subject]),
      [
        ['sendCommand', 'billing', 'sender'],
        ['sendCommand', 'billing', 'former'],
      ],
    );

    // Handled by whom the broadcast reaches: those who hold the role in that context.
    const handler = connect('handler');
    const received: unknown[] = [];
    handler['handleCommand']?.((message: unknown) => received.push(message));
    connect('elsewhere')['handleCommand']?.((message: unknown) => received.push(['elsewhere', message]));
    await handler['askQuery']?.({ type: 'query' });
    await connect('elsewhere')['askQuery']?.({ type: 'query' });
    const deadline = Date.now() + 5000;
    while (received.length === 0 && Date.now() < deadline) {
      const reached = served.sockets['commands']?.['handleCommand']?.({ context: 'billing' }, command);
      assert.ok(reached === undefined || reached <= 1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(received[0], command);
    assert.ok(!received.some((message) => Array.isArray(message)));
    assertNoCanary(...said, ...calls);
  });

  test('a document without servers is decided through guards.anyServer', async () => {
    const { guards, evidenceOf, apiKeys } = emitted('anywhere');
    const key = canary('shop');
    const { digestOf } = await import('../../src/runtime/api-keys.js');
    const guard = (guards['anyServer'] ?? assert.fail())({
      authenticators: {
        shopKey: apiKeys((digest) => (digest === digestOf(key) ? { subject: 'shop' } : null)),
        clerk: () => Promise.resolve({ refused: 'invalid-credential' }),
      },
    });
    const decided = async (url: string) => guard.decide('placeOrder', await guard.authenticate(evidenceOf({ url })));
    const allowed = await decided(`/orders?shop-key=${key}`);
    assert.equal(allowed.outcome, 'allowed');
    const table = [
      ['/orders', 'unauthenticated'],
      ['/orders?shop-key=other', 'invalid-credential'],
      [`/orders?shop-key=${key}&shop-key=${key}`, 'invalid-credential'],
      [`/orders?Shop-Key=${key}`, 'unauthenticated'],
    ] as const;
    for (const [url, code] of table) assert.deepEqual(await decided(url), { outcome: 'denied', code }, url);
    const caller = await guard.authenticate(evidenceOf({ url: `/orders?shop-key=${key}` }));
    assert.deepEqual(guard.decide('toString', caller), { outcome: 'denied', code: 'unknown-operation' });
    assertNoCanary(allowed, caller);
  });

  test('names that a language knows are names like any other', async (t) => {
    const module = emitted('names');
    const entry = module.websocket['class'] ?? assert.fail();
    const guard = entry.guard({
      authenticators: authenticatorsOf(module, 'class', {
        constructor: () => Promise.resolve({ subject: 'ada', grants: ['constructor@default', '__proto__@default'] }),
      }),
      origins: 'no-browsers',
      route: () => undefined,
    });
    let handle: (authorized: unknown) => void = () => undefined;
    const handled = new Promise((resolve) => (handle = resolve));
    const served = await serveEmitted(t, guard, {
      then_: {
        close_: (authorized) => {
          handle(authorized);
        },
      },
    });
    const client = entry.connect({
      url: served.url,
      credentials: { constructor: 'key' },
      route: () => undefined,
    });
    const connection = client['then_']?.() ?? assert.fail();
    const received = new Promise((resolve) => connection['valueOf_']?.(resolve));
    await connection['close_']?.({ say: 'hello' });
    assert.equal(((await handled) as Authorized).operation, 'close');
    assert.equal(served.sockets['then_']?.['valueOf_']?.({ told: 'all' }), 1);
    assert.deepEqual(await received, { told: 'all' });
    await client.close();
  });

  test('a server without operations admits nobody to anything', async () => {
    const { guards, evidenceOf } = emitted('silent');
    const guard = (guards['quiet'] ?? assert.fail())({
      authenticators: { token: () => Promise.resolve({ subject: 'reader' }) },
    });
    const caller = await guard.authenticate(evidenceOf({ rawHeaders: ['authorization', 'Bearer token'] }));
    assert.deepEqual(guard.decide('anything', caller), { outcome: 'denied', code: 'unknown-operation' });
  });

  test('a one-sided server only sends, or only receives', async (t) => {
    const { websocket } = emitted('feed');
    const authenticators = { subscriberKey: () => Promise.resolve({ subject: 'reader' }) };
    const ticker = (websocket['ticker'] ?? assert.fail()).guard({ authenticators, origins: [ORIGIN] });
    const served = await serveEmitted(t, ticker, {});
    const headers = { cookie: 'subscriber=key' };
    const socket = await open(`${served.url}/prices/ACME`, { headers, origin: ORIGIN });
    const told = nextMessage(socket);
    const price = served.sockets['prices/{symbol}']?.['price'] ?? assert.fail();
    assert.equal(price({ symbol: 'OTHER' }, { price: 1 }), 0);
    assert.equal(price({ symbol: 'ACME' }, { price: 2 }), 1);
    assert.deepEqual(await told, { price: 2 });
    assert.equal((await refusal(`${served.url}/prices/ACME`, { headers })).status, 403);
    socket.terminate();
  });
});
