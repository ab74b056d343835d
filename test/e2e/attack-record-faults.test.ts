import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { type Message } from 'kafkajs';
import type { AuthorizedRecord } from '../../src/runtime/kafka/authorized-record.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { assertNoCanary } from '../support/canary.js';
import {
  at,
  AttackedShop,
  DENIED,
  device,
  forged,
  jsonRecord,
  KEYS,
  ORDERS,
  PUBLISHED,
  STRANGER,
  unsigned,
} from '../support/kafka-attack.js';
import { Seen } from '../support/kafka-shop.js';
import { json, type KeyServer } from '../support/key-server.js';

suite('an attacker, an outage and an app at fault', { skip: skipWithoutKafka() }, () => {
  let attacked: AttackedShop;
  before(async () => {
    attacked = await AttackedShop.open();
  });
  after(() => attacked.close());

  test('gains nothing by an outage of the keys: the partition waits, others go on, nothing is lost', async (t) => {
    const { shop, cluster, keys, producer, options } = await attacked.desk(t);
    await shop.topics({ [ORDERS]: 2, [DENIED]: 1 });
    const outages: readonly KeyServer['answer'][] = [
      json({}, 503),
      (_, response) => {
        response.end('<html>');
      },
      (_, response) => {
        response.destroy();
      },
      () => undefined,
    ];
    keys.answer = (request, response) => {
      (outages[keys.asked - 1] ?? json(PUBLISHED))(request, response);
    };
    const first = randomUUID();
    const send = (partition: number, message: Message): Promise<unknown> =>
      producer.send({ topic: ORDERS, messages: [{ ...message, partition }] });
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer([ORDERS], { groupId, fromBeginning: false });
    const {
      options: given,
      events,
      errors,
    } = options(undefined, {
      onDenied: attacked.emitted.deadLetter(producer, DENIED),
      // Never before keys may be fetched again.
      retry: { attempts: 10, delay: 2100, maxDelay: 2100 },
    });
    const seen = new Seen<AuthorizedRecord>();
    const joined = new Promise((resolve) => consumer.on(consumer.events.FETCH_START, resolve));
    await cluster.guard(given).run(consumer, {
      onOrder: (one) => {
        seen.add(one);
      },
    });
    await joined;
    await new Promise((resolve) => consumer.on(consumer.events.FETCH, resolve));
    for (const n of [0, 1]) await send(0, forged({ of: { key: Buffer.from(`${first} ${String(n)}`) } }));
    await send(0, forged({ key: STRANGER, of: { key: Buffer.from('stranger') } }));
    await events.until((all) => all.some(({ cause }) => cause === 'keys-unreachable'), 'an undecided record');
    for (const n of [2, 3])
      await send(
        1,
        forged({ key: device, of: { key: Buffer.from(`${first} ${String(n)}`) }, claims: { sub: 'device' } }),
      );
    await seen.count(2);
    const names = (): readonly unknown[] => seen.all.map(({ key }) => String(key).split(' ')[1]);
    assert.deepEqual(names(), ['2', '3'], 'those whose keys are at hand go on');
    await events.until((all) => all.some(({ code }) => code === 'invalid-credential'), 'the stranger');
    assert.deepEqual(names(), ['2', '3', '0', '1']);
    assert.ok(keys.asked > outages.length);
    const causes = new Set(events.all.filter(({ outcome }) => outcome === 'undecided').map(({ cause }) => cause));
    assert.deepEqual([...causes], ['keys-unreachable']);
    assert.deepEqual(errors.all, []);
  });

  test('a record that comes again after a rebalance is no replay', async (t) => {
    const { shop, cluster, producer, options } = await attacked.desk(t);
    const topic = at('shared');
    await shop.topics({ [topic]: 2 });
    for (const partition of [0, 1])
      await producer.send({
        topic,
        messages: [{ ...forged({ key: KEYS.root, claims: { top: topic, hdr: null } }), partition }],
      });
    const { options: given, events } = options();
    const guard = cluster.guard(given);
    const groupId = `app-${randomUUID()}`;
    const seen = new Seen<AuthorizedRecord>();
    const join = async (): Promise<void> => {
      const consumer = await shop.consumer([topic], { groupId });
      const eachBatch = guard.eachBatch({
        onEvent: (one) => {
          seen.add(one);
        },
      });
      // Nothing is committed: who gets a partition begins it anew.
      await consumer.run({ eachBatch, eachBatchAutoResolve: false, autoCommit: false });
    };
    await join();
    await seen.count(2);
    await join();
    await seen.count(4);
    assert.deepEqual(
      events.all.map(({ outcome }) => outcome),
      Array.from({ length: seen.all.length }, () => 'allowed'),
    );
  });

  test('stop() waits for the record that is in work, and commits it', async (t) => {
    const { shop, cluster, producer, options } = await attacked.desk(t);
    const topic = at('stopped');
    await shop.topics({ [topic]: 1 });
    for (const n of [0, 1]) await producer.send({ topic, messages: [jsonRecord(topic, { n })] });
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer([topic], { groupId });
    const begun = new Seen<string>();
    let finish = (): void => undefined;
    await cluster.guard(options().options).run(consumer, {
      onEvent: ({ offset }) => {
        begun.add(offset);
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    });
    await begun.count(1);
    const stopped = consumer.stop();
    // Longer than the heartbeats, which must not keep it alive.
    await new Promise((resolve) => setTimeout(resolve, 700));
    finish();
    await stopped;
    assert.deepEqual([begun.all, await shop.committed(groupId, topic)], [['0'], ['1']]);
  });

  test('what an app does wrong loses no record, and lets none in', async (t) => {
    const { shop, cluster, producer, verify, options } = await attacked.desk(t);
    const topic = at('faults');
    await shop.topics({ [topic]: 1, 'attack.payments': 1 });
    const right = verify();
    const hang = new Promise<never>(() => undefined);
    const answers: readonly (readonly [cause: string, answer: () => unknown])[] = [
      [
        'authenticator-failed',
        () => {
          throw new Error('at once');
        },
      ],
      ['authenticator-failed', () => Promise.reject(new Error('later'))],
      [
        'authenticator-failed',
        () => {
          AbortSignal.abort('no error').throwIfAborted();
        },
      ],
      ['authenticator-timed-out', () => hang],
      ...[
        null,
        undefined,
        true,
        'root',
        [],
        {},
        { subject: '' },
        { subject: 7 },
        { refused: 'because' },
        { subject: 'root', grants: 'WRITE@*' },
      ].map((answer) => ['authenticator-failed', () => answer] as const),
    ];
    let asked = 0;
    const authenticate: typeof right = (evidence, call) =>
      ((answers[asked++]?.[1] as typeof right | undefined) ?? right)(evidence, call);
    const wrongs: readonly ((one: AuthorizedRecord) => unknown)[] = [
      () => {
        throw new Error('at once');
      },
      () => {
        AbortSignal.abort('no error').throwIfAborted();
      },
      () => Promise.reject(new Error('later')),
      () => ({
        then: (_: unknown, reject: (why: unknown) => void) => {
          reject('a thenable');
        },
      }),
      () => ({
        get then(): never {
          throw new Error('a getter');
        },
      }),
      (one) => {
        one.value?.fill(0);
        (one.headers as Map<string, unknown>).clear();
        Object.assign(one, { message: 'other' });
      },
      () => 'no promise',
    ];
    const handled: string[] = [];
    const {
      options: given,
      events,
      errors,
    } = options(authenticate, {
      limits: { deadline: 300 },
      retry: { attempts: answers.length + wrongs.length, delay: 5, maxDelay: 5 },
    });
    const consumer = await shop.consumer([topic]);
    const done = new Seen<string>();
    await cluster.guard(given).run(consumer, {
      onEvent: (one) => {
        handled.push(
          `${one.offset} ${JSON.stringify(one.message)} ${String(one.value)} ${[...one.headers.keys()].join()}`,
        );
        if (one.offset === '1') done.add('1');
        return one.offset === '0' ? wrongs[handled.length - 1]?.(one) : undefined;
      },
    });
    for (const n of [0, 1]) await producer.send({ topic, messages: [jsonRecord(topic, { n })] });
    await done.count(1);
    assert.deepEqual(
      events.all.filter(({ outcome }) => outcome !== 'allowed').map(({ cause }) => cause),
      answers.map(([cause]) => cause),
    );
    assert.deepEqual(handled, [
      ...wrongs.map(() => '0 {"n":0} {"n":0} context,trace'),
      '1 {"n":1} {"n":1} context,trace',
    ]);
    assert.equal(errors.all.length, wrongs.length - 1);
    assertNoCanary(events.all, errors.all);
  });

  test('observers that fail, hang or reject change nothing', async (t) => {
    const { shop, cluster, producer, options } = await attacked.desk(t);
    const topic = at('observers');
    await shop.topics({ [topic]: 1 });
    const faults: readonly (() => unknown)[] = [
      () => {
        throw new Error('no log');
      },
      () => Promise.reject(new Error('no log')),
      () => new Promise(() => undefined),
      () => undefined,
    ];
    let told_ = 0;
    const fail = (): unknown => faults[told_++ % faults.length]?.();
    const { options: given } = options(undefined, {
      onDecision: fail,
      onError: fail,
      onFault: fail,
      retry: { attempts: 5, delay: 5 },
    });
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([topic]);
    let failures = 0;
    await cluster.guard(given).run(consumer, {
      onEvent: (one) => {
        if ((failures += 1) <= 4) throw new Error('not yet');
        seen.add(one);
      },
    });
    for (const n of [0, 1, 2]) {
      await producer.send({ topic, messages: [jsonRecord(topic, { n }), unsigned({})] });
      await seen.count(n + 1);
    }
    assert.deepEqual(
      seen.all.map(({ message }) => message),
      [{ n: 0 }, { n: 1 }, { n: 2 }],
    );
  });

  test('what decode does wrong denies its record alone', async (t) => {
    const { shop, cluster, producer, options } = await attacked.desk(t);
    const topic = at('decode');
    await shop.topics({ [topic]: 1 });
    const { options: given, events } = options(undefined, {
      decode: (value: Uint8Array): unknown => {
        const [how] = JSON.parse(Buffer.from(value).toString()) as readonly string[];
        if (how === 'throw') AbortSignal.abort('no error').throwIfAborted();
        if (how === 'promise') return Promise.resolve({});
        if (how === 'reject') return Promise.reject(new Error('later'));
        return how;
      },
    });
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([topic]);
    await cluster.guard(given).run(consumer, {
      onEvent: (one) => {
        seen.add(one);
      },
    });
    await producer.send({
      topic,
      messages: ['throw', 'promise', 'reject', 'good'].map((how) => jsonRecord(topic, [how])),
    });
    const [only] = await seen.count(1);
    assert.equal(only?.message, 'good');
    const malformed = 'malformed-message';
    assert.deepEqual(
      events.all.map(({ code }) => code),
      [malformed, malformed, malformed, null],
    );
  });

  test('who is revoked while a record is judged is denied, and later for as long as its account is gone', async (t) => {
    const { shop, cluster, producer, verify, options } = await attacked.desk(t);
    const topic = at('revoked');
    await shop.topics({ [topic]: 1 });
    let grants: readonly string[] | null = ['WRITE@*'];
    const right = verify({ grants: () => grants });
    const revoke: (() => void)[] = [];
    const authenticate: typeof right = async (evidence, call) => {
      const found = await right(evidence, call);
      revoke.pop()?.();
      return found;
    };
    const { options: given, events } = options(authenticate);
    const guard = cluster.guard(given);
    const consumer = await shop.consumer([topic]);
    await guard.run(consumer, { onEvent: () => undefined });
    const wants: readonly (readonly [want: string, before: () => unknown])[] = [
      ['allowed', () => undefined],
      [
        'revoked',
        () =>
          revoke.push(() => {
            guard.revoke('root');
          }),
      ],
      ['allowed', () => undefined],
      [
        'invalid-credential',
        () => {
          grants = null;
        },
      ],
      [
        'insufficient-role',
        () => {
          grants = [];
        },
      ],
    ];
    for (const [index, [want, before]] of wants.entries()) {
      before();
      await producer.send({ topic, messages: [jsonRecord(topic, { index })] });
      const told_ = (await events.count(index + 1))[index];
      assert.equal(told_?.code ?? told_?.outcome, want);
    }
  });
});
