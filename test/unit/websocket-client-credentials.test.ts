import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import { fromEnv } from '../../src/runtime/credentials.js';
import type { Policy } from '../../src/runtime/policy.js';
import { webSocketClient } from '../../src/runtime/websocket/client.js';
import { chooseCredentials } from '../../src/runtime/websocket/credential-choice.js';
import { dialUrl } from '../../src/runtime/websocket/dial-url.js';
import { handshakeCredentials } from '../../src/runtime/websocket/handshake-credentials.js';
import { client, type Channels } from '../support/ws-client.js';
import { ORIGIN, startGateway } from '../support/ws-gateway.js';
import { POLICY, withServer } from '../support/ws-policy.js';

test('a credential that cannot be carried is never sent', async (t) => {
  const sent: string[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  t.after(() => {
    server.close();
  });
  server.on('connection', (_: WebSocket, request) => sent.push(request.rawHeaders.join('\n')));
  const { port } = server.address() as { port: number };
  const url = `ws://127.0.0.1:${String(port)}`;
  const throwing = () => {
    throw new Error('canary-secret');
  };
  for (const secret of [
    'a\r\nX-Evil: canary-secret',
    'canary-secret\n',
    'canary\0secret',
    '',
    '  ',
    'schlüssel',
    undefined,
    7,
    throwing,
  ]) {
    const source = typeof secret === 'function' ? secret : () => secret;
    const made = client(t, url, { applicationToken: source }, { reconnect: false });
    const { code } = await made.news().closed;
    assert.equal(code, 'unauthenticated', String(secret));
    assert.equal(made.errors.length, 1);
    const [error] = made.errors;
    assert(error instanceof Error);
    assert.match(error.message, /applicationToken/);
    assert.doesNotMatch(`${error.message} ${String(error.stack)} ${JSON.stringify(error)}`, /canary/);
  }
  assert.deepEqual(sent, []);
});

test('nothing is dialled without what the channel asks for', (t) => {
  const orders = (credentials: object) => () => client(t, 'ws://127.0.0.1:1/ws', credentials).orders();
  assert.throws(orders({}), {
    name: 'ConnectionError',
    code: 'credential-missing',
    message: /applicationToken, or externalLogin/,
  });
  assert.throws(orders({ applicationToken: undefined }), { code: 'credential-missing' });
  assert.throws(orders({ typo: 'x' }), { name: 'TypeError', message: /typo/ });
  assert.throws(() => client(t, 'ws://127.0.0.1:1', { applicationToken: 'x' }).events({} as never), TypeError);
});

test('the first alternative that the slots satisfy is presented', async () => {
  const use = (...schemes: string[]) => ({ allOf: schemes.map((scheme) => ({ scheme, scopes: [] })), actor: null });
  const providers: Policy['providers'] = {
    ...POLICY.providers,
    password: { form: 'basic', carriers: [{ in: 'header', name: 'authorization' }], rolesFrom: null },
  };
  const schemes = { ...POLICY.schemes, password: { type: 'http', provider: 'password' } };
  const policy: Policy = { ...POLICY, providers, schemes };
  const choose = (server: Policy['servers'][string]['requirement'], operation: typeof server, ...slots: string[]) => {
    const rules = { announce: { requirement: operation } };
    const { gateway } = withServer({ requirement: server, rules }).servers;
    assert(gateway !== undefined);
    return chooseCredentials(policy, gateway, ['announce'], new Set(slots)).map(({ provider }) => provider);
  };
  const token = use('applicationToken');
  const login = use('externalLogin');
  const password = use('password');
  assert.deepEqual(choose([token, login], null, 'externalLogin', 'applicationToken'), ['applicationToken']);
  assert.deepEqual(choose([token, login], null, 'externalLogin'), ['externalLogin']);
  assert.deepEqual(choose([token], [login], 'externalLogin', 'applicationToken'), [
    'applicationToken',
    'externalLogin',
  ]);
  assert.deepEqual(choose(null, [login, token], 'applicationToken'), ['applicationToken']);
  assert.deepEqual(choose(null, null), []);
  // Basic and bearer would meet in one header.
  assert.deepEqual(choose([password, token], [login], 'password', 'externalLogin', 'applicationToken'), [
    'applicationToken',
    'externalLogin',
  ]);
  assert.throws(() => choose([password], [login], 'password', 'externalLogin'), { code: 'credential-missing' });
  assert.throws(() => choose([use('applicationToken', 'externalLogin')], null, 'applicationToken'), {
    code: 'credential-missing',
  });

  const place = (in_: 'header' | 'query' | 'cookie', name: string, provider: string, credential: unknown) =>
    handshakeCredentials(
      policy,
      [{ provider, carrier: { in: in_, name } }],
      new Map([[provider, credential as string]]),
    );
  assert.deepEqual(await place('header', 'authorization', 'externalLogin', 'tok'), {
    headers: { authorization: 'Bearer tok' },
    query: '',
  });
  assert.deepEqual(await place('query', 'access token', 'applicationToken', 'a&b=c'), {
    headers: {},
    query: 'access%20token=a%26b%3Dc',
  });
  assert.deepEqual(await place('cookie', 'token', 'applicationToken', 'abc'), {
    headers: { cookie: 'token=abc' },
    query: '',
  });
  assert.deepEqual(await place('header', 'authorization', 'password', { username: 'jo', password: () => 'a:b' }), {
    headers: { authorization: `Basic ${Buffer.from('jo:a:b').toString('base64')}` },
    query: '',
  });
  const wrong = [
    place('cookie', 'token', 'applicationToken', 'a; admin=1'),
    place('header', 'authorization', 'password', { username: 'a:b', password: 'x' }),
    place('header', 'authorization', 'password', 'jo:x'),
    place('header', 'x', 'applicationToken', { username: 'a', password: 'b' }),
  ];
  for (const one of wrong) await assert.rejects(one, { code: 'credential-unusable' });
});

test('a cookie goes with the origin that servers ask for', async (t) => {
  const gateway = await startGateway(t);
  const applicationToken = { ...POLICY.providers['applicationToken'], carriers: [{ in: 'cookie', name: 'token' }] };
  const policy = { ...POLICY, providers: { ...POLICY.providers, applicationToken } } as Policy;
  const options = { credentials: { applicationToken: 'nobody' }, url: gateway.url, onError: () => undefined };
  const made = webSocketClient<Channels>(policy, 'gateway', { ...options, origin: ORIGIN });
  t.after(() => made.close());
  assert.deepEqual(await webSocketClient<Channels>(policy, 'gateway', options).news().closed, {
    code: 'forbidden',
    retry: false,
  });
  const heard = new Promise<unknown>((resolve) => made.news().announce(resolve));
  while (gateway.sockets.news.announce('x') === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await heard, 'x');
});

test('secrets go to the document’s hosts, over TLS', () => {
  const { gateway } = POLICY.servers;
  assert(gateway !== undefined);
  const given = [
    [{}, undefined, 'wss://gateway.acme.test:8443/ws'],
    [{ protocol: 'ws' }, undefined, 'wss://gateway.acme.test:8443/ws'],
    [{ tls: false }, undefined, 'ws://gateway.acme.test:8443/ws'],
    [{ protocol: 'ws', host: 'localhost:80' }, undefined, 'ws://localhost/ws'],
    [{ protocol: 'wss', host: 'localhost:9' }, undefined, 'wss://localhost:9/ws'],
    [{}, 'ws://127.0.0.1:9', 'ws://127.0.0.1:9/'],
    [{}, 'ws://[::1]:9/x', 'ws://[::1]:9/x'],
    [{}, 'wss://gateway.acme.test:8443/other', 'wss://gateway.acme.test:8443/other'],
    [{ hosts: ['eu.acme.test'] }, 'wss://eu.acme.test:443', 'wss://eu.acme.test/'],
    [{ tls: false }, 'ws://gateway.acme.test:8443', 'ws://gateway.acme.test:8443/'],
    [{}, 'wss://gateway.acme.test', /no host/],
    [{}, 'wss://evil.test', /no host/],
    [{}, 'wss://gateway.acme.test:8443@evil.test', /user/],
    [{}, 'wss://gateway.acme.test.evil.test:8443', /no host/],
    [{}, 'ws://gateway.acme.test:8443', /in clear/],
    [{}, 'http://gateway.acme.test:8443', /scheme/],
    [{}, 'wss://gateway.acme.test:8443?a=b', /query/],
    [{}, 'gateway.acme.test', /no URL/],
    [{}, '', /no URL/],
    [{ host: '{region}.acme.test' }, undefined, /option url/],
    [{}, 'ws://127.0.0.1.evil.test', /no host/],
  ] as const;
  for (const [change, url, want] of given) {
    const dial = (): string => dialUrl('gateway', { ...gateway, ...change }, url).href;
    if (typeof want === 'string') assert.equal(dial(), want);
    else assert.throws(dial, { name: 'ConnectionError', code: 'url-refused', message: want }, url);
  }
});

test('a credential that cannot be had is named to whoever sends, and nothing is dialled', async (t) => {
  const orders = client(t, 'ws://127.0.0.1:1/ws', {
    applicationToken: fromEnv('ASYNCAPI_GUARDS_TEST_UNSET'),
  }).orders();
  const missing = { code: 'credential-missing', message: /\$ASYNCAPI_GUARDS_TEST_UNSET/ };
  await assert.rejects(() => orders.placeOrder({ type: 'place' }), missing);
  assert.deepEqual(await orders.closed, { code: 'unauthenticated', retry: false });
  await assert.rejects(() => orders.placeOrder({ type: 'place' }), missing);
});
