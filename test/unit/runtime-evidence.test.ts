import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, evidenceOf, type EvidenceSource } from '../../src/runtime/evidence.js';
import { readEvidence } from '../../src/runtime/evidence-reader.js';
import type { Carrier, EvidenceForm, ProviderPolicy } from '../../src/runtime/policy.js';
import { PresentedKey, PresentedPassword, PresentedProof, PresentedToken } from '../../src/runtime/presented.js';
import { assertNoCanary, canary } from '../support/canary.js';

const AUTHORIZATION: Carrier = { in: 'header', name: 'authorization' };
const KEY: Carrier = { in: 'header', name: 'x-key' };
const OLD_KEY: Carrier = { in: 'header', name: 'x-old-key' };
const QUERY: Carrier = { in: 'query', name: 'token' };
const COOKIE: Carrier = { in: 'cookie', name: 'session' };

function read(form: EvidenceForm, carriers: readonly Carrier[], source: EvidenceSource): string {
  const provider: ProviderPolicy = { form, carriers, rolesFrom: null };
  const presented = readEvidence(evidenceOf(source), provider, null);
  if (presented instanceof PresentedKey) return `key ${presented.key}`;
  if (presented instanceof PresentedToken) return `token ${presented.token}`;
  if (presented instanceof PresentedPassword) return `user ${presented.username} password ${presented.password}`;
  if (presented instanceof PresentedProof) return `proof ${presented.proof}`;
  return presented;
}

const header = (...raw: readonly string[]): EvidenceSource => ({ rawHeaders: raw });
const authorization = (...values: readonly string[]): EvidenceSource =>
  header(...values.flatMap((value) => ['Authorization', value]));
const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('base64');

describe('evidence of an API key', () => {
  const cases: readonly (readonly [string, readonly Carrier[], EvidenceSource, string])[] = [
    ['nothing', [KEY], header(), 'absent'],
    ['a header of any case', [KEY], header('X-KEY', 'k'), 'key k'],
    ['the header twice', [KEY], header('x-key', 'k', 'X-Key', 'k'), 'invalid'],
    ['an empty header', [KEY], header('x-key', ''), 'invalid'],
    ['a control character', [KEY], header('x-key', 'a\tb'), 'invalid'],
    ['8 KiB', [KEY], header('x-key', 'k'.repeat(8192)), `key ${'k'.repeat(8192)}`],
    ['more than 8 KiB', [KEY], header('x-key', 'k'.repeat(8193)), 'invalid'],
    ['the same key under an old name', [KEY, OLD_KEY], header('x-key', 'k', 'x-old-key', 'k'), 'key k'],
    ['another key under an old name', [KEY, OLD_KEY], header('x-key', 'k', 'x-old-key', 'other'), 'invalid'],
    ['the same key in header and query', [KEY, QUERY], { ...header('x-key', 'k'), url: '/?token=k' }, 'invalid'],
    ['the query', [QUERY], { url: '/events?token=a%20b' }, 'key a b'],
    ['the query twice', [QUERY], { url: '/?token=k&token=k' }, 'invalid'],
    ['another case in the query', [QUERY], { url: '/?Token=k' }, 'absent'],
    ['a fragment', [QUERY], { url: '/#?token=k' }, 'absent'],
    ['the request target //', [QUERY], { url: '//?token=k' }, 'key k'],
    ['the request target /\\', [QUERY], { url: '/\\?token=k' }, 'key k'],
    ['a request target in absolute form', [QUERY], { url: 'http://[::1/?token=k' }, 'key k'],
    ['a bad escape', [QUERY], { url: '/?token=%zz' }, 'key %zz'],
    ['a cookie', [COOKIE], header('Cookie', 'other=1; session=k; sessions=2'), 'key k'],
    ['a cookie in quotes', [COOKIE], header('Cookie', 'session="k"'), 'key k'],
    ['a cookie that is one quote', [COOKIE], header('Cookie', 'session="'), 'key "'],
    ['a cookie twice', [COOKIE], header('Cookie', 'session=k; session=l'), 'invalid'],
    ['a cookie in two headers', [COOKIE], header('Cookie', 'session=k', 'cookie', 'session=l'), 'invalid'],
    ['half a header', [KEY], header('x-key'), 'absent'],
    ['a header called __proto__', [KEY], header('__proto__', 'k'), 'absent'],
    ['the whole authorization header', [AUTHORIZATION], authorization('Bearer k'), 'key Bearer k'],
  ];
  for (const [given, carriers, source, want] of cases) {
    test(given, () => {
      assert.equal(read('apiKey', carriers, source), want);
    });
  }
});

describe('evidence of a bearer token', () => {
  const cases: readonly (readonly [string, EvidenceSource, string])[] = [
    ['a token', authorization('Bearer a.b-_~+/='), 'token a.b-_~+/='],
    ['the scheme in another case', authorization('bEARER t'), 'token t'],
    ['two blanks', authorization('Bearer  t'), 'token t'],
    ['the scheme alone', authorization('Bearer'), 'invalid'],
    ['a blank in the token', authorization('Bearer a b'), 'invalid'],
    ['a comma in the token', authorization('Bearer a,Bearer b'), 'invalid'],
    ['a letter outside ASCII', authorization('Bearer té'), 'invalid'],
    ['16 KiB', authorization(`Bearer ${'t'.repeat(16384)}`), `token ${'t'.repeat(16384)}`],
    ['more than 16 KiB', authorization(`Bearer ${'t'.repeat(16385)}`), 'invalid'],
    ['a megabyte', authorization(`Bearer ${'t'.repeat(1 << 20)}`), 'invalid'],
    ['another scheme', authorization('Basic dTpw'), 'absent'],
    ['a scheme that begins alike', authorization('Bearers t'), 'absent'],
    ['two lines of this scheme', authorization('Bearer t', 'Bearer t'), 'invalid'],
    ['lines of two schemes', authorization('Basic dTpw', 'Bearer t'), 'invalid'],
  ];
  for (const [given, source, want] of cases) {
    test(given, () => {
      assert.equal(read('bearer', [AUTHORIZATION], source), want);
    });
  }
  test('a query carries the token alone', () => {
    assert.equal(read('bearer', [AUTHORIZATION, QUERY], { url: '/?token=t' }), 'token t');
    assert.equal(read('bearer', [AUTHORIZATION, QUERY], { url: '/?token=t', ...authorization('Bearer t') }), 'invalid');
  });
});

describe('evidence of a user name and password (RFC 7617)', () => {
  const cases: readonly (readonly [string, EvidenceSource, string])[] = [
    [
      'the example of section 2',
      authorization('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='),
      'user Aladdin password open sesame',
    ],
    ['the example of section 2.1', authorization('Basic dGVzdDoxMjPCow=='), 'user test password 123£'],
    ['lower case', authorization(`basic ${base64('u:p')}`), 'user u password p'],
    ['two blanks', authorization(`Basic  ${base64('u:p')}`), 'user u password p'],
    ['many colons', authorization(`Basic ${base64('u:p:q:')}`), 'user u password p:q:'],
    ['an empty password', authorization(`Basic ${base64('u:')}`), 'user u password '],
    ['no colon', authorization(`Basic ${base64('user')}`), 'invalid'],
    ['nothing', authorization('Basic '), 'invalid'],
    ['no base64', authorization('Basic $$$$'), 'invalid'],
    ['base64 with a blank', authorization('Basic dT pw'), 'invalid'],
    ['base64 with loose bits', authorization('Basic dTpx=='), 'invalid'],
    ['base64 without padding', authorization('Basic dTpwcA'), 'invalid'],
    ['a NUL', authorization(`Basic ${base64('u\0:p')}`), 'invalid'],
    ['a line end', authorization(`Basic ${base64('u:p\n')}`), 'invalid'],
    ['Latin-1', authorization(`Basic ${base64('ü:p', 'latin1')}`), 'invalid'],
    ['more than 8 KiB', authorization(`Basic ${base64(`u:${'p'.repeat(8192)}`)}`), 'invalid'],
    ['another scheme', authorization('Bearer t'), 'absent'],
    ['two lines', authorization(`Basic ${base64('u:p')}`, 'Bearer t'), 'invalid'],
  ];
  for (const [given, source, want] of cases) {
    test(given, () => {
      assert.equal(read('basic', [AUTHORIZATION], source), want);
    });
  }
});

test('the address is the one given, else the socket’s', () => {
  assert.equal(addressOf(evidenceOf({})), null);
  assert.equal(addressOf(evidenceOf({ socket: { remoteAddress: '::1' } })), '::1');
  assert.equal(addressOf(evidenceOf({ remoteAddress: '10.0.0.1', socket: { remoteAddress: '::1' } })), '10.0.0.1');
});

test('evidence shows in no log', () => {
  const secret = canary('evidence');
  const evidence = evidenceOf({
    url: `/?token=${secret}`,
    rawHeaders: ['x-key', secret, 'Authorization', `Basic ${base64(`u:${secret}`)}`],
  });
  assertNoCanary(evidence, new PresentedKey(secret), new PresentedToken(secret), new PresentedPassword('u', secret));
});
