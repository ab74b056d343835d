import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, mock, test, type TestContext } from 'node:test';
import type { RequestListener } from 'node:http';
import { fetchDeadline, fetchJson, keyUrl } from '../../src/runtime/json-fetch.js';
import { KeySet } from '../../src/runtime/key-set.js';
import { publicKeys, type PublicKey } from '../../src/runtime/public-keys.js';
import { json, keyServer } from '../support/key-server.js';

const ec = (kid: string): object => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid,
});
const rsa = (kid: string, modulusLength = 2048): Record<string, unknown> => ({
  ...generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' }),
  kid,
});

describe('keys that are fit', () => {
  const good = ec('good');
  const sound = rsa('sound');
  const withPrivate = {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    kid: 'x',
  };
  const cases: readonly (readonly [string, unknown, boolean])[] = [
    ['an EC key', good, true],
    ['an RSA key', sound, true],
    ['a key for signatures', { ...good, use: 'sig' }, true],
    ['a key for encryption', { ...good, use: 'enc' }, false],
    ['a symmetric key', { kty: 'oct', kid: 'x', k: 'c2VjcmV0' }, false],
    ['a private key', withPrivate, false],
    ['an RSA exponent of 1', { ...sound, e: 'AQ' }, false],
    ['an even RSA exponent', { ...sound, e: 'Ag' }, false],
    ['an RSA modulus of 1024 bits', rsa('x', 1024), false],
    ['a point that is not on the curve', { ...good, x: 'AAAA' }, false],
    ['a number as kid', { ...good, kid: 7 }, false],
    ['null', null, false],
  ];
  for (const [given, key, want] of cases) {
    test(given, () => {
      assert.equal(publicKeys({ keys: [key] }).length, want ? 1 : 0);
    });
  }
  test('a modulus of the ROCA generator', () => {
    // k * M + (65537 ^ a mod M), with M the product of the first primes: the form of CVE-2017-15361.
    const primes = [
      2n,
      3n,
      5n,
      7n,
      11n,
      13n,
      17n,
      19n,
      23n,
      29n,
      31n,
      37n,
      41n,
      43n,
      47n,
      53n,
      59n,
      61n,
      67n,
      71n,
      73n,
      79n,
      83n,
      89n,
      97n,
      101n,
      103n,
      107n,
      109n,
      113n,
      127n,
      131n,
      137n,
      139n,
      149n,
      151n,
      157n,
      163n,
      167n,
    ];
    const product = primes.reduce((whole, prime) => whole * prime, 1n);
    let modulus = (65537n * 65537n) % product;
    modulus += product * ((1n << 2047n) / product + 12345n);
    const n = Buffer.from(modulus.toString(16).padStart(512, '0'), 'hex').toString('base64url');
    assert.deepEqual(publicKeys({ keys: [{ ...sound, n }] }), []);
  });
  test('a set that is none', () => {
    for (const set of [null, [], {}, { keys: {} }, 'keys', { keys: Array.from({ length: 101 }, () => good) }])
      assert.throws(() => publicKeys(set));
  });
  test('two keys of one name', () => {
    assert.throws(() => publicKeys({ keys: [ec('k'), ec('k')] }), /alike/);
    assert.equal(publicKeys({ keys: [ec('k'), { ...ec('k'), use: 'enc' }] }).length, 1);
  });
});

describe('where keys may come from', () => {
  for (const url of ['https://idp.test/jwks', 'http://localhost:1/', 'http://127.0.0.1:1/', 'http://[::1]:1/'])
    test(url, () => {
      assert.equal(keyUrl(url, 'x').href, url);
    });
  for (const url of [
    'http://idp.test/',
    'http://127.0.0.1.evil.test/',
    'ftp://idp.test/',
    'file:///etc/passwd',
    'https://u:p@idp.test/',
    '',
    'idp.test',
  ])
    test(`not ${url}`, () => {
      assert.throws(() => keyUrl(url, 'x'), TypeError);
    });
});

describe('a key server that', () => {
  const cases: readonly (readonly [string, RequestListener, RegExp])[] = [
    ['answers 500', json({ keys: [] }, 500), /answered 500/],
    ['answers HTML', (_, response) => void response.end('<html>'), /no JSON/],
    [
      'redirects',
      (_, response) => void response.writeHead(302, { location: 'https://evil.test/' }).end(),
      /fetch failed/,
    ],
    ['answers more than 1 MiB', (_, response) => void response.end(`"${'x'.repeat(2 << 20)}"`), /more than 1 MiB/],
    ['hangs up', (_, response) => void response.destroy(), /fetch failed|terminated/],
  ];
  for (const [given, answer, want] of cases) {
    test(given, async (t) => {
      const server = await keyServer(t, answer);
      await assert.rejects(fetchJson(new URL(`${server.url}/keys?secret=1`), fetchDeadline()), (error) => {
        assert.ok(error instanceof Error && want.test(error.message), String(error));
        assert.ok(!error.message.includes('secret'));
        return true;
      });
    });
  }
  test('hangs is given up', async (t) => {
    const server = await keyServer(t, () => undefined);
    await assert.rejects(fetchJson(new URL(server.url), fetchDeadline()), /timeout/);
  });
});

describe('a key set', () => {
  function stopClock(t: TestContext): (milliseconds: number) => void {
    let now = 1_000_000_000_000;
    mock.method(Date, 'now', () => now);
    t.after(() => {
      mock.restoreAll();
    });
    return (milliseconds) => {
      now += milliseconds;
    };
  }
  const fetching = (answer: () => unknown) => {
    const fetch = mock.fn(async () => Promise.resolve(publicKeys(answer())));
    return { keys: new KeySet(fetch), fetch };
  };
  const names = async (keys: KeySet<PublicKey>, kid?: string): Promise<unknown[]> =>
    (await keys.find(kid)).map((key) => key.kid);

  test('fetches once for all who ask at once', async () => {
    const { keys, fetch } = fetching(() => ({ keys: [ec('k')] }));
    const found = await Promise.all(Array.from({ length: 200 }, () => names(keys, 'k')));
    assert.ok(found.every((one) => one.join() === 'k'));
    assert.equal(fetch.mock.callCount(), 1);
  });

  test('finds a key that was added, and remembers for a while what nobody bears', async (t) => {
    const pass = stopClock(t);
    let published = [ec('old')];
    const { keys, fetch } = fetching(() => ({ keys: published }));
    assert.deepEqual(await names(keys, 'old'), ['old']);
    published = [ec('old'), ec('new')];
    pass(1000);
    assert.deepEqual(await names(keys, 'new'), ['new']);
    pass(1000);
    assert.deepEqual(await names(keys, 'none'), []);
    assert.deepEqual(await names(keys, 'none'), []);
    assert.equal(fetch.mock.callCount(), 3);
    pass(6000);
    published = [ec('none')];
    assert.deepEqual(await names(keys, 'none'), ['none']);
    assert.deepEqual(await names(keys, 'old'), [], 'a key that was withdrawn is gone');
  });

  test('fetches no more than once a second, however many unknown names arrive', async () => {
    const { keys, fetch } = fetching(() => ({ keys: [ec('k')] }));
    await keys.find('k');
    const began = Date.now();
    const found = await Promise.all(Array.from({ length: 500 }, (_, index) => names(keys, `unknown-${String(index)}`)));
    assert.ok(found.every((one) => one.length === 0));
    assert.ok(Date.now() - began >= 900, 'the second fetch waited');
    assert.equal(fetch.mock.callCount(), 2);
  });

  test('asks again for a name that arrived while a fetch was under way', async () => {
    let answer: ((keys: readonly PublicKey[]) => void) | undefined;
    const fetch = mock.fn(() => new Promise<readonly PublicKey[]>((resolve) => (answer = resolve)));
    const keys = new KeySet(fetch);
    const first = keys.find('old');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = keys.find('new');
    answer?.(publicKeys({ keys: [ec('old')] }));
    assert.equal((await first).length, 1);
    while (fetch.mock.callCount() < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    answer?.(publicKeys({ keys: [ec('old'), ec('new')] }));
    assert.equal((await second).length, 1);
  });

  test('says so while its server is down, asks once a second, and recovers', async (t) => {
    const pass = stopClock(t);
    let isDown = true;
    const { keys, fetch } = fetching(() => {
      if (isDown) throw new Error('down');
      return { keys: [ec('k')] };
    });
    const unreachable = { name: 'CannotJudgeError', undecidedCause: 'keys-unreachable' };
    for (let count = 0; count < 20; count += 1) await assert.rejects(keys.find('k'), unreachable);
    assert.equal(fetch.mock.callCount(), 1);
    isDown = false;
    pass(1000);
    assert.deepEqual(await names(keys, 'k'), ['k']);
  });

  test('lets keys outlive an outage of their server, for an hour', async (t) => {
    const pass = stopClock(t);
    let isDown = false;
    const { keys } = fetching(() => {
      if (isDown) throw new Error('down');
      return { keys: [ec('k')] };
    });
    await keys.find('k');
    isDown = true;
    pass(59 * 60_000);
    assert.deepEqual(await names(keys, 'k'), ['k']);
    await assert.rejects(keys.find('unknown'), { undecidedCause: 'keys-unreachable' });
    pass(2 * 60_000);
    await assert.rejects(keys.find('k'), { undecidedCause: 'keys-unreachable' });
  });
});
