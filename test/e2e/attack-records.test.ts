import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import kafkajs, { type Message } from 'kafkajs';
import type { AuthorizedRecord } from '../../src/runtime/kafka/authorized-record.js';
import { asAdmin } from '../kafka-broker/admin.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { assertNoCanary, watch } from '../support/canary.js';
import {
  ago,
  at,
  AttackedShop,
  DENIED,
  device,
  forged,
  KEYS,
  ORDERS,
  proofOf,
  STRANGER,
  TOKEN,
  unsigned,
} from '../support/kafka-attack.js';
import { Seen, Shop } from '../support/kafka-shop.js';
import { rawProduce, snappy, type RawRecord } from '../support/raw-produce.js';
import { PLACES, POISON, PROOFS } from '../support/record-attacks.js';
import { record } from '../support/record-proofs.js';

const CREDENTIALS: readonly string[] = ['asyncapi-proof', 'authorization'];

suite('an attacker who may write', { skip: skipWithoutKafka() }, () => {
  let attacked: AttackedShop;
  before(async () => {
    attacked = await AttackedShop.open();
  });
  after(() => attacked.close());

  test('gets in with a right proof alone; all else is a dead letter without a credential', async (t) => {
    const { shop, cluster, producer, sign, options } = await attacked.desk(t);
    const attacks = [...PROOFS, ...POISON, ...PLACES];
    const topics = new Set(attacks.map(({ topic = ORDERS }) => topic));
    await shop.topics({ ...Object.fromEntries([...topics].map((topic) => [topic, 2])), [DENIED]: 1 });
    const {
      options: given,
      events,
      errors,
    } = options(undefined, { onDenied: attacked.emitted.deadLetter(producer, DENIED) });
    const guard = cluster.guard(given);
    const handled: AuthorizedRecord[] = [];
    const take = (authorized: AuthorizedRecord): void => {
      handled.push(authorized);
    };
    const handlers = {
      onOrder: take,
      onEvent: take,
      onPaid: take,
      onRefund: take,
      onWarm: take,
      onCold: take,
      onFeed: take,
    };
    const consumer = await shop.consumer([...guard.topics(...Object.keys(handlers)), 'attack.nowhere']);
    await guard.run(consumer, handlers);
    for (const [index, { what, want, topic = ORDERS, partition = 0, message, raw }] of attacks.entries()) {
      const sent = await message(sign);
      if (sent !== null) await producer.send({ topic, messages: [{ ...sent, partition }] });
      else if (raw !== undefined)
        assert.equal(await rawProduce(attacked.broker.ports.open, { topic, records: [raw()] }), 0);
      const told_ = (await events.count(index + 1))[index];
      assert.equal(told_?.code ?? told_?.cause ?? told_?.outcome, want, what);
    }
    const denied = attacks.filter(({ want }) => want !== 'allowed');
    assert.equal(handled.length, attacks.length - denied.length);
    const letters = await shop.read(DENIED, denied.length);
    assert.deepEqual(
      letters.map(({ headers = {} }) => String(headers['denied-code'])),
      denied.map(({ want }) => want),
    );
    for (const { headers = {} } of letters)
      assert.deepEqual(
        Object.keys(headers).filter((name) => CREDENTIALS.includes(name.toLowerCase())),
        [],
      );
    for (const { headers } of handled)
      assert.deepEqual(
        [...headers.keys()].filter((name) => CREDENTIALS.includes(name.toLowerCase())),
        [],
      );
    assert.deepEqual(errors.all, []);
    assert.equal(({} as { total?: number }).total, undefined, 'no prototype was changed');
    assertNoCanary(
      events.all,
      letters.map(({ headers }) => headers),
      handled,
    );
  });

  test('cannot choose who wrote the time, nor send what no client sends', async (t) => {
    const { shop, cluster, producer, verify, options } = await attacked.desk(t);
    const created = at('created');
    const appended = at('appended');
    await shop.topics({ [created]: 1, [appended]: 1 });
    await asAdmin(attacked.broker, (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: appended,
            configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
          },
        ],
      }),
    );
    const { options: given, events } = options(verify({ maxAge: '2s', clockTolerance: 0 }), {
      onDenied: attacked.emitted.deadLetter(producer, DENIED),
    });
    await shop.topics({ [DENIED]: 1 });
    const raw = (
      topic: string,
      iat: number,
      more: object = {},
      headers: RawRecord['headers'] = [],
    ): Promise<number> => {
      const { key, value } = record();
      const proof = proofOf({ key: KEYS.root, claims: { top: topic, hdr: null, iat } });
      const own = headers.some(([name]) => name === 'asyncapi-proof')
        ? []
        : [['asyncapi-proof', Buffer.from(proof)] as const];
      return rawProduce(attacked.broker.ports.open, {
        topic,
        records: [{ key: Buffer.from(key ?? ''), value: Buffer.from(value ?? ''), headers: [...headers, ...own] }],
        ...more,
      });
    };
    const LOG_APPEND_TIME = 8;
    // A proof as old as the record says it is itself: good where the broker vouches for that time, and nowhere else.
    const old = ago(100);
    const rows: readonly (readonly [want: string, send: () => Promise<number>])[] = [
      ['credential-expired', () => raw(created, old, { timestamp: old * 1000 })],
      ['credential-expired', () => raw(created, old, { timestamp: old * 1000, attributes: LOG_APPEND_TIME })],
      ['allowed', () => raw(created, ago(0), { timestamp: 1000 })],
      ['credential-expired', () => raw(appended, old, { timestamp: old * 1000 })],
      ['allowed', () => raw(appended, ago(0), { timestamp: old * 1000 })],
      ['invalid-credential', () => raw(created, ago(0), {}, [['asyncapi-proof', null]])],
      [
        'allowed',
        () =>
          raw(created, ago(0), {}, [
            ['nothing', null],
            [Buffer.of(0xff, 0xfe), Buffer.of(0xff)],
          ]),
      ],
    ];
    // Claiming it where the topic has it is no record at all.
    assert.equal(await raw(appended, old, { attributes: LOG_APPEND_TIME, timestamp: old * 1000 }), 32);
    const guard = cluster.guard(given);
    const handled = new Seen<AuthorizedRecord>();
    const take = (authorized: AuthorizedRecord): void => {
      handled.add(authorized);
    };
    const consumer = await shop.consumer([created, appended]);
    await guard.run(consumer, { onEvent: take });
    for (const [index, [want, send]] of rows.entries()) {
      assert.equal(await send(), 0, String(send));
      const told_ = (await events.count(index + 1))[index];
      assert.equal(told_?.code ?? told_?.outcome, want, String(send));
    }
    await consumer.stop();
    const waits = events.all.length;
    assert.deepEqual([await raw(created, ago(0)), await raw(appended, ago(0))], [0, 0]);
    await new Promise((resolve) => setTimeout(resolve, 3200));
    await guard.run(consumer, { onEvent: take });
    const later = (await events.count(waits + 2)).slice(waits);
    assert.deepEqual(
      later.map(({ code, outcome, context }) => [context, code ?? outcome]).sort(),
      [
        ['appended', 'allowed'],
        // Whose decision comes before any context.
        [null, 'credential-expired'],
      ].sort(),
    );
  });

  test('holds no others up: 500 records of invented keys cost a few fetches', async (t) => {
    const { shop, cluster, keys, producer, options } = await attacked.desk(t);
    const topic = at('flood');
    await shop.topics({ [topic]: 1, [DENIED]: 1 });
    const invented = (n: number): Message => ({
      ...forged({
        key: STRANGER,
        claims: { top: topic, hdr: null, sub: 'billing' },
        head: { kid: `invented-${String(n)}` },
      }),
      partition: 0,
    });
    const good = forged({ key: KEYS.root, claims: { top: topic, hdr: null } });
    await producer.send({ topic, messages: [...Array.from({ length: 500 }, (_, n) => invented(n)), good] });
    const { options: given, events } = options(undefined, { onDenied: attacked.emitted.deadLetter(producer, DENIED) });
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([topic]);
    const started = Date.now();
    await cluster.guard(given).run(consumer, {
      onEvent: (one) => {
        seen.add(one);
      },
    });
    await seen.count(1);
    t.diagnostic(`${String(Date.now() - started)} ms, ${String(keys.asked)} fetches`);
    assert.ok(Date.now() - started < 20_000);
    assert.ok(keys.asked <= 8, `${String(keys.asked)} fetches`);
    assert.equal(events.all.filter(({ code }) => code === 'invalid-credential').length, 500);
  });

  test('can kill a consumer by a codec that kafkajs lacks, unless the topic is kept uncompressed', async (t) => {
    const { shop, cluster, producer, options } = await attacked.desk(t);
    const open = at('any-codec');
    const plain = at('no-codec');
    await shop.topics({ [open]: 1, [plain]: 1, [DENIED]: 1 });
    await asAdmin(attacked.broker, (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: plain,
            configEntries: [{ name: 'compression.type', value: 'uncompressed' }],
          },
        ],
      }),
    );
    const send = (topic: string, more: object = {}): Promise<number> =>
      rawProduce(attacked.broker.ports.open, {
        topic,
        attributes: 2,
        compress: snappy,
        records: [{ value: Buffer.from('{}') }],
        ...more,
      });
    assert.deepEqual([await send(open), await send(plain)], [0, 0]);
    // A record of 5 MB in 5 kB: too large, once the broker has unpacked it.
    const bomb = { attributes: 1, compress: gzipSync, records: [{ value: Buffer.alloc(5_000_000) }] };
    assert.equal(await send(plain, bomb), 10);
    const judged = options(undefined, { onDenied: attacked.emitted.deadLetter(producer, DENIED) });
    const guard = cluster.guard(judged.options);
    await guard.run(await shop.consumer([plain]), { onEvent: () => undefined });
    const [first] = await judged.events.count(1);
    assert.equal(first?.code, 'unauthenticated');
    const dead = options();
    await cluster.guard(dead.options).run(await shop.consumer([open]), { onEvent: () => undefined });
    const [why] = await dead.errors.count(1);
    assert.match(String(why?.error), /Snappy compression not implemented/);
  });

  test('dead letters never come back to their consumer', async (t) => {
    const { shop, cluster, producer, options } = await attacked.desk(t);
    const dead = (topic: string): ReturnType<typeof options> =>
      options(undefined, { onDenied: attacked.emitted.deadLetter(producer, topic) });
    const eachBatch = (topic: string): unknown =>
      cluster.guard(dead(topic).options).eachBatch({ onEvent: () => undefined });
    assert.throws(
      () => eachBatch(at('denied')),
      /attack\.events\.denied is a topic of the channel events, which this consumer/,
    );
    assert.throws(() => eachBatch(`mirror.${at('denied')}`), /would come back/);
    assert.doesNotThrow(() => eachBatch(ORDERS), 'of a channel that another consumer handles');
    await shop.topics({ [DENIED]: 1 });
    const { options: given, errors } = dead(DENIED);
    const consumer = await shop.consumer([DENIED], { fromBeginning: false });
    const fetched = new Promise((resolve) => consumer.on(consumer.events.FETCH, resolve));
    await cluster.guard(given).run(consumer, { onEvent: () => undefined });
    await fetched;
    await producer.send({ topic: DENIED, messages: [unsigned({})] });
    const [first] = await errors.count(1);
    assert.match(String(first?.error), /topic of dead letters itself/);
  });

  test('finds no secret in what an app may print', async (t) => {
    const { cluster, producer, verify, options } = await attacked.desk(t);
    watch('password', 'alice-secret');
    const { options: given } = options();
    const guard = cluster.guard(given);
    const signers = {
      producerProof: attacked.emitted.proofSigner({
        issuer: 'acme',
        subject: 'billing',
        key: JSON.stringify(KEYS.billing.privateJwk),
      }),
    };
    const peer = attacked.emitted.kafkaPeer.cluster(
      Shop.options(attacked.broker.address('saslSsl'), attacked.broker.certificates.ca),
    );
    assertNoCanary(
      cluster,
      await cluster.config(),
      guard,
      verify(),
      signers,
      peer.producer(producer, { ...signers, feedToken: TOKEN }),
    );
    assert.throws(
      () =>
        attacked.emitted.proofVerifier({
          issuer: 'acme',
          maxAge: '1h',
          secrets: { device: `${JSON.stringify(device.publicJwk)}x` },
        }),
      (error) => {
        assertNoCanary(error);
        return true;
      },
    );
  });
});
