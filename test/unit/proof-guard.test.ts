import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, mock, test, type TestContext } from 'node:test';
import { evidenceOf } from '../../src/runtime/evidence.js';
import { ReplayMemory } from '../../src/runtime/proof/replay-memory.js';
import { proofVerifier } from '../../src/runtime/proof/verifier.js';
import type { KafkaRecord } from '../../src/runtime/record.js';
import { assertNoCanary, watch } from '../support/canary.js';
import { at, desk, ed, KEYS, proved } from '../support/proof-desk.js';
import { claimsOf, header, ISSUER, producerKey, record, secretProducerKey } from '../support/record-proofs.js';

describe('a record', () => {
  test('with a proof is its producer’s', async () => {
    const { judge, faults } = desk({ keys: KEYS });
    assert.equal(await judge(proved()), 'allowed billing');
    assert.deepEqual(faults, []);
  });

  const proof = proved().headers.at(-1)?.value ?? null;
  const cases: readonly (readonly [string, (of: KafkaRecord) => KafkaRecord, string])[] = [
    ['without proof', () => record(), 'unauthenticated'],
    [
      'that says who and what it is',
      () => record({ headers: [header('user', 'billing'), header('roles', 'WRITE@billing')] }),
      'unauthenticated',
    ],
    [
      'with a proof twice',
      (of) => ({ ...of, headers: [...of.headers, ...of.headers.slice(-1)] }),
      'invalid-credential',
    ],
    ['with an empty proof', () => record({ headers: [header('asyncapi-proof', '')] }), 'invalid-credential'],
    ['with null as proof', () => record({ headers: [header('asyncapi-proof', null)] }), 'invalid-credential'],
    [
      'with the proof of another',
      (of) => ({ ...of, headers: [{ name: 'asyncapi-proof', value: proof }] }),
      'invalid-credential',
    ],
    ['of a topic of no channel', (of) => ({ ...of, topic: 'elsewhere' }), 'invalid-credential'],
  ];
  for (const [given, change, want] of cases) {
    test(`${given}: ${want}`, async () => {
      assert.equal(await desk({ keys: KEYS }).judge(change(proved())), want);
    });
  }
});

describe('a proof that came before', () => {
  const first = proved();
  const cases: readonly (readonly [string, Partial<KafkaRecord>, string])[] = [
    ['from the same place', {}, 'allowed billing'],
    ['at another offset', { offset: '8' }, 'replayed'],
    ['in another partition', { partition: 1 }, 'replayed'],
  ];
  for (const [given, changed, want] of cases) {
    test(`${given}: ${want}`, async () => {
      const { judge } = desk({ keys: KEYS });
      for (let count = 0; count < 3; count += 1) assert.equal(await judge(first), 'allowed billing');
      assert.equal(await judge({ ...first, ...changed }), want);
      assert.equal(await judge(first), 'allowed billing', 'its own record stays good');
    });
  }

  test('is another one with the jti of another producer', async () => {
    const { judge } = desk({ keys: KEYS });
    const of = record();
    assert.equal(await judge(proved(of, ed, claimsOf(of, { jti: 'one', sub: 'eve' }))), 'allowed eve');
    assert.equal(await judge(at(proved(of, ed, claimsOf(of, { jti: 'one' })), '9')), 'allowed billing');
  });

  test('is bound by no proof that is bad', async () => {
    const { judge } = desk({ keys: KEYS });
    const of = record();
    const claims = claimsOf(of);
    const forged = proved(of, producerKey('EdDSA', 'ed'), claims);
    assert.equal(await judge(at(forged, '1')), 'invalid-credential');
    assert.equal(await judge(at(proved(of, ed, claims), '2')), 'allowed billing');
  });

  test('stays good where its grants could not be had meanwhile', async () => {
    let isDown = true;
    const grants = (): readonly string[] => {
      if (isDown) throw new Error('down');
      return ['WRITE@billing'];
    };
    const { judge } = desk({ keys: KEYS, grants });
    const of = proved();
    assert.equal(await judge(of), 'grants-unreachable');
    isDown = false;
    assert.equal(await judge(of), 'allowed billing');
  });

  test('is forgotten when others fill the memory: it is bounded', async () => {
    const { judge } = desk({ keys: KEYS, remembered: 2 });
    const records = ['1', '2', '3'].map((offset) => at(proved(), offset));
    for (const of of records) assert.equal(await judge(of), 'allowed billing');
    const [oldest = record(), , newest = record()] = records;
    assert.equal(await judge(at(newest, '9')), 'replayed');
    assert.equal(await judge(at(oldest, '9')), 'allowed billing');
  });

  test('is remembered for as long as proofs are good, and no longer', (t: TestContext) => {
    let now = 1_000_000;
    mock.method(Date, 'now', () => now);
    t.after(() => {
      mock.restoreAll();
    });
    const memory = new ReplayMemory(1000, 5000);
    const of = record();
    for (let count = 0; count < 2000; count += 1)
      assert.equal(memory.isReplay('billing', `jti-${String(count)}`, of), false);
    assert.equal(memory.size, 1000);
    now += 4999;
    assert.equal(memory.isReplay('billing', 'jti-1999', at(of, '8')), true);
    now += 1;
    assert.equal(memory.isReplay('billing', 'jti-1999', at(of, '8')), false);
    for (let count = 0; count < 600; count += 1) memory.isReplay('billing', `new-${String(count)}`, of);
    assert.equal(memory.size, 601, 'what has ended is gone');
  });
});

test('no key and no token shows in what is told of them', async () => {
  const secret = secretProducerKey('hs', randomBytes(32));
  watch('secret', String(secret.privateJwk['k']));
  const of = proved(record(), secret);
  const token = of.headers.at(-1)?.value ?? new Uint8Array();
  watch('token', Buffer.from(token).toString());
  const options = { issuer: ISSUER, maxAge: '7d', secrets: { billing: JSON.stringify(secret.privateJwk) } } as const;
  assertNoCanary(proofVerifier(options));
  const { judge, faults, events } = desk({ secrets: options.secrets });
  assert.equal(await judge(of), 'allowed billing');
  assert.equal(await judge(at(of, '9')), 'replayed');
  const broken = desk({ secrets: { billing: () => JSON.stringify(secret.privateJwk).slice(1) } });
  assert.equal(await broken.judge(of), 'keys-unreachable');
  const denied = desk({
    secrets: options.secrets,
    grants: () => {
      throw new Error('down');
    },
  });
  assert.equal(await denied.judge(of), 'grants-unreachable');
  assert.equal(events.length, 2);
  assertNoCanary(evidenceOf(of), events, faults, ...broken.faults, ...denied.faults);
  for (const { error } of [...broken.faults, ...denied.faults]) assertNoCanary(error);
});
