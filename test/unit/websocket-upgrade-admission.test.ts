import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketGuard } from '../../src/runtime/websocket/server.js';
import {
  authenticators,
  bearer,
  closing,
  EVENT,
  open,
  ORIGIN,
  raw,
  refusal,
  startGateway,
  upgradeRequest,
  withKey,
} from '../support/ws-gateway.js';
import { POLICY, withServer } from '../support/ws-policy.js';

test('a good credential in each of its carriers opens a socket', async (t) => {
  const { url } = await startGateway(t);
  const given = [
    [`${url}/contexts/billing/events`, withKey('billing-both')],
    [`${url}/contexts/billing/events`, bearer('billing-both')],
    [`${url}/contexts/billing/events?access_token=billing-both`, {}],
    [`${url}/contexts/billing/events`, { headers: { cookie: 'a=b; token=billing-both' }, origin: ORIGIN }],
    [`${url}/contexts/billing/events`, withKey('billing-read')],
    [`${url}/contexts/sales/events`, withKey('sales-both')],
    [`${url}/orders`, withKey('nobody')],
    [`${url}/news`, withKey('nobody')],
  ] as const;
  for (const [target, options] of given) (await open(target, options)).terminate();
});

test('a wrong credential in any place is refused before a handler runs', async (t) => {
  const { url, calls, events } = await startGateway(t);
  const events_ = `${url}/contexts/billing/events`;
  const given = [
    ['nothing', events_, {}, 401, 'unauthenticated'],
    ['wrong key', events_, withKey('wrong'), 401, 'invalid-credential'],
    ['wrong key in the query', `${events_}?access_token=wrong`, {}, 401, 'invalid-credential'],
    [
      'key twice in the query',
      `${events_}?access_token=billing-both&access_token=billing-both`,
      {},
      401,
      'invalid-credential',
    ],
    [
      'key in query and header',
      `${events_}?access_token=billing-both`,
      withKey('billing-both'),
      401,
      'invalid-credential',
    ],
    ['wrong cookie', events_, { headers: { cookie: 'token=wrong' }, origin: ORIGIN }, 401, 'invalid-credential'],
    [
      'cookie twice',
      events_,
      { headers: { cookie: 'token=billing-both; token=x' }, origin: ORIGIN },
      401,
      'invalid-credential',
    ],
    ['wrong token', events_, bearer('wrong'), 401, 'invalid-credential'],
    ['token of another scheme', events_, { headers: { authorization: 'Basic YTpi' } }, 401, 'unauthenticated'],
    ['empty token', events_, { headers: { authorization: 'Bearer ' } }, 401, 'invalid-credential'],
    ['no role here', events_, withKey('sales-both'), 403, 'insufficient-role'],
    ['no role at all', events_, withKey('nobody'), 403, 'insufficient-role'],
    ['no such context', `${url}/contexts/*/events`, withKey('billing-both'), 403, 'invalid-context'],
    ['authenticator down', events_, withKey('down'), 503, 'authenticator-failed'],
    ['expired', events_, withKey('expires-in-0'), 401, 'credential-expired'],
  ] as const;
  for (const [name, target, options, status, code] of given) {
    const refused = await refusal(target, options);
    assert.equal(refused.status, status, name);
    assert.deepEqual(JSON.parse(refused.body), { error: code }, name);
    assert.equal(refused.headers['content-type'], 'application/json', name);
    assert.equal('retry-after' in refused.headers, status === 503, name);
    const challenges = String(refused.headers['www-authenticate'] ?? '');
    assert.equal(challenges, status === 401 ? 'ApiKey realm="gateway", Bearer realm="gateway"' : '', name);
  }
  assert.equal(calls.length, 0);
  assert.deepEqual(
    events.map((event) => [event.checkpoint, event.code ?? event.cause]),
    given.map(([, , , , code]) => ['connect', code]),
  );
  assert.doesNotMatch(JSON.stringify(events), /wrong|YTpi/);
});

test('who is turned away unasked is told to the audit log', async (t) => {
  const { port, url, events } = await startGateway(t, {
    options: { limits: { perAddress: 1 }, remoteAddress: ({ headers }) => headers['x-real-ip']?.toString() },
  });
  const target = '/ws/contexts/billing/events';
  const given = [
    ['//', [], 'malformed-target'],
    ['/ws/nowhere', ['X-Real-IP: 192.0.2.7'], 'unknown-channel'],
    [target, ['Origin: https://evil.test', 'axoniq-access-token: billing-both'], 'origin-not-allowed'],
  ] as const;
  for (const [path, lines] of given) await raw(port, upgradeRequest(path, lines));
  await raw(port, `${upgradeRequest(target, ['axoniq-access-token: billing-both'])}\x88\x80\0\0\0\0`);
  assert.deepEqual(
    events.map(({ outcome, cause, code, checkpoint, subject }) => [outcome, cause, code, checkpoint, subject]),
    [...given.map(([, , cause]) => cause), 'frame-before-upgrade'].map((cause) => [
      'refused',
      cause,
      null,
      'connect',
      null,
    ]),
  );
  assert(events.every((event) => Object.isFrozen(event) && Object.isFrozen(event.invalid)));
  assert.deepEqual(
    events.map(({ remoteAddress }) => remoteAddress),
    ['127.0.0.1', '192.0.2.7', '127.0.0.1', '127.0.0.1'],
  );

  await refusal(`${url}/contexts/billing/events`, withKey('wrong'));
  await refusal(`${url}/contexts/billing/events`, withKey('billing-both'));
  assert.deepEqual(
    events.slice(4).map(({ outcome, code, cause }) => [outcome, code, cause]),
    [
      ['denied', 'invalid-credential', null],
      ['undecided', null, 'too-many-from-address'],
    ],
  );
});

test('an audit log that fails while a peer is turned away harms nobody', async (t) => {
  const thrower = (): never => {
    throw new Error('audit');
  };
  const { port, guard, url } = await startGateway(t, { options: { onDecision: thrower, remoteAddress: thrower } });
  assert.match(await raw(port, upgradeRequest('/ws/nowhere')), /^HTTP\/1.1 404 /);
  assert.equal((await refusal(`${url}/news`, withKey('nobody'))).status, 503);
  assert.equal(guard.failedEvents, 2);
});

test('an outage does not hide that another alternative holds', async (t) => {
  const { url } = await startGateway(t);
  const both = { headers: { 'axoniq-access-token': 'down', authorization: 'Bearer billing-both' } };
  (await open(`${url}/contexts/billing/events`, both)).terminate();
});

test('an authenticator that hangs is cut at the deadline', async (t) => {
  const { url } = await startGateway(t, {
    options: {
      authenticators: { ...authenticators, applicationToken: () => new Promise(() => undefined) },
      limits: { deadline: 100 },
    },
  });
  assert.equal((await refusal(`${url}/news`, withKey('nobody'))).status, 503);
});

test('refusals: close tells a page why, and hands no frame on', async (t) => {
  const { url, calls } = await startGateway(t, { options: { refusals: 'close' } });
  const given = [
    ['wrong', 4401, 'invalid-credential'],
    ['sales-both', 4403, 'insufficient-role'],
    ['down', 1013, 'authenticator-failed'],
  ] as const;
  for (const [key, code, reason] of given) {
    const webSocket = new WebSocket(`${url}/contexts/billing/events`, withKey(key));
    webSocket.on('open', () => {
      webSocket.send(EVENT);
    });
    assert.deepEqual(await closing(webSocket), { code, reason }, key);
  }
  assert.equal((await refusal(`${url}/news`, { ...withKey('nobody'), origin: 'https://evil.test' })).status, 403);
  assert.equal(calls.length, 0);
});

test('what would let nobody in, or everybody, is no guard', (t) => {
  const make =
    (options: object, policy = POLICY, server = 'gateway') =>
    () =>
      webSocketGuard(policy, server, { authenticators, origins: [ORIGIN], ...options });
  const refusedOptions = [
    [make({ origins: [] }), /origins/],
    [make({ origins: [''] }), /origins/],
    [make({ origins: ['*'] }), /origins/],
    [make({ origins: ['null'] }), /origins/],
    [make({ origins: ['https://app.acme.test/'] }), /origins/],
    [make({ origins: ['https://APP.acme.test'] }), /origins/],
    [make({ origins: ['https://app.acme.test:443'] }), /origins/],
    [make({ origins: undefined }), /origins/],
    [make({}, POLICY, 'other'), /no server "other"/],
    [make({}, POLICY, 'constructor'), /no server/],
    [make({}, withServer({ protocol: 'kafka' })), /kafka/],
    [make({ authenticators: {} }), /applicationToken/],
  ] as const;
  for (const [call, message] of refusedOptions) assert.throws(call, message);

  const guard = make({})();
  const http = createServer();
  const noServer = () => new WebSocketServer({ noServer: true });
  const done = () => undefined;
  const good = { appendEvent: done };
  const serve =
    (handlers: object, sockets = noServer(), server = http) =>
    () =>
      guard.serve(server, sockets, handlers);
  const attached = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  t.after(() => {
    attached.close();
  });
  const refusedServes = [
    [serve({ events: good }, attached), /noServer/],
    [serve({ events: good }, noServer(), createServer({ headersTimeout: 0 })), /headersTimeout/],
    [serve({ events: {} }), /events\.appendEvent is missing/],
    [serve({ events: { ...good, readEvents: done } }), /events\.readEvents is no operation/],
    [serve({ events: { ...good, typo: done } }), /events\.typo/],
    [serve({ events: { appendEvent: 'x' } }), /missing/],
    [serve({ events: done }), /object/],
    [serve({ event: good }), /channel event is not/],
    [serve({ orders: { placeOrder: done } }), /cancelOrder is missing/],
  ] as const;
  const variable = make({}, withServer({ pathname: '/{region}' }))();
  assert.throws(() => variable.serve(http, noServer(), {}), /variables/);
  for (const [call, message] of refusedServes) assert.throws(call, { name: 'TypeError', message });
});
