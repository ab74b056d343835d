import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import kafkajs, { type Producer } from 'kafkajs';
import type { AuthorizedRecord } from '../../src/runtime/kafka/authorized-record.js';
import { allow, asAdmin } from '../kafka-broker/admin.js';
import { startBroker, type Broker } from '../kafka-broker/broker.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { assertNoCanary } from '../support/canary.js';
import { quiet, Seen, Shop, signerOf, TOKEN, told } from '../support/kafka-shop.js';

suite('a Kafka producer', { skip: skipWithoutKafka() }, () => {
  let broker: Broker;
  before(async () => {
    broker = await startBroker();
  });
  after(() => broker.stop());

  test('sends to the topic of its parameters, signed, as an object of its own', async (t) => {
    const shop = new Shop(t, broker);
    await shop.topics({ 'invoices.acme': 2 });
    const producer = await shop.producer();
    assert.deepEqual(Object.keys(producer).sort(), ['connect', 'disconnect', 'issueInvoice', 'raw', 'then_']);
    const [metadata] = await producer.issueInvoice({
      parameters: { customer: 'acme' },
      key: new Uint8Array([1, 2]),
      message: { total: 7 },
      headers: { trace: 'abc', raw: new Uint8Array([3]) },
      partition: 1,
    });
    assert.deepEqual([metadata?.topicName, metadata?.partition], ['invoices.acme', 1]);
    await producer.then_({ parameters: { customer: 'acme' }, key: '', value: null });
    await producer.then_({ parameters: { customer: 'acme' }, value: 'as it is' });
    const records = await shop.read('invoices.acme', 3);
    const signed = records.find(({ value }) => value?.toString() === '{"total":7}');
    const { 'asyncapi-proof': proof, ...headers } = signed?.headers ?? {};
    assert.match(String(proof), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(headers, { trace: Buffer.from('abc'), raw: Buffer.from([3]) });
    assert.deepEqual(signed?.key, Buffer.from([1, 2]));
    const tombstone = records.find(({ value }) => value === null);
    assert.deepEqual([tombstone?.key, tombstone?.headers], [Buffer.alloc(0), {}], 'no level asks for a proof');
    assert.ok(records.some(({ value, key }) => value?.toString() === 'as it is' && key === null));
  });

  test('a context goes into its header, which the proof covers; the token stands beside it', async (t) => {
    const shop = new Shop(t, broker);
    await shop.topics({ orders: 1, feed: 1 });
    const sender = await shop.sender('shop', { token: () => TOKEN });
    const { options, events } = told();
    const guard = shop.application.guard(options);
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer(guard.topics('onOrder', 'onFeed'));
    const take = (record: AuthorizedRecord): void => {
      seen.add(record);
    };
    await guard.run(consumer, { onOrder: take, onFeed: take });
    await sender.onOrder({ message: {}, context: 'sales' });
    await sender.onOrder({ message: {}, context: 'sales', headers: { Context: 'sales' } });
    await sender.onOrder({ message: {}, headers: { Context: 'billing' } });
    await sender.onOrder({ message: {} });
    await seen.count(4);
    await sender.onFeed({ message: {} });
    await seen.count(5);
    assert.deepEqual(
      seen.all.map(({ context, principal }) => [context, principal?.subject]),
      [
        ['sales', 'shop'],
        ['sales', 'shop'],
        ['billing', 'shop'],
        ['default', 'shop'],
        ['', 'feeder'],
      ],
    );
    // A header that was put in afterwards moves the record to another context.
    const [first] = await shop.read('orders', 1);
    const { Context: context, ...headers } = first?.headers ?? {};
    assert.ok(context);
    await shop.raw('orders', { value: first?.value ?? null, headers: { ...headers, Context: 'billing' } });
    await shop.raw('orders', { value: first?.value ?? null, headers });
    await shop.raw('orders', { value: first?.value ?? null, headers: { ...headers, Context: context } });
    await events.count(8);
    assert.deepEqual(
      events.all.slice(5).map(({ code }) => code),
      ['invalid-credential', 'invalid-credential', 'replayed'],
    );
    assertNoCanary(events.all, seen.all);
  });

  test('what would be signed as something else, or sent elsewhere, is refused and not sent', async (t) => {
    const shop = new Shop(t, broker);
    await shop.topics({ 'invoices.other': 1 });
    const sender = await shop.sender();
    const producer = await shop.producer();
    const customer = { customer: 'other' };
    const given: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [
        () => producer.issueInvoice({ message: {}, parameters: { customer: '../x' } }),
        /parameter customer .* no topic/,
      ],
      [() => producer.issueInvoice({ message: {}, parameters: { customer: '' } }), /parameter customer/],
      [() => producer.issueInvoice({ message: {} } as never), /parameter customer/],
      [() => producer.issueInvoice({ message: {}, parameters: [] } as never), /parameters as an object/],
      [() => producer.issueInvoice({ message: undefined, parameters: customer }), /JSON form/],
      [() => producer.issueInvoice({ parameters: customer } as never), /JSON form, or value: null/],
      [() => producer.issueInvoice({ parameters: customer, message: {}, value: 'x' } as never), /not both/],
      [() => producer.issueInvoice({ parameters: customer, value: 7 } as never), /value must be a text or bytes/],
      [() => producer.issueInvoice({ parameters: customer, value: 'x', key: {} } as never), /key must be/],
      [() => producer.issueInvoice({ parameters: customer, value: 'x', context: 'a' }), /no header names its context/],
      [() => producer.issueInvoice(undefined as never), /give the record as an object/],
      ...['asyncapi-proof', 'Asyncapi-Proof', 'authorization', 'Authorization'].map(
        (name) =>
          [
            () => producer.issueInvoice({ parameters: customer, value: 'x', headers: { [name]: 'x' } }),
            /is the signer's/,
          ] as const,
      ),
      [
        () => producer.issueInvoice({ parameters: customer, value: 'x', headers: { a: null } } as never),
        /header a is null/,
      ],
      [() => sender.onOrder({ message: {}, context: 'a', headers: { Context: 'b' } }), /names another/],
      [() => sender.onOrder({ message: {}, context: '' }), /context must be a text/],
    ];
    for (const [send, message] of given) await assert.rejects(send, { name: 'TypeError', message });
    await producer.issueInvoice({ parameters: customer, value: 'the only one' });
    const [only] = await shop.read('invoices.other', 1);
    assert.equal(only?.offset, '0');
  });

  test('a signer that is missing, or of no use, is told when the producer is made', (t) => {
    const { application, peer } = new Shop(t, broker);
    const client = new kafkajs.Kafka({ brokers: [] }).producer(quiet);
    const producerProof = signerOf('shop');
    const given: readonly (readonly [typeof application | typeof peer, object, RegExp])[] = [
      [application, {}, /issueInvoice: signers has no producerProof/],
      [peer, {}, /onOrder: signers has no producerProof/],
      [application, { producerProof, token: 'x' }, /no record is signed with token; known are producerProof/],
      [application, { producerProof, constructor: 'x' }, /no record is signed with constructor/],
      [application, { producerProof: 'x' }, /signers.producerProof: give a proofSigner/],
      [peer, { producerProof, token: 7 }, /signers.token: give a token/],
    ];
    for (const [server, signers, message] of given)
      assert.throws(() => server.producer(client, signers), { name: 'TypeError', message });
  });

  test('a signer that fails sends nothing', async (t) => {
    const shop = new Shop(t, broker);
    const customer = `c${randomUUID().slice(0, 8)}`;
    await shop.topics({ [`invoices.${customer}`]: 1 });
    const broken = { sign: () => Promise.reject(new Error('no key')) };
    const producer = shop.application.producer((await shop.client()).producer(quiet), { producerProof: broken });
    await producer.connect();
    t.after(() => producer.disconnect());
    await assert.rejects(producer.issueInvoice({ parameters: { customer }, message: {} }), /no key/);
    await producer.then_({ parameters: { customer }, value: 'the first' });
    const [first] = await shop.read(`invoices.${customer}`, 1);
    assert.equal(first?.value?.toString(), 'the first');
  });

  test('exactly once: what a handler sends and where it stands are committed together', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const customer = `c${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1, [`invoices.${customer}`]: 1 });
    await asAdmin(broker, (admin) => admin.createAcls({ acl: [allow('alice', 'WRITE', 'TRANSACTIONAL_ID', 'app-*')] }));
    const sender = await shop.sender();
    for (const n of [0, 1, 2]) await sender.onEvent({ parameters: { region }, message: { n } });
    const groupId = `app-${randomUUID()}`;
    const raw = (await shop.client()).producer({
      transactionalId: `app-${randomUUID()}`,
      idempotent: true,
      maxInFlightRequests: 1,
      ...quiet,
    });
    await raw.connect();
    t.after(() => raw.disconnect());
    const { options, errors } = told({ retry: { attempts: 20, delay: 10 } });
    let failed = false;
    const done = new Seen<string>();
    const guard = shop.application.guard(options);
    const eachBatch = guard.eachBatch({
      async onEvent({ message, topic: from, partition, offset }) {
        const transaction = await raw.transaction();
        try {
          const client: Producer = { ...raw, send: (record) => transaction.send(record) };
          const producer = shop.application.producer(client, { producerProof: signerOf('shop') });
          await producer.issueInvoice({ parameters: { customer }, message });
          // What was sent goes with the transaction.
          if (offset === '1' && !failed) {
            failed = true;
            throw new Error('after sending');
          }
          const next = String(BigInt(offset) + 1n);
          await transaction.sendOffsets({
            consumerGroupId: groupId,
            topics: [{ topic: from, partitions: [{ partition, offset: next }] }],
          });
          await transaction.commit();
        } catch (error) {
          await transaction.abort();
          throw error;
        }
        done.add(offset);
      },
    });
    const consumer = await shop.consumer([topic], { groupId });
    await consumer.run({ eachBatch, eachBatchAutoResolve: false, autoCommit: false });
    await done.count(3);
    assert.ok(errors.all.some(({ error }) => (error as Error).message === 'after sending'));
    const invoices = await shop.read(`invoices.${customer}`, 3);
    assert.deepEqual(
      invoices.map(({ value }) => value?.toString()),
      ['{"n":0}', '{"n":1}', '{"n":2}'],
    );
    assert.deepEqual(await shop.committed(groupId, topic), ['3']);
  });
});
