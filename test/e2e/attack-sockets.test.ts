import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketGuard } from '../../src/runtime/websocket/server.js';
import { attackedGateway, bearer, PERSON } from '../support/attack-gateway.js';
import {
  authenticators,
  closing,
  nextMessage,
  open,
  ORIGIN,
  refusal,
  settled,
  startGateway,
  upgradeRequest,
  withKey,
} from '../support/ws-gateway.js';
import { POLICY } from '../support/ws-policy.js';

const seconds = (): number => Math.floor(Date.now() / 1000);

test('messages that name their operation in another way reach no handler', async (t) => {
  const { url, accounts, events, handled } = await attackedGateway(t);
  const headers = { 'x-application-token': accounts.register('reader', ['READ_EVENTS@billing']) };
  const nested = '['.repeat(30_000) + ']'.repeat(30_000);
  const frames: readonly (readonly [string | Buffer, string])[] = [
    ['{"type":"append"}', 'insufficient-role'],
    ['{"type":"count","type":"append"}', 'insufficient-role'],
    ['{"type":"append","context":"sales","event":{}}', 'insufficient-role'],
    ['{"type":["count"]}', 'unknown-operation'],
    ['{"type":{"toString":"count"}}', 'unknown-operation'],
    ['{"__proto__":{"type":"count"}}', 'unknown-operation'],
    ['{"constructor":{"prototype":{"type":"count"}}}', 'unknown-operation'],
    ['{"type":"readEvents"}', 'unknown-operation'],
    ['{"type":"event","event":{}}', 'unknown-operation'],
    ['{"type":"Count"}', 'unknown-operation'],
    ['{"type":"count\\u0000"}', 'unknown-operation'],
    ['{"type":0}', 'unknown-operation'],
    ['[{"type":"count"}]', 'unknown-operation'],
    ['"count"', 'unknown-operation'],
    ['null', 'unknown-operation'],
    [nested, 'unknown-operation'],
    ['', 'malformed-message'],
    ['\ufeff{"type":"count"}', 'malformed-message'],
    ["{'type':'count'}", 'malformed-message'],
    [Buffer.from('{"type":"count"}'), 'malformed-message'],
  ];
  for (const [frame, want] of frames) {
    const webSocket = await open(url(), { headers });
    webSocket.send(frame);
    await settled(webSocket);
    const { operation, code } = events.at(-1) ?? {};
    assert.equal(code, want, `${String(frame).slice(0, 60)} ${String(operation)}`);
    webSocket.terminate();
  }
  assert.equal(handled(), 0);
});

test('ten thousand denied frames cost their sender its socket', async (t) => {
  const { url, accounts, events, handled } = await attackedGateway(t);
  const reader = { headers: { 'x-application-token': accounts.register('reader', ['READ_EVENTS@billing']) } };
  const [flooder, bystander] = [await open(url(), reader), await open(url(), reader)];
  const closed = closing(flooder);
  for (let sent = 0; sent < 10_000; sent += 1) flooder.send('{"type":"append"}');
  assert.deepEqual(await closed, { code: 4403, reason: 'insufficient-role' });
  assert.equal(events.filter(({ checkpoint }) => checkpoint === 'inbound').length, 20);
  bystander.send('{"type":"count"}');
  assert.deepEqual(await nextMessage(bystander), { type: 'counted', events: 0 });
  bystander.terminate();
  assert.equal(handled(), 1);
});

test('who was let in is put out when the token ends or the account goes, by either name', async (t) => {
  const { url, accounts, events, mint, handled } = await attackedGateway(t);
  // The tolerance of five seconds is part of the token's life.
  const exp = seconds() - 3;
  const short = await open(url(), bearer(await mint({ claims: { exp } })));
  const byAccount = await open(url(), bearer(await mint()));
  const other = await open(url(), {
    headers: { 'x-application-token': accounts.register('other', ['USE_CONTEXT@billing']) },
  });
  const [shortEnd, accountEnd] = [closing(short), closing(byAccount)];
  assert.deepEqual(await shortEnd, { code: 4401, reason: 'credential-expired' });
  const late = Date.now() - (exp + 5) * 1000;
  assert.ok(late >= 0 && late < 1000, `closed ${String(late)} ms after the end`);

  accounts.remove(PERSON); // Known to the issuer as u-1.
  assert.deepEqual(await accountEnd, { code: 4401, reason: 'revoked' });
  assert.equal((await refusal(url(), bearer(await mint()))).status, 401, 'and stays out');
  await settled(other);
  assert.equal(other.readyState, WebSocket.OPEN);
  other.terminate();
  assert.equal(handled(), 0);
  assert.deepEqual(
    events.filter(({ checkpoint }) => checkpoint === 'time').map(({ code }) => code),
    ['credential-expired', 'revoked'],
  );
});

test('a revocation overtakes a handshake, a handler, its reply and a broadcast', async (t) => {
  let finish: () => void = () => undefined;
  let begun: () => void = () => undefined;
  const handling = new Promise<void>((resolve) => (begun = resolve));
  const { url, calls, events, guard, sockets } = await startGateway(t, {
    handle: {
      placeOrder: () => {
        begun();
        return new Promise((resolve) => {
          finish = () => {
            resolve({ type: 'confirmed' });
          };
        });
      },
    },
  });
  const pending = refusal(`${url}/contexts/billing/events`, withKey('slow'));
  const webSocket = await open(`${url}/orders`, withKey('billing-read'));
  const listener = await open(`${url}/contexts/billing/events`, withKey('billing-read'));
  const heard: unknown[] = [];
  for (const peer of [webSocket, listener]) peer.on('message', (data) => heard.push(data));
  webSocket.send('{"type":"place","n":1}');
  webSocket.send('{"type":"place","n":2}');
  await handling;
  const closed = Promise.all([closing(webSocket), closing(listener)]);
  guard.revoke('billing-reader');
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 0);
  finish();
  for (const end of await closed) assert.deepEqual(end, { code: 4401, reason: 'revoked' });
  assert.equal(calls.length, 1, 'the frame that waited is lost');
  assert.deepEqual(heard, []);
  assert.ok(!events.some(({ checkpoint, outcome }) => checkpoint === 'reply' && outcome === 'allowed'));

  guard.revoke('billing');
  assert.deepEqual(JSON.parse((await pending).body), { error: 'revoked' });
});

test('a socket that a WebSocketServer opens late is looked at once more', async (t) => {
  const admit: ((ok: boolean) => void)[] = [];
  const guard = webSocketGuard<string, typeof authenticators, object, object>(POLICY, 'gateway', {
    authenticators,
    origins: [ORIGIN],
  });
  const http = createServer();
  const webSockets = new WebSocketServer({
    noServer: true,
    verifyClient: (_, decide) => {
      admit.push(decide);
      http.emit('asked');
    },
  });
  const serving = guard.serve(http, webSockets, { events: { appendEvent: () => undefined } });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const url = `ws://127.0.0.1:${String((http.address() as { port: number }).port)}/ws/news`;
  const meanwhile: readonly (readonly [string, () => unknown, object])[] = [
    [
      'billing-both',
      () => {
        guard.revoke('billing');
      },
      { code: 4401, reason: 'revoked' },
    ],
    [
      'expires-in-50',
      () => new Promise((resolve) => setTimeout(resolve, 100)),
      { code: 4401, reason: 'credential-expired' },
    ],
    ['sales-both', () => serving.close(), { code: 1001, reason: 'going-away' }],
  ];
  for (const [key, happens, want] of meanwhile) {
    const asked = once(http, 'asked');
    const end = closing(new WebSocket(url, withKey(key)));
    await asked;
    await happens();
    admit.shift()?.(true);
    assert.deepEqual(await end, want, key);
  }
});

test('a peer that does not read is cut before it fills our memory', async (t) => {
  const { port, sockets } = await startGateway(t, { options: { maxBacklog: 256 * 1024 } });
  const broadcast = (): number => sockets.events.readEvents({ context: 'billing' }, { pad: 'x'.repeat(64 * 1024) });
  const idle = async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(upgradeRequest('/ws/contexts/billing/events', ['axoniq-access-token: billing-read']));
    await once(socket, 'data');
    socket.pause();
    return socket;
  };
  const deaf = await idle();
  let reached = 0;
  for (let sent = 0; sent < 1000; sent += 1) {
    if (broadcast() === 0) break;
    reached += 1;
    // Pongs that nobody asked for are no sign that it reads.
    deaf.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(reached > 3 && reached < 1000, String(reached));
  assert.equal(broadcast(), 0);
  deaf.destroy();

  // Pings make pongs, which nobody reads either.
  const pinger = await idle();
  const gone = new Promise((resolve) => pinger.once('close', resolve));
  const ping = Buffer.concat([Buffer.from([0x89, 0x80 + 125, 0, 0, 0, 0]), Buffer.alloc(125)]);
  const pings = Buffer.concat(Array.from({ length: 500 }, () => ping));
  const timer = setInterval(() => pinger.write(pings), 1);
  t.after(() => {
    clearInterval(timer);
  });
  await gone;
  clearInterval(timer);
  for (const maxBacklog of [0, -1, Number.NaN, 1.5, Infinity]) {
    const make = () => webSocketGuard(POLICY, 'gateway', { authenticators, origins: [ORIGIN], maxBacklog });
    assert.throws(make, { name: 'TypeError', message: /maxBacklog/ });
  }
});

test('200 sockets at once, each told what it may know', async (t) => {
  const { url, accounts, handled } = await attackedGateway(t);
  const roles = ['READ_EVENTS@billing', 'PUBLISH_EVENTS@billing', 'USE_CONTEXT@*', 'WRITE@billing'];
  const keys = roles.map((role, index) => accounts.register(`app ${String(index)}`, [role]));
  const mayRead = [true, false, true, false];
  const all: WebSocket[] = [];
  const heard = new Array<number>(200).fill(0);
  // In waves below the limit of handshakes under way from one address.
  for (let wave = 0; wave < 4; wave += 1) {
    const opened = Array.from({ length: 50 }, (_, index) =>
      open(url(), { headers: { 'x-application-token': keys[index % 4] ?? '' } }),
    );
    all.push(...(await Promise.all(opened)));
  }
  for (const [index, webSocket] of all.entries())
    webSocket.on('message', () => {
      heard[index] = (heard[index] ?? 0) + 1;
    });
  all.at(1)?.send('{"type":"append","event":{"name":"x"}}');
  await settled(all.at(1) ?? assert.fail());
  await Promise.all(all.map(settled));
  assert.equal(handled(), 1);
  for (const [index, count] of heard.entries())
    assert.equal(count, mayRead[(index % 50) % 4] === true ? 1 : 0, String(index));
  for (const webSocket of all) webSocket.terminate();
});

test('peers behind one proxy have limits of their own where the app tells them apart', async (t) => {
  const { url, events } = await startGateway(t, {
    options: {
      limits: { perAddress: 2 },
      remoteAddress: ({ headers }) => String(headers['x-real-ip']),
    },
  });
  const from = (address: string, key: string) => ({ headers: { ...withKey(key).headers, 'x-real-ip': address } });
  for (const want of [401, 401, 503])
    assert.equal((await refusal(`${url}/news`, from('192.0.2.1', 'wrong'))).status, want);
  (await open(`${url}/news`, from('192.0.2.2', 'nobody'))).terminate();
  assert.deepEqual(
    events.map(({ remoteAddress }) => remoteAddress),
    ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'],
  );
});
