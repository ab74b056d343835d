import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import {
  authenticators,
  bearer,
  closing,
  eventsAt,
  nextMessage,
  open,
  settled,
  startGateway,
  withKey,
} from '../support/ws-gateway.js';
import { POLICY } from '../support/ws-policy.js';

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

test('a broadcast reaches those who may have it, and no one else', async (t) => {
  const { url, sockets, guard } = await startGateway(t);
  const heard: string[] = [];
  const people = ['billing-both', 'billing-read', 'billing-publish', 'sales-both'] as const;
  const all = await Promise.all(
    people.map(async (key) => {
      const webSocket = await open(eventsAt(url, key.startsWith('sales') ? 'sales' : 'billing'), withKey(key));
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
  const webSocket = await open(eventsAt(url), withKey('billing-read'));
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
  const webSocket = await open(eventsAt(gateway.url), withKey('billing-read'));
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
  const webSocket = await open(eventsAt(url), withKey('billing-read'));
  webSocket.close(1000);
  await once(webSocket, 'close');
  assert.equal(sockets.events.readEvents({ context: 'billing' }, {}), 0);
});
