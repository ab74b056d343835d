import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { apiKeys, digestOf } from '../../src/runtime/api-keys.js';
import type { AuthenticationCall, Identity, Refusal } from '../../src/runtime/identity.js';
import { hashPassword, matchesHash } from '../../src/runtime/password-hash.js';
import { passwords, type FindByUsername } from '../../src/runtime/passwords.js';

const CALL: AuthenticationCall = { signal: new AbortController().signal, provider: 'p', usernameClaim: null };
const REFUSED = { refused: 'invalid-credential' };
// A cost that tests can afford; the format carries it.
const CHEAP = '$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$';

describe('API keys', () => {
  const accounts = new Map([[digestOf('right'), { subject: 'app', grants: ['READ@a'] }]]);
  test('are found by their digest', async () => {
    const authenticate = apiKeys((digest) => accounts.get(digest));
    assert.deepEqual(await authenticate({ key: 'right' }, CALL), { subject: 'app', grants: ['READ@a'] });
    for (const key of ['wrong', '', digestOf('right'), '__proto__'])
      assert.deepEqual(await authenticate({ key }, CALL), REFUSED);
  });
  test('the digest is SHA-256 in hexadecimal', () => {
    assert.equal(digestOf('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  test('null is no account, and a store that is down is no answer', async () => {
    assert.deepEqual(await apiKeys(() => Promise.resolve(null))({ key: 'k' }, CALL), REFUSED);
    await assert.rejects(apiKeys(() => Promise.reject(new Error('down')))({ key: 'k' }, CALL), /down/);
  });
  test('need a function', () => {
    assert.throws(() => apiKeys(undefined as never), TypeError);
  });
});

describe('passwords', () => {
  test('match what hashPassword made, and nothing else', async () => {
    const hash = await hashPassword('right');
    assert.match(hash, /^\$scrypt\$ln=15,r=8,p=3\$[\w+/]+\$[\w+/]+$/);
    assert.equal(await matchesHash('right', hash), true);
    assert.equal(await matchesHash('Right', hash), false);
    assert.notEqual(await hashPassword('right'), hash);
  });
  test('sign an account in', async () => {
    const hash = await hashPassword('right');
    const accounts: Record<string, Awaited<ReturnType<FindByUsername<undefined>>>> = {
      ann: { hash, grants: ['READ@a'] },
      bob: { hash, subject: 'u-2' },
      nologin: { hash: null },
    };
    const authenticate = passwords((name) =>
      Promise.resolve(Object.hasOwn(accounts, name) ? accounts[name] : undefined),
    );
    const tried = async (username: string, password: string): Promise<Identity | Refusal> =>
      authenticate({ username, password }, CALL);
    const ann = await tried('ann', 'right');
    assert.ok('subject' in ann);
    assert.deepEqual([ann.subject, ann.grants], ['ann', ['READ@a']]);
    const bob = await tried('bob', 'right');
    assert.ok('subject' in bob);
    assert.equal(bob.subject, 'u-2');
    for (const [name, password] of [
      ['ann', 'wrong'],
      ['ann', ''],
      ['nobody', 'right'],
      ['nologin', 'right'],
      ['nologin', 'null'],
      ['nologin', ''],
    ] as const)
      assert.deepEqual(await tried(name, password), REFUSED, name);
  });
  test('an unknown name costs a hash as well', async () => {
    const costs = async (authenticate: ReturnType<typeof passwords>): Promise<number> => {
      const began = process.hrtime.bigint();
      await authenticate({ username: 'x', password: 'p' }, CALL);
      return Number(process.hrtime.bigint() - began) / 1e6;
    };
    const hash = await hashPassword('other');
    const known = await costs(passwords(() => ({ hash })));
    for (const account of [undefined, { hash: null }]) {
      const unknown = await costs(passwords(() => account));
      assert.ok(unknown > known / 4, `${String(unknown)} ms against ${String(known)} ms`);
    }
  });
  test('a stored hash that is none, or is ruinous, is a fault', async () => {
    const digest = 'A'.repeat(43);
    for (const hash of [
      '',
      'right',
      `$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$${digest}`,
      `$scrypt$ln=15,r=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$${digest}`,
      `$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$${digest}`,
    ])
      await assert.rejects(passwords(() => ({ hash }))({ username: 'x', password: 'right' }, CALL), TypeError);
  });
  test('wait in a queue that has an end', async () => {
    const hash = `${CHEAP}${'A'.repeat(43)}`;
    const authenticate = passwords(() => ({ hash }), { atOnce: 1, waiting: 2 });
    const tries = Array.from({ length: 5 }, () => authenticate({ username: 'x', password: 'p' }, CALL));
    const settled = await Promise.allSettled(tries);
    const full = settled.filter((one) => one.status === 'rejected');
    assert.deepEqual(
      full.map((one) => (one.reason as { undecidedCause: string }).undecidedCause),
      ['too-many-in-flight', 'too-many-in-flight'],
    );
    assert.deepEqual(await authenticate({ username: 'x', password: 'p' }, CALL), REFUSED, 'places are given back');
  });
  test('nobody hashes for a caller that was given up', async () => {
    const abort = new AbortController();
    abort.abort(new Error('late'));
    const authenticate = passwords(() => ({ hash: `${CHEAP}${'A'.repeat(43)}` }));
    await assert.rejects(authenticate({ username: 'x', password: 'p' }, { ...CALL, signal: abort.signal }), /late/);
  });
  test('need a function and sensible limits', () => {
    assert.throws(() => passwords(undefined as never), TypeError);
    assert.throws(() => passwords(() => null, { atOnce: Number.NaN }), TypeError);
  });
});
