import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, suite, test, type TestContext } from 'node:test';
import kafkajs from 'kafkajs';
import { CannotJudgeError } from '../../src/runtime/errors.js';
import type { AuthorizedRecord } from '../../src/runtime/kafka/authorized-record.js';
import { ConsumerStoppedError } from '../../src/runtime/kafka/consumer-stopped-error.js';
import { deadLetter } from '../../src/runtime/kafkajs/dead-letter.js';
import { allow, asAdmin } from '../kafka-broker/admin.js';
import { startBroker, type Broker } from '../kafka-broker/broker.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { Seen, Shop, told, verifier } from '../support/kafka-shop.js';

const text = (bytes: Uint8Array | null | undefined): string | null => (bytes ? Buffer.from(bytes).toString() : null);

suite('a Kafka consumer in an outage', { skip: skipWithoutKafka() }, () => {
  let broker: Broker;
  before(async () => {
    broker = await startBroker({ properties: ['group.min.session.timeout.ms=1000'] });
  });
  after(() => broker.stop());

  test('what cannot be judged waits: its partition stands still, the others go on, nothing is lost', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    await shop.topics({ [`events.${region}`]: 2 });
    const verify = verifier();
    let outage = 2;
    const { options, events, errors } = told({
      verify: (evidence, call) => {
        if (evidence.record.partition === 0 && outage-- > 0)
          throw new CannotJudgeError('keys-unreachable', 'The key server does not answer.');
        return verify(evidence, call);
      },
    });
    const guard = shop.application.guard(options);
    const sender = await shop.sender();
    for (let n = 0; n < 6; n += 1) await sender.onEvent({ parameters: { region }, partition: n % 2, message: { n } });
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([`events.${region}`]);
    await guard.run(consumer, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    await seen.count(6);
    const of = (partition: number): unknown[] =>
      seen.all.filter((record) => record.partition === partition).map(({ message }) => (message as { n: number }).n);
    assert.deepEqual(
      [of(0), of(1)],
      [
        [0, 2, 4],
        [1, 3, 5],
      ],
    );
    assert.deepEqual(
      events.all.filter(({ outcome }) => outcome === 'undecided').map(({ cause }) => cause),
      ['keys-unreachable', 'keys-unreachable'],
    );
    assert.deepEqual(errors.all, []);
  });

  test('what is never judged stops the consumer, and comes first when it runs again', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1 });
    const down = told({ verify: () => Promise.reject(new Error('down')), retry: { attempts: 2, delay: 10 } });
    const sender = await shop.sender();
    for (const n of [0, 1]) await sender.onEvent({ parameters: { region }, message: { n } });
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer([topic], { groupId });
    const stopped = new Promise((resolve) => consumer.on(consumer.events.STOP, resolve));
    await shop.application.guard(down.options).run(consumer, { onEvent: () => assert.fail('handled') });
    const [first] = await down.errors.count(1);
    assert.ok(first?.error instanceof ConsumerStoppedError);
    assert.equal(first.operation, 'onEvent');
    assert.match(first.error.message, /offset 0: it could not be judged \(authenticator-failed\), and it was tried/);
    assert.equal(down.events.all.length, 3);
    await stopped;
    assert.deepEqual(await shop.committed(groupId, topic), ['0']);

    const up = told();
    const seen = new Seen<AuthorizedRecord>();
    await shop.application.guard(up.options).run(consumer, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    await seen.count(2);
    assert.deepEqual(
      seen.all.map(({ offset }) => offset),
      ['0', '1'],
    );
  });

  test('a handler that throws is called again with the same record, then the consumer stops', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1 });
    const { options, errors } = told();
    const sender = await shop.sender();
    for (const n of [0, 1, 2]) await sender.onEvent({ parameters: { region }, message: { n } });
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer([topic], { groupId });
    const calls: string[] = [];
    const stopped = new Promise((resolve) => consumer.on(consumer.events.STOP, resolve));
    await shop.application.guard(options).run(consumer, {
      onEvent: ({ offset }) => {
        calls.push(offset);
        // The first one gets through at the second try, the last never.
        if (offset === '2' || (offset === '0' && calls.length === 1)) throw new Error(`no ${offset}`);
      },
    });
    await stopped;
    assert.deepEqual(calls, ['0', '0', '1', '2', '2', '2', '2']);
    assert.deepEqual(
      errors.all.map(({ error, operation }) => [(error as Error).message.slice(0, 20), operation]),
      [
        ['no 0', 'onEvent'],
        ...['no 2', 'no 2', 'no 2', 'no 2'].map((message) => [message, 'onEvent']),
        ['The consumer stopped', 'onEvent'],
      ],
    );
    assert.deepEqual(await shop.committed(groupId, topic), ['2']);
  });

  test('with an eachBatch of the app, kafkajs does not start the consumer anew', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    await shop.topics({ [`events.${region}`]: 1 });
    const { options } = told({ retry: { attempts: 0 } });
    const sender = await shop.sender();
    await sender.onEvent({ parameters: { region }, message: {} });
    const consumer = await shop.consumer([`events.${region}`]);
    const crashed = new Promise<{ restart: boolean; error: Error }>((resolve) =>
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        resolve(payload);
      }),
    );
    const retriable = Object.assign(new Error('the database is gone'), { retriable: true });
    const guard = shop.application.guard(options);
    const eachBatch = guard.eachBatch({ onEvent: () => Promise.reject(retriable) });
    await consumer.run({ eachBatch, eachBatchAutoResolve: false });
    const { restart, error } = await crashed;
    assert.equal(restart, false);
    assert.match(error.message, /the handler of onEvent failed/);
  });

  test('a dead letter that cannot be written loses nothing', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    const letters = `denied.${region}`;
    await shop.topics({ [topic]: 1 });
    await asAdmin(broker, (admin) => admin.createTopics({ topics: [{ topic: letters, numPartitions: 1 }] }));
    await shop.raw(topic, { value: 'poison' });
    const denied = await shop.producer();
    const { options, errors } = told({ onDenied: deadLetter(denied.raw, letters) });
    const groupId = `app-${randomUUID()}`;
    const consumer = await shop.consumer([topic], { groupId });
    const stopped = new Promise((resolve) => consumer.on(consumer.events.STOP, resolve));
    const guard = shop.application.guard(options);
    await guard.run(consumer, { onEvent: () => assert.fail('handled') });
    await stopped;
    assert.match(String(errors.all.at(-1)?.error), new RegExp(`writing it to ${letters} failed`));
    assert.equal(errors.all.length, 5, 'each of four tries, and the stop');
    assert.deepEqual(await shop.committed(groupId, topic), ['0']);
    await asAdmin(broker, (admin) =>
      admin.createAcls({ acl: [allow('alice', 'WRITE', 'TOPIC', letters), allow('alice', 'READ', 'TOPIC', letters)] }),
    );
    await guard.run(consumer, { onEvent: () => assert.fail('handled') });
    const [letter] = await shop.read(letters, 1);
    assert.equal(text(letter?.value), 'poison');
  });

  test('a group that has committed nothing keeps a record that is not through', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1 });
    const down = told({ verify: () => Promise.reject(new Error('down')), retry: { attempts: 0 } });
    const group = { groupId: `app-${randomUUID()}`, fromBeginning: false };
    const first = await shop.consumer([topic], group);
    const joined = new Promise((resolve) => first.on(first.events.FETCH, resolve));
    await shop.application.guard(down.options).run(first, { onEvent: () => assert.fail('handled') });
    await joined;
    const sender = await shop.sender();
    await sender.onEvent({ parameters: { region }, message: { n: 0 } });
    await down.errors.count(1);
    await first.disconnect();
    await sender.onEvent({ parameters: { region }, message: { n: 1 } });

    const seen = new Seen<AuthorizedRecord>();
    const second = await shop.consumer([topic], group);
    await shop.application.guard(told().options).run(second, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    await seen.count(2);
    assert.deepEqual(
      seen.all.map(({ message }) => message),
      [{ n: 0 }, { n: 1 }],
    );
  });

  test('what ends a consumer for good is told: no right to its group, and a right that is taken away', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    const topic = `events.${region}`;
    await shop.topics({ [topic]: 1 });
    const foreign = told();
    const outsider = await shop.consumer([topic], { groupId: `other-${randomUUID()}` });
    await shop.application.guard(foreign.options).run(outsider, { onEvent: () => undefined });
    const [refused] = await foreign.errors.count(1);
    assert.equal(refused?.operation, null);
    assert.ok(refused.error instanceof ConsumerStoppedError);
    assert.match(refused.error.message, /KafkaJS\w*Group|Group/i);

    const revoked = told();
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([topic]);
    await shop.application.guard(revoked.options).run(consumer, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    const sender = await shop.sender();
    await sender.onEvent({ parameters: { region }, message: {} });
    await seen.count(1);
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
    await asAdmin(broker, (admin) =>
      admin.deleteAcls({
        filters: [
          {
            resourceType: AclResourceTypes.TOPIC,
            resourceName: topic,
            resourcePatternType: ResourcePatternTypes.LITERAL,
            operation: AclOperationTypes.READ,
            permissionType: AclPermissionTypes.ANY,
            principal: 'User:alice',
          },
        ],
      }),
    );
    const [dead] = await revoked.errors.count(1);
    assert.ok(dead?.error instanceof ConsumerStoppedError);
    assert.match(dead.error.message, /not authorized|authorization/i);
  });

  test('a broker that starts anew in the middle: no record is skipped', async (t) => {
    const shop = new Shop(t, broker);
    const region = `r${randomUUID().slice(0, 8)}`;
    await shop.topics({ [`events.${region}`]: 2 });
    const { options } = told();
    const seen = new Seen<AuthorizedRecord>();
    const consumer = await shop.consumer([`events.${region}`]);
    await shop.application.guard(options).run(consumer, {
      onEvent: (record) => {
        seen.add(record);
      },
    });
    const sender = await shop.sender();
    const send = (n: number): Promise<unknown> =>
      sender.onEvent({ parameters: { region }, partition: n % 2, message: { n } });
    for (let n = 0; n < 20; n += 1) await send(n);
    await seen.count(20);
    await broker.restart();
    for (let n = 20; n < 40; n += 1) await send(n);
    const all = (): ReadonlySet<unknown> => new Set(seen.all.map(({ message }) => (message as { n: number }).n));
    await seen.until(() => all().size === 40, 'all 40');
  });

  test('a group of three of whom one is killed in the middle of a batch: each record is handled, none skipped', async (t) => {
    const shop = new Shop(t, broker);
    await shop.topics({ audit: 6 });
    const count = 900;
    const messages = Array.from({ length: count }, (_, n) => ({ value: '{}', partition: n % 6 }));
    await shop.raw('audit', ...messages);
    const handled = new Seen<{ readonly member: number; readonly name: string }>();
    const groupId = `app-${randomUUID()}`;
    const members = [0, 1, 2].map((member) =>
      startMember(t, broker, groupId, (name) => {
        handled.add({ member, name });
      }),
    );
    const all = await handled.until(
      (so) => [0, 1, 2].every((one) => so.filter(({ member }) => member === one).length > 20),
      'all three',
    );
    // Its offsets are those of at most the batches before.
    const victim = all.at(-1)?.member ?? 0;
    members[victim]?.kill('SIGKILL');
    const names = (): ReadonlySet<string> => new Set(handled.all.map(({ name }) => name));
    await handled.until(() => names().size === count, `all ${String(count)}`);
    const want = Array.from({ length: count }, (_, n) => `${String(n % 6)} ${String(Math.floor(n / 6))}`);
    assert.deepEqual([...names()].sort(), want.sort());
  });
});

function startMember(t: TestContext, broker: Broker, groupId: string, told_: (name: string) => void): ChildProcess {
  const script = path.join(import.meta.dirname, '../support/kafka-member.ts');
  const args = ['--import', 'tsx', script, broker.address('saslSsl'), broker.certificates.ca, groupId];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  createInterface(child.stdout).on('line', told_);
  return child;
}
