import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { AuthorizedRecord } from '../../src/runtime/kafka/authorized-record.js';
import { stop } from '../../src/runtime/kafka/denial-policy.js';
import { deadLetter } from '../../src/runtime/kafkajs/dead-letter.js';
import { startBroker, type Broker } from '../kafka-broker/broker.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { assertNoCanary } from '../support/canary.js';
import { Seen, Shop, TOKEN, told, type Handler } from '../support/kafka-shop.js';

const text = (bytes: Uint8Array | null | undefined): string | null => (bytes ? Buffer.from(bytes).toString() : null);

suite('a Kafka consumer', { skip: skipWithoutKafka() }, () => {
  let broker: Broker;
  before(async () => {
    broker = await startBroker({ properties: ['group.min.session.timeout.ms=1000'] });
  });
  after(() => broker.stop());

  // Topics outlive a test: each takes those that no other has, or a group of its own and its own subjects.
  test('a proved record reaches its handler, and is committed', async (t) => {
    const shop = new Shop(t, broker);
    await shop.topics({ orders: 1 });
    const { options, events } = told();
    const guard = shop.application.guard(options);
    const seen = new Seen<AuthorizedRecord>();
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer(guard.topics('onOrder'), { groupId });
    await guard.run(consumer, {
      onOrder: (record) => {
        seen.add(record);
      },
    });
    const sender = await shop.sender();
    await sender.onOrder({ key: 'k', message: { n: 1 }, headers: { trace: 'abc' }, context: 'sales' });
    const [record] = await seen.count(1);
    assert.ok(record);
    const { subject, issuer } = record.principal ?? {};
    assert.deepEqual(
      [record.operation, record.message, record.context, record.topic, record.partition, record.offset],
      ['onOrder', { n: 1 }, 'sales', 'orders', 0, '0'],
    );
    assert.deepEqual([subject, issuer, text(record.key), text(record.value)], ['shop', 'acme', 'k', '{"n":1}']);
    assert.deepEqual(
      [...record.headers].map(([name, values]) => [name, values.map(text)]),
      [
        ['trace', ['abc']],
        ['Context', ['sales']],
      ],
    );
    assert.ok(Math.abs(record.timestamp - Date.now()) < 60_000);
    await consumer.stop();
    assert.deepEqual(await shop.committed(groupId, 'orders'), ['1']);
    assert.deepEqual(
      events.all.map(({ operation, outcome, subject: who, context }) => [operation, outcome, who, context]),
      [['onOrder', 'allowed', 'shop', 'sales']],
    );
    assertNoCanary(record, events.all);
  });

  test('who may not, and what is malformed, is denied for its own reason; nothing of it is parsed before', async (t) => {
    const shop = new Shop(t, broker);
    await shop.topics({ payments: 1, 'events.europe': 1, 'events.asia': 1, audit: 1, feed: 1 });
    const parsed: string[] = [];
    const { options, events } = told({
      decode: (value) => {
        parsed.push(Buffer.from(value).toString());
        return JSON.parse(Buffer.from(value).toString()) as unknown;
      },
    });
    const guard = shop.application.guard(options);
    const handled = new Seen<AuthorizedRecord>();
    const take: Handler = (record) => {
      handled.add(record);
    };
    const topics = guard.topics('onPaid', 'onRefund', 'onEvent', 'onAudit', 'onFeed');
    const consumer = await shop.consumer(topics);
    await guard.run(consumer, { onPaid: take, onRefund: take, onEvent: take, onAudit: take, onFeed: take });
    const { onPaid, onRefund, onEvent, onAudit, onFeed } = await shop.sender('shop', { token: TOKEN });
    const nobody = await shop.sender('nobody');
    const europe = await shop.sender('shop-europe');
    const steps: readonly (readonly [want: string, send: () => Promise<unknown>])[] = [
      ['allowed', () => onPaid({ message: { type: 'paid' } })],
      ['unauthenticated', () => shop.raw('payments', { value: 'not parsed 1' })],
      [
        'unauthenticated',
        () => shop.raw('payments', { value: 'not parsed 2', headers: { user: 'shop', roles: 'ORDER,REFUND' } }),
      ],
      [
        'invalid-credential',
        () => shop.raw('payments', { value: 'not parsed 3', headers: { 'asyncapi-proof': 'e30.e30.AA' } }),
      ],
      [
        'invalid-credential',
        () => shop.raw('payments', { value: 'not parsed 4', headers: { 'asyncapi-proof': ['e30.e30.AA', 'x'] } }),
      ],
      ['unauthenticated', () => shop.raw('payments', { value: 'not parsed 5', headers: { 'Asyncapi-Proof': 'e30' } })],
      ['malformed-message', () => onPaid({ value: '{' })],
      ['unknown-operation', () => onPaid({ message: { type: 'other' } })],
      ['unknown-operation', () => onPaid({ value: null })],
      ['allowed', () => onRefund({ message: { type: 'refund', context: 'sales' } })],
      ['insufficient-role', () => onRefund({ message: { type: 'refund', context: 'billing' } })],
      ['invalid-context', () => onRefund({ message: { type: 'refund', context: 7 } })],
      ['allowed', () => nobody.onPaid({ message: { type: 'paid' } })],
      ['insufficient-role', () => nobody.onEvent({ parameters: { region: 'asia' }, message: {} })],
      ['allowed', () => europe.onEvent({ parameters: { region: 'europe' }, message: {} })],
      ['insufficient-role', () => europe.onEvent({ parameters: { region: 'asia' }, message: {} })],
      ['allowed', () => onEvent({ parameters: { region: 'asia' }, value: null })],
      ['allowed', () => onAudit({ message: {} })],
      ['allowed', () => shop.raw('audit', { value: '{}', headers: { 'asyncapi-proof': 'e30.e30.AA' } })],
      ['allowed', () => onFeed({ message: {} })],
      ['invalid-credential', () => shop.raw('feed', { value: '{}', headers: { authorization: 'Bearer other' } })],
    ];
    for (const [index, [want, send]] of steps.entries()) {
      await send();
      const events_ = await events.count(index + 1);
      const event = events_[index];
      assert.equal(event?.code ?? event?.outcome, want, String(send));
    }
    assert.deepEqual(
      parsed.filter((value) => value.startsWith('not')),
      [],
    );
    const tombstone = handled.all.find(({ value }) => value === null);
    assert.deepEqual([tombstone?.message, tombstone?.parameters['region']], [null, 'asia']);
    assert.deepEqual(
      handled.all
        .filter(({ operation }) => operation === 'onAudit')
        .map(({ principal, proofs }) => [principal, proofs]),
      [
        [null, []],
        [null, []],
      ],
    );
    assert.deepEqual(
      handled.all.filter(({ operation }) => operation === 'onFeed').map(({ headers }) => [...headers.keys()]),
      [[]],
      'a bearer token is no header of a handler',
    );
    assertNoCanary(handled.all, events.all);
  });

  test('a record of a mirror is judged as that of its original', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    await shop.topics({ [`events.${region}`]: 1, [`mirror.events.${region}`]: 1 });
    const sender = await shop.sender();
    await sender.onEvent({ parameters: { region }, message: { n: 1 }, key: 'k' });
    const [original] = await shop.read(`events.${region}`, 1);
    assert.ok(original);
    await shop.raw(`mirror.events.${region}`, {
      key: original.key,
      value: original.value,
      headers: original.headers ?? {},
    });
    const { options } = told();
    const guard = shop.application.guard(options);
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([`mirror.events.${region}`]);
    await guard.run(consumer, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    const [record] = await seen.count(1);
    assert.deepEqual([record?.topic, record?.parameters['region']], [`mirror.events.${region}`, region]);
  });

  test('stop(): a denied record stops the consumer', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1 });
    await shop.raw(topic, { value: '{}' });
    const { options, errors } = told({ onDenied: stop() });
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer([topic], { groupId });
    const stopped = new Promise((resolve) => consumer.on(consumer.events.STOP, resolve));
    await shop.application.guard(options).run(consumer, { onEvent: () => assert.fail('handled') });
    await stopped;
    assert.match(String(errors.all[0]?.error), /it was denied \(unauthenticated\)/);
    assert.deepEqual(await shop.committed(groupId, topic), ['0']);
  });

  test('deadLetter(): key, value and headers but for credentials, and why', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1, [`denied.${region}`]: 1 });
    const denied = await shop.producer();
    const { options } = told({ onDenied: deadLetter(denied, `denied.${region}`) });
    await shop.raw(
      topic,
      {
        key: 'k',
        value: 'poison {',
        headers: {
          'asyncapi-proof': 'x.y.z',
          Authorization: 'Bearer t',
          'X-Old-Token': 't',
          'denied-code': 'forged',
          trace: ['1', '2'],
          constructor: 'c',
          ['__proto__']: 'p',
        },
      },
      { key: null, value: null },
    );
    const sender = await shop.sender();
    await sender.onEvent({ parameters: { region }, message: {} });
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([topic]);
    await shop.application.guard(options).run(consumer, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    await seen.count(1);
    const [first, second] = await shop.read(`denied.${region}`, 2);
    const headers = (message: typeof first): unknown[] =>
      Object.entries<unknown>(message?.headers ?? {}).map(([name, value]) => [
        name,
        [value].flat().flatMap((one) => (Buffer.isBuffer(one) ? [one.toString()] : [])),
      ]);
    const why = (offset: string): unknown[] => [
      ['denied-code', ['unauthenticated']],
      ['denied-topic', [topic]],
      ['denied-partition', ['0']],
      ['denied-offset', [offset]],
    ];
    const proofWasInvalid = [['denied-code', ['invalid-credential']], ...why('0').slice(1)];
    assert.deepEqual([text(first?.key), text(first?.value)], ['k', 'poison {']);
    assert.deepEqual(headers(first), [
      ['trace', ['1', '2']],
      ['constructor', ['c']],
      ['__proto__', ['p']],
      ...proofWasInvalid,
    ]);
    assert.deepEqual([second?.key, second?.value], [null, null]);
    assert.deepEqual(headers(second), why('1'));
  });

  test('a topic whose records nobody handles stops the consumer', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    await shop.topics({ [`events.${region}`]: 1 });
    await shop.raw(`events.${region}`, { value: '{}' });
    const { options, errors, events } = told();
    const consumer = await shop.consumer([`events.${region}`]);
    await shop.application.guard(options).run(consumer, { onAudit: () => assert.fail('handled') });
    const [first] = await errors.count(1);
    assert.match(String(first?.error), /nobody handles the records of the channel events/);
    assert.deepEqual([first?.operation, events.all], [null, []]);
  });

  test('a handler may take longer than the session', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1 });
    const sender = await shop.sender();
    for (const n of [0, 1]) await sender.onEvent({ parameters: { region }, message: { n } });
    const { options } = told();
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([topic], { sessionTimeout: 1000, heartbeatInterval: 100 });
    let joins = 0;
    consumer.on(consumer.events.GROUP_JOIN, () => (joins += 1));
    await shop.application.guard(options).run(consumer, {
      onEvent: async (record) => {
        seen.add(record);
        await new Promise((resolve) => setTimeout(resolve, 2500));
      },
    });
    await seen.count(2);
    assert.deepEqual([seen.all.map(({ offset }) => offset), joins], [['0', '1'], 1]);
  });

  test('10,000 records, each once and in order', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 4 });
    const sender = await shop.sender();
    const count = 10_000;
    for (let n = 0; n < count; n += 500)
      await Promise.all(
        Array.from({ length: 500 }, (_, more) =>
          sender.onEvent({ parameters: { region }, partition: (n + more) % 4, message: { n: n + more } }),
        ),
      );
    const { options } = told();
    const seen = new Seen<{ partition: number; offset: number }>();
    const consumer = await shop.consumer([topic]);
    const started = performance.now();
    await shop.application.guard(options).run(consumer, {
      onEvent: ({ partition, offset }) => {
        seen.add({ partition, offset: Number(offset) });
      },
    });
    await seen.count(count);
    t.diagnostic(`${String(Math.round(count / ((performance.now() - started) / 1000)))} records/s`);
    for (const partition of [0, 1, 2, 3])
      assert.deepEqual(
        seen.all.filter((one) => one.partition === partition).map(({ offset }) => offset),
        Array.from({ length: count / 4 }, (_, n) => n),
      );
  });

  test('options that would lose records are refused when the guard is made', (t) => {
    const { application } = new Shop(t, broker);
    const { options } = told();
    assert.throws(() => application.guard({ ...options, onDenied: undefined as never }), /onDenied: say what becomes/);
    assert.throws(() => application.guard({ ...options, retry: { attempts: -1 } }), /retry.attempts/);
    assert.throws(() => application.guard({ ...options, authenticators: {} }), /producerProof/);
    const guard = application.guard(options);
    assert.throws(() => guard.topics('issueInvoice'), /no operation that this side receives/);
    assert.throws(() => guard.topics(), /name the operations/);
    assert.throws(() => guard.eachBatch({ onPaid: () => undefined }), /onRefund is missing/);
  });
});
