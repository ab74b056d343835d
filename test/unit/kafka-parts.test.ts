import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOff } from '../../src/runtime/back-off.js';
import { recordCredentials } from '../../src/runtime/kafka/record-credentials.js';
import { handledChannels } from '../../src/runtime/kafka/handled-channels.js';
import { kafkaMember } from '../../src/runtime/member-name.js';
import { recordContextHeaders } from '../../src/runtime/kafka/record-context.js';
import { Retries } from '../../src/runtime/kafka/retries.js';
import { kafkaServer, receivedChannels, sentOperations } from '../../src/runtime/kafka/sides.js';
import { kafkajsHeaders } from '../../src/runtime/kafkajs/kafkajs-headers.js';
import { headerList, recordOf } from '../../src/runtime/kafkajs/record-of.js';
import { contextOf } from '../../src/runtime/message-context.js';
import type { Alternative } from '../../src/runtime/policy.js';
import type { KafkaRecord } from '../../src/runtime/record.js';
import { POLICY, withServer } from '../support/kafka-policy.js';
import { POLICY as WEBSOCKET_POLICY } from '../support/ws-policy.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const nothing = (): undefined => undefined;

test('how long a record waits: twice as long each time, no longer than the longest, with jitter', () => {
  const given: readonly (readonly [attempt: number, random: number, want: number])[] = [
    [1, 0, 125],
    [1, 0.999999, 250],
    [2, 0.5, 375],
    [3, 0, 500],
    [8, 0, 15_000],
    [8, 0.999999, 30_000],
    [1100, 0.999999, 30_000],
  ];
  for (const [attempt, random, want] of given)
    assert.equal(Math.round(backOff(attempt, 250, 30_000, random)), want, String(attempt));
});

test('retries count one record of each partition, and are forgotten', () => {
  const retries = new Retries({ attempts: 2, delay: 1, maxDelay: 1 });
  const next = (offset: string, partition = 0, topic = 'orders'): boolean =>
    retries.next(topic, partition, offset) !== null;
  assert.deepEqual([next('7'), next('7'), next('7')], [true, true, false], 'two, then no more');
  assert.deepEqual([next('7'), next('8'), next('7')], [true, true, true], 'another record is another matter');
  retries.forget('orders', 0);
  assert.deepEqual([next('7'), next('7'), next('7', 1), next('7', 0, 'other')], [true, true, true, true]);
  retries.keep({ orders: [1] });
  assert.deepEqual([next('7'), next('7'), next('7')], [true, true, false], 'lost, and begun anew');
  assert.deepEqual([next('7', 1), next('7', 1)], [true, false], 'kept');
  assert.equal(new Retries({ attempts: 0 }).next('orders', 0, '7'), null);
});

test('retry options that would never wait, or for ever, are refused', () => {
  for (const wrong of [
    { attempts: -1 },
    { attempts: 1.5 },
    { attempts: Infinity },
    { delay: 0 },
    { delay: NaN },
    { maxDelay: 2 ** 31 },
  ])
    assert.throws(() => new Retries(wrong), /retry\.\w+ is .*whole number/, JSON.stringify(wrong));
});

test('headers of kafkajs as a list: none lost, none doubled, whatever their names', () => {
  // As its decoder makes them: an array for a name that every object has.
  const decoded = (...sent: readonly (readonly [string, Buffer | null])[]): Record<string, never> =>
    sent.reduce<Record<string, unknown>>((all, [name, value]) => {
      const before = all[name];
      const both = Array.isArray(before) ? [...(before as unknown[]), value] : [before, value];
      return { ...all, [name]: before === undefined ? value : both };
    }, {}) as Record<string, never>;
  const given: readonly (readonly (readonly [string, Buffer | null])[])[] = [
    [],
    [['a', bytes('1')]],
    [
      ['a', bytes('1')],
      ['a', bytes('2')],
      ['a', null],
    ],
    [['a', null]],
    [['a', bytes('')]],
    [['constructor', bytes('1')]],
    [['__proto__', bytes('1')]],
    [
      ['__proto__', bytes('1')],
      ['__proto__', bytes('2')],
    ],
    [['toString', null]],
    [
      ['A', bytes('1')],
      ['a', bytes('2')],
    ],
  ];
  for (const sent of given) {
    const want = sent.map(([name, value]) => ({ name, value }));
    assert.deepEqual(headerList(decoded(...sent)), want, JSON.stringify(want));
    const again = Object.entries(kafkajsHeaders(want)).flatMap(([name, values]) =>
      (values as Buffer[]).map((value) => ({ name, value })),
    );
    assert.deepEqual(
      again,
      want.map(({ name, value }) => ({ name, value: value ?? bytes('') })),
    );
  }
  assert.deepEqual(headerList({ a: 'text', b: undefined, c: [bytes('1'), 'two'] }), [
    { name: 'a', value: bytes('text') },
    { name: 'c', value: bytes('1') },
    { name: 'c', value: bytes('two') },
  ]);
});

test('who wrote the time of a record', () => {
  const message = { key: null, value: null, timestamp: '1000', attributes: 0, offset: '5', headers: {} };
  const given = [
    [{ ...message, batchContext: { timestampType: 1 } }, true],
    [{ ...message, batchContext: { timestampType: 0 } }, false],
    [{ ...message, batchContext: null }, false],
    [message, false],
  ] as const;
  for (const [one, appendTime] of given)
    assert.deepEqual(recordOf('orders', 3, one), {
      topic: 'orders',
      partition: 3,
      offset: '5',
      timestamp: 1000,
      appendTime,
      key: null,
      value: null,
      headers: [],
    });
});

test('the context of a record', () => {
  const record = (...headers: readonly (readonly [string, Buffer | null])[]): KafkaRecord => ({
    topic: 'orders',
    partition: 0,
    offset: '0',
    timestamp: 0,
    appendTime: false,
    key: null,
    value: null,
    headers: headers.map(([name, value]) => ({ name, value })),
  });
  const given = [
    ['onOrder', record(['Context', bytes('sales')]), {}, 'sales'],
    ['onOrder', record(), {}, 'default'],
    ['onOrder', record(['context', bytes('sales')]), {}, 'default'],
    ['onOrder', record(['Context', bytes('sales')], ['Context', bytes('sales')]), {}, ''],
    ['onOrder', record(['Context', null]), {}, ''],
    ['onOrder', record(['Context', Buffer.from([0xff])]), {}, ''],
    ['onEvent', record(['region', bytes('asia')]), {}, 'europe'],
    ['onRefund', record(), { context: 'sales' }, 'sales'],
    ['onRefund', record(), { context: 1 }, ''],
    ['onRefund', record(), {}, 'default'],
    ['onPaid', record(), {}, undefined],
  ] as const;
  for (const [operation, one, message, want] of given) {
    const headers = recordContextHeaders(POLICY, operation, one);
    const parts = { parameters: { region: 'europe' }, headers };
    assert.equal(contextOf(POLICY, operation, parts, message), want, `${operation} ${JSON.stringify(one.headers)}`);
  }
});

test('directions turn round for the peer', () => {
  assert.deepEqual([...receivedChannels(POLICY, 'cluster', 'application').values()].flat(), [
    'onOrder',
    'onEvent',
    'onPaid',
    'onRefund',
    'onAudit',
    'onFeed',
  ]);
  assert.deepEqual(sentOperations(POLICY, 'cluster', 'application'), ['issueInvoice', 'then']);
  assert.deepEqual([...receivedChannels(POLICY, 'cluster', 'peer')], [['invoices', ['issueInvoice', 'then']]]);
  assert.equal(sentOperations(POLICY, 'cluster', 'peer').length, 6);
  assert.throws(() => kafkaServer(POLICY, 'constructor'), /no server "constructor"/);
  assert.throws(() => kafkaServer(WEBSOCKET_POLICY, 'gateway'), /speaks wss, not kafka/);
});

test('handlers are of whole channels', () => {
  const take = (handlers: object): readonly string[] => [
    ...handledChannels(POLICY, 'cluster', 'application', handlers, undefined).channels.keys(),
  ];
  assert.deepEqual(take({ onOrder: nothing }), ['orders']);
  assert.deepEqual(take({ onPaid: nothing, onRefund: nothing, onAudit: undefined }), ['payments']);
  class Handlers {
    onOrder(): void {
      nothing();
    }
  }
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{}, /there is none/],
    [{ onPaid: nothing }, /onRefund is missing.*payments/],
    [{ onOrder: nothing, issueInvoice: nothing }, /issueInvoice is no operation that this side receives/],
    [{ onOrder: nothing, toString: nothing }, /toString is no operation/],
    [{ onOrder: 'x' }, /onOrder is no function/],
    [new Handlers(), /there is none/],
    [Object.create({ onOrder: nothing }) as object, /there is none/],
  ];
  for (const [handlers, message] of wrong) assert.throws(() => take(handlers), message);
});

test('the alternative with which a record is signed', () => {
  const allOf = (...schemes: readonly string[]): Alternative => ({
    allOf: schemes.map((scheme) => ({ scheme, scopes: [] })),
    actor: null,
  });
  const token = allOf('token');
  const proof = allOf('producerProof');
  const both = allOf('token', 'producerProof');
  const login = allOf('login');
  const given = [
    [null, [proof], ['producerProof'], 'producerProof'],
    [null, [token, proof], ['producerProof'], 'producerProof'],
    [null, [token, proof], ['producerProof', 'token'], 'token'],
    [null, [both], ['producerProof', 'token'], 'token producerProof'],
    [[token], [proof], ['producerProof', 'token'], 'token producerProof'],
    [[proof], [proof], ['producerProof'], 'producerProof'],
    [[login, proof], null, ['producerProof'], 'producerProof'],
    [null, null, [], ''],
    [null, [both], ['token'], /onOrder: signers has no producerProof/],
    [[token], [proof], [], /signers has no token, producerProof/],
    [null, [login], ['login'], /no record can carry/],
  ] as const;
  for (const [requirement, own, held, want] of given) {
    const policy = withServer({ requirement, rules: { onOrder: { requirement: own } } });
    const choose = (): string =>
      recordCredentials(policy, 'cluster', 'onOrder', new Set(held))
        .map(({ provider }) => provider)
        .join(' ');
    if (typeof want === 'string') assert.equal(choose(), want);
    else assert.throws(choose, want);
  }
});

test('names of members', () => {
  const given = [
    ['onOrder', 'onOrder'],
    ['then', 'then_'],
    ['raw', 'raw_'],
    ['connect', 'connect_'],
    ['__proto__', '__proto___'],
    ['constructor', 'constructor_'],
  ] as const;
  for (const [name, want] of given) assert.equal(kafkaMember(name), want);
});
