import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, mock, test } from 'node:test';
import { json, keyServer } from '../support/key-server.js';
import { desk, ed, KEYS, proved } from '../support/proof-desk.js';
import { claimsOf, ISSUER, keySetOf, producerKey, record, secretProducerKey } from '../support/record-proofs.js';

const NEVER = new Promise<never>(() => undefined);

describe('nobody can judge', () => {
  const failures: readonly (readonly [string, () => unknown, string])[] = [
    [
      'throws',
      () => {
        throw new Error('down');
      },
      'unreachable',
    ],
    ['rejects', () => Promise.reject(new Error('down')), 'unreachable'],
    ['gives undefined', () => undefined, 'unreachable'],
    ['gives a number', () => 7, 'unreachable'],
    ['gives an object', () => ({}), 'unreachable'],
    ['gives a list of something', () => [7], 'unreachable'],
  ];
  const secret = secretProducerKey('hs', randomBytes(32));
  type Answer = () => never;
  for (const [given, answer, want] of failures) {
    test(`where the source of grants ${given}`, async () => {
      const { judge, faults } = desk({ keys: KEYS, grants: answer as Answer });
      assert.equal(await judge(proved()), `grants-${want}`);
      assert.equal(faults.length, 1);
    });
    test(`where the source of keys ${given}`, async () => {
      assert.equal(await desk({ keys: answer as Answer }).judge(proved()), `keys-${want}`);
    });
    test(`where the source of a secret ${given}`, async () => {
      const { judge } = desk({ secrets: { billing: answer as Answer } });
      assert.equal(await judge(proved(record(), secret)), `keys-${want}`);
    });
  }
  test('where a source gives keys that nobody can read', async () => {
    for (const keys of ['', 'x', '[]', 'null', '{}', '{"keys":7}'])
      assert.equal(await desk({ keys: () => keys }).judge(proved()), 'keys-unreachable', keys);
    for (const key of ['', 'x', '[]', '{}', '{"keys":[]}', JSON.stringify(ed.publicJwk)])
      assert.equal(
        await desk({ secrets: { billing: () => key } }).judge(proved(record(), secret)),
        'keys-unreachable',
        key,
      );
  });
  test('where the source of grants hangs', async () => {
    assert.equal(await desk({ keys: KEYS, grants: () => NEVER }, 50).judge(proved()), 'authenticator-timed-out');
  });
  test('where the source of keys hangs, until it does no more', async () => {
    let isHanging = true;
    const { judge } = desk({ keys: () => (isHanging ? NEVER : KEYS) });
    assert.equal(await judge(proved()), 'keys-unreachable');
    isHanging = false;
    assert.equal(await judge(proved()), 'allowed billing');
  });
  test('where the key server is down', async (t) => {
    const server = await keyServer(t, json({}, 503));
    const { judge } = desk({ jwksUri: `${server.url}/jwks` });
    assert.equal(await judge(proved()), 'keys-unreachable');
    assert.equal(await judge(proved(record(), ed, claimsOf(record(), { top: 'other' }))), 'invalid-credential');
    assert.equal(server.asked, 1, 'a proof that is bad by itself costs no fetch');
    await server.close();
    assert.equal(await desk({ jwksUri: `${server.url}/jwks` }).judge(proved()), 'keys-unreachable');
  });
});

describe('a producer', () => {
  test('that does not exist is refused', async () => {
    assert.equal(await desk({ keys: KEYS, grants: () => null }).judge(proved()), 'invalid-credential');
  });
  test('has the grants of its account, and no others', async () => {
    const grants = mock.fn(() => Promise.resolve(['READ@billing']));
    assert.equal(await desk({ keys: KEYS, grants }).judge(proved()), 'insufficient-role');
    assert.deepEqual(grants.mock.calls[0]?.arguments, [{ issuer: ISSUER, subject: 'billing', account: 'billing' }]);
    assert.equal(await desk({ keys: KEYS, grants: () => ['WRITE@other'] }).judge(proved()), 'insufficient-role');
  });
  test('that is bad is asked no grants for', async () => {
    const grants = mock.fn(() => []);
    await desk({ keys: KEYS, grants }).judge(proved(record(), producerKey('EdDSA', 'ed')));
    assert.equal(grants.mock.callCount(), 0);
  });
});

describe('keys', () => {
  test('rotate without loss: a retired key counts while it is published', async (t) => {
    const next = producerKey('ES256', 'next');
    const server = await keyServer(t, json(JSON.parse(KEYS)));
    const { judge } = desk({ jwksUri: `${server.url}/jwks` });
    assert.equal(await judge(proved()), 'allowed billing');
    server.answer = json(JSON.parse(keySetOf(ed, next)));
    assert.equal(await judge(proved(record(), next)), 'allowed billing');
    assert.equal(await judge(proved()), 'allowed billing', 'retired');
    assert.equal(server.asked, 2);
  });

  test('that are withdrawn count for ten minutes at most', async (t) => {
    let now = Date.now();
    let published = keySetOf(ed, producerKey('ES256', 'other'));
    mock.method(Date, 'now', () => now);
    t.after(() => {
      mock.restoreAll();
    });
    const { judge } = desk({ keys: () => published });
    assert.equal(await judge(proved()), 'allowed billing');
    published = keySetOf(producerKey('ES256', 'other'));
    now += 599_000;
    assert.equal(await judge(proved()), 'allowed billing');
    now += 1000;
    assert.equal(await judge(proved()), 'invalid-credential');
  });

  test('of HS256 rotate, too, and stay each producer’s own', async () => {
    const [old, next, other] = ['old', 'next', 'old'].map((kid) => secretProducerKey(kid, randomBytes(32)));
    assert.ok(old !== undefined && next !== undefined && other !== undefined);
    let mine = JSON.stringify(old.privateJwk);
    const { judge } = desk({ secrets: { billing: () => mine, other: JSON.stringify(other.privateJwk) } });
    assert.equal(await judge(proved(record(), old)), 'allowed billing');
    assert.equal(await judge(proved(record(), other)), 'invalid-credential');
    mine = keySetOf(old, next);
    assert.equal(await judge(proved(record(), next)), 'allowed billing');
    assert.equal(await judge(proved(record(), old)), 'allowed billing');
  });

  test('that are new are found, however many records named one that is nobody’s', async (t) => {
    const server = await keyServer(t, json(JSON.parse(KEYS)));
    const { judge } = desk({ jwksUri: `${server.url}/jwks` });
    for (let count = 0; count < 20; count += 1)
      assert.equal(await judge(proved(record(), { ...ed, kid: 'nobody' })), 'invalid-credential');
    const next = producerKey('ES256', 'next');
    server.answer = json(JSON.parse(keySetOf(ed, next)));
    assert.equal(await judge(proved(record(), next)), 'allowed billing');
    assert.equal(server.asked, 2);
  });

  test('that nobody has hold no record up: three fetches in vain, then those at hand are new enough', async (t) => {
    const server = await keyServer(t, json(JSON.parse(KEYS)));
    const { judge } = desk({ jwksUri: `${server.url}/jwks` });
    assert.equal(await judge(proved()), 'allowed billing');
    const began = Date.now();
    for (let count = 0; count < 300; count += 1) {
      const of = record();
      const unknown = { ...ed, kid: `unknown-${String(count)}` };
      assert.equal(await judge(proved(of, unknown)), 'invalid-credential');
    }
    assert.ok(Date.now() - began < 5000, 'at most a second for each of three');
    assert.equal(server.asked, 4);
    assert.equal(await judge(proved()), 'allowed billing');
  });
});
