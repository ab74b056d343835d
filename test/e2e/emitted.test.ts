import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ClientOptions } from 'ws';
import type { Authorized } from '../../src/runtime/authorized.js';
import type { WebSocketClientOptions } from '../../src/runtime/websocket/client.js';
import type { Identity, PasswordEvidence, TokenEvidence } from '../../src/runtime/identity.js';
import { assertNoCanary, canary, watch } from '../support/canary.js';
import {
  importEmitted,
  serveEmitted,
  type EmittedModule,
  type Handlers,
  type Served,
} from '../support/emitted-module.js';
import { json, keyServer } from '../support/key-server.js';
import { nextMessage, open, refusal } from '../support/ws-gateway.js';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
const ORIGIN = 'https://app.acme.test';

interface Presented {
  readonly headers?: Record<string, string | string[]>;
  readonly query?: string;
}

const options = ({ headers = {} }: Presented): ClientOptions => ({
  // As lists, so that a header can go out twice.
  headers: headers as Record<string, string>,
  origin: ORIGIN,
});
const target = (served: Served, path: string, { query = '' }: Presented): string => `${served.url}${path}${query}`;
const bearer = (token: string): Presented => ({ headers: { authorization: `Bearer ${token}` } });
const basic = (username: string, password: string): Presented => ({
  headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
});

/** Signs access tokens of an issuer whose keys are served on this machine. */
async function issuerOn(t: TestContext): Promise<{
  readonly issuer: string;
  readonly token: (name: string, claims: Record<string, unknown>, audience?: string) => Promise<string>;
}> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const server = await keyServer(t, (request, response) => {
    const answer = request.url === '/keys' ? { keys: [key] } : { issuer: server.url, jwks_uri: `${server.url}/keys` };
    json(answer)(request, response);
  });
  return {
    issuer: server.url,
    token: async (name, claims, audience = 'notes') =>
      watch(
        name,
        await new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
          .setIssuer(server.url)
          .setAudience(audience)
          .setSubject('reader')
          .setExpirationTime('5m')
          .sign(privateKey),
      ),
  };
}

suite('emitted folders at work', () => {
  let folder = '';
  const modules = new Map<string, EmittedModule>();
  const emitted = (name: string): EmittedModule => {
    const module = modules.get(name);
    assert(module !== undefined);
    return module;
  };

  before(async () => {
    await mkdir(CACHE, { recursive: true });
    folder = await mkdtemp(join(CACHE, 'e2e-'));
    for (const name of ['schemes', 'algebra', 'roles', 'names', 'anywhere', 'silent', 'feed']) {
      modules.set(name, await importEmitted(folder, name));
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  /** Every text that left a guard: nothing in it may hold a secret. */
  const said: unknown[] = [];
  const listening = {
    onDecision: (event: unknown) => said.push(event),
    onFault: (fault: unknown) => said.push(fault),
    onError: (error: unknown) => said.push(error),
  };
  const recorded = (calls: Authorized[], answer?: unknown) =>
    ((authorized: Authorized) => {
      calls.push(authorized);
      return answer;
    }) as Handlers[string][string];

  interface SchemeCase {
    readonly server: string;
    readonly right: Presented;
    readonly wrong: Readonly<Record<string, Presented>>;
    readonly credentials: object;
    readonly badCredentials: object;
  }

  const schemeCases = async (t: TestContext) => {
    const { apiKeys, jwt, passwords, hashPassword } = emitted('schemes');
    const { issuer, token } = await issuerOn(t);
    const keys = { header: canary('header-key'), query: canary('query-key'), cookie: canary('cookie-key') };
    const password = canary('password');
    const hash = await hashPassword(password);
    const opaque = canary('bearer');
    const granted = await token('granted', { scope: 'notes:write' });
    const narrow = await token('narrow', { scope: 'notes:read' });
    const foreign = await token('foreign', { scope: 'notes:write' }, 'elsewhere');
    const other = canary('wrong');
    const { digestOf } = await import('../../src/runtime/api-keys.js');
    const keyOf = (key: string) =>
      apiKeys((digest): Identity | null => (digest === digestOf(key) ? { subject: 'reader' } : null));
    const authenticators = {
      headerKey: keyOf(keys.header),
      queryKey: keyOf(keys.query),
      cookieKey: keyOf(keys.cookie),
      account: passwords((username) => (username === 'ada' ? { hash } : null)),
      token: ({ token: given }: TokenEvidence) =>
        Promise.resolve(given === opaque ? { subject: 'reader' } : { refused: 'invalid-credential' as const }),
      authorizationServer: jwt({ issuer, audience: 'notes' }),
      login: jwt({ issuer, audience: 'notes' }),
    };
    const cases: readonly SchemeCase[] = [
      {
        server: 'header',
        right: { headers: { 'X-Key': keys.header } },
        wrong: {
          'another key': { headers: { 'x-key': other } },
          'the key in the query': { query: `?X-Key=${keys.header}` },
          'the key as a bearer token': bearer(keys.header),
          'the key twice': { headers: { 'x-key': [keys.header, keys.header] } },
        },
        credentials: { headerKey: keys.header },
        badCredentials: { headerKey: other },
      },
      {
        server: 'query',
        right: { query: `?key=${keys.query}` },
        wrong: {
          'another key': { query: `?key=${other}` },
          'the key in a header': { headers: { key: keys.query } },
          'two keys': { query: `?key=${keys.query}&key=${other}` },
          'the key under another name': { query: `?Key=${keys.query}` },
        },
        credentials: { queryKey: () => Promise.resolve(keys.query) },
        badCredentials: { queryKey: other },
      },
      {
        server: 'cookie',
        right: { headers: { cookie: `theme=dark; session=${keys.cookie}` } },
        wrong: {
          'another key': { headers: { cookie: `session=${other}` } },
          'the key in the query': { query: `?session=${keys.cookie}` },
          'two cookies of the name': { headers: { cookie: `session=${other}; session=${keys.cookie}` } },
        },
        credentials: { cookieKey: keys.cookie },
        badCredentials: { cookieKey: other },
      },
      {
        server: 'basic',
        right: basic('ada', password),
        wrong: {
          'another password': basic('ada', other),
          'another name': basic('bob', password),
          'no base64': { headers: { authorization: `Basic ada:${password}` } },
          'the password as a bearer token': bearer(password),
        },
        credentials: { account: { username: 'ada', password: () => password } },
        badCredentials: { account: { username: 'ada', password: other } },
      },
      {
        server: 'bearer',
        right: bearer(opaque),
        wrong: {
          'another token': bearer(other),
          'no scheme name': { headers: { authorization: opaque } },
          'another scheme name': { headers: { authorization: `Token ${opaque}` } },
        },
        credentials: { token: opaque },
        badCredentials: { token: other },
      },
      {
        server: 'oauth',
        right: bearer(granted),
        wrong: {
          'a text that is no token': bearer(other),
          'a token for another audience': bearer(foreign),
          'a token without the scope': bearer(narrow),
          'a token with a cut signature': bearer(granted.slice(0, -4)),
        },
        credentials: { authorizationServer: granted },
        badCredentials: { authorizationServer: foreign },
      },
      {
        server: 'openId',
        right: bearer(narrow),
        wrong: {
          'a text that is no token': bearer(other),
          'a token for another audience': bearer(foreign),
          'the token in the query': { query: `?authorization=${granted}` },
        },
        credentials: { login: granted },
        badCredentials: { login: foreign },
      },
    ];
    return { authenticators, cases };
  };

  /** The authenticators that a server's rules ask for: a guard takes no other. */
  const authenticatorsOf = (module: EmittedModule, server: string, all: object): object => {
    const { requirement, rules } = module.POLICY.servers[server] ?? assert.fail(server);
    const levels = [requirement, ...Object.values(rules).map((rule) => rule.requirement)];
    const schemes = levels.flatMap((level) => (level ?? []).flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme)));
    const providers = new Set(schemes.map((scheme) => module.POLICY.schemes[scheme]?.provider));
    return Object.fromEntries(Object.entries(all).filter(([key]) => providers.has(key)));
  };

  test('each wired scheme lets its right credential in, and nothing else', async (t) => {
    const { authenticators, cases } = await schemeCases(t);
    const module = emitted('schemes');
    for (const { server, right, wrong, credentials, badCredentials } of cases) {
      await t.test(server, async (one) => {
        const calls: Authorized[] = [];
        const entry = module.websocket[server] ?? assert.fail(server);
        const guard = entry.guard({
          authenticators: authenticatorsOf(module, server, authenticators),
          origins: [ORIGIN],
          ...listening,
        });
        const handlers = { echoes: { echo: recorded(calls, { heard: true }) } };
        const served = await serveEmitted(one, guard, handlers);

        for (const [what, presented] of Object.entries({ nothing: {}, ...wrong })) {
          const refused = await refusal(target(served, '/echoes', presented), options(presented));
          const want = what === 'a token without the scope' ? 403 : 401;
          assert.equal(refused.status, want, `${server}: ${what}: ${refused.body}`);
          said.push(refused);
        }
        assert.equal(calls.length, 0);

        const socket = await open(target(served, '/echoes', right), options(right));
        const answered = nextMessage(socket);
        socket.send('{"say":"hello"}');
        assert.deepEqual(await answered, { heard: true });
        assert.deepEqual(
          calls.map(({ message }) => message),
          [{ say: 'hello' }],
        );
        socket.terminate();

        const dialling: Omit<WebSocketClientOptions, 'credentials'> = {
          url: served.url,
          origin: ORIGIN,
          onError: (error: unknown) => said.push(error),
        };
        const client = entry.connect({ ...dialling, credentials });
        const connection = client['echoes']?.() ?? assert.fail();
        assert.deepEqual(await connection['echo']?.({ say: 'again' }), { heard: true });
        assert.equal(calls.length, 2);
        await client.close();

        const intruder = entry.connect({ ...dialling, credentials: badCredentials });
        const turned = intruder['echoes']?.() ?? assert.fail();
        await assert.rejects(
          async () => await turned['echo']?.({ say: 'let me in' }),
          (error) => {
            said.push(error);
            return true;
          },
        );
        assert.equal((await turned.closed).code, 'unauthenticated');
        await intruder.close();
        assert.equal(calls.length, 2);
        assert.throws(() => entry.connect({ ...dialling, credentials: {} })['echoes']?.(), {
          code: 'credential-missing',
        });
      });
    }
    assertNoCanary(...said);
  });

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
