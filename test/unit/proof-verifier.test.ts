import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { describe, mock, test, type TestContext } from 'node:test';
import { SignJWT, importJWK } from 'jose';
import type { KafkaRecord, RecordHeader } from '../../src/runtime/record.js';
import type { ProofVerifierOptions } from '../../src/runtime/proof/verifier.js';
import { proofVerifier } from '../../src/runtime/proof/verifier.js';
import {
  claimsOf,
  compact,
  evidence,
  header,
  hs256,
  ISSUER,
  keySetOf,
  mint,
  producerKey,
  record,
  secretProducerKey,
  told,
  verifier,
} from '../support/record-proofs.js';

const ed = producerKey('EdDSA', 'ed');
const es = producerKey('ES256', 'es');
const rs = producerKey('RS256', 'rs');
const secret = secretProducerKey('hs', randomBytes(32));
const KEYS = keySetOf(ed, es, rs);
const INVALID = 'invalid-credential';
const EXPIRED = 'credential-expired';
const DAY = 86_400;

type Changed = Readonly<Record<string, unknown>>;
const seconds = (): number => Math.floor(Date.now() / 1000);

describe('a verifier is not made', () => {
  const sound = { issuer: ISSUER, keys: KEYS, maxAge: '7d' };
  const cases: readonly (readonly [string, Changed])[] = [
    ['without issuer', { issuer: undefined }],
    ['with a blank issuer', { issuer: ' ' }],
    ['without keys of any kind', { keys: undefined }],
    ['with two sources of keys', { jwksUri: 'https://keys.acme.test/jwks' }],
    ['with blank keys', { keys: '' }],
    ['with keys that are no JSON', { keys: 'k' }],
    ['with keys of which none is fit', { keys: '{"keys":[{"kty":"oct","k":"AAAA","kid":"k"}]}' }],
    ['with keys over http', { keys: undefined, jwksUri: 'http://keys.acme.test/jwks' }],
    ['without maxAge', { maxAge: undefined }],
    ['with a maxAge without unit', { maxAge: '7' }],
    ['with a maxAge of nothing', { maxAge: '0d' }],
    ['with a negative maxAge', { maxAge: '-1d' }],
    ['with an exponent as maxAge', { maxAge: '1e9d' }],
    ['with no algorithm', { algorithms: [] }],
    ['with the algorithm none', { algorithms: ['none'] }],
    ['with HS256 for all', { algorithms: ['HS256'] }],
    ['with NaN as tolerance', { clockTolerance: Number.NaN }],
    ['with a day of tolerance', { clockTolerance: DAY }],
    ['with a memory of nothing', { remembered: 0 }],
    ['with a blank header', { headers: [''] }],
    ['with a proof that covers itself', { headers: ['asyncapi-proof'] }],
    ['with a blank secret', { secrets: { meter: '' } }],
    ['with a short secret', { secrets: { meter: '{"kty":"oct","alg":"HS256","kid":"k","k":"AAAA"}' } }],
    ['with a public key as secret', { secrets: { meter: JSON.stringify(rs.publicJwk) } }],
    [
      'with one secret for two producers',
      { secrets: { a: JSON.stringify(secret.publicJwk), b: JSON.stringify(secret.publicJwk) } },
    ],
  ];
  for (const [given, changed] of cases) {
    test(given, () => {
      assert.throws(() => proofVerifier({ ...sound, ...changed } as ProofVerifierOptions), Error);
    });
  }
  test('but with these', () => {
    for (const maxAge of ['1s', '15m', '12h', '7d'] as const) proofVerifier({ issuer: ISSUER, keys: KEYS, maxAge });
  });
});

describe('claims and header', () => {
  const verify = verifier({ keys: KEYS });
  const cases: readonly (readonly [string, Changed, Changed, string])[] = [
    ['a good proof', {}, {}, 'billing'],
    ['no iss', { iss: undefined }, {}, INVALID],
    ['another iss', { iss: 'other' }, {}, INVALID],
    ['iss in a list', { iss: [ISSUER] }, {}, INVALID],
    ['no sub', { sub: undefined }, {}, INVALID],
    ['a blank sub', { sub: ' ' }, {}, INVALID],
    ['a sub without end', { sub: 's'.repeat(257) }, {}, INVALID],
    ['a number as sub', { sub: 7 }, {}, INVALID],
    ['no iat', { iat: undefined }, {}, INVALID],
    ['a text as iat', { iat: String(seconds()) }, {}, INVALID],
    ['a fraction as iat', { iat: seconds() - 0.5 }, {}, INVALID],
    ['a negative iat', { iat: -1 }, {}, INVALID],
    ['no jti', { jti: undefined }, {}, INVALID],
    ['an empty jti', { jti: '' }, {}, INVALID],
    ['a jti with a blank', { jti: 'a b' }, {}, INVALID],
    ['a jti with a line end', { jti: 'a\n' }, {}, INVALID],
    ['a jti without end', { jti: 'j'.repeat(129) }, {}, INVALID],
    ['no top', { top: undefined }, {}, INVALID],
    ['another top', { top: 'billing.invoices' }, {}, INVALID],
    ['null as top', { top: null }, {}, INVALID],
    ['no key', { key: undefined }, {}, INVALID],
    ['null as key', { key: null }, {}, INVALID],
    ['no val', { val: undefined }, {}, INVALID],
    ['null as val', { val: null }, {}, INVALID],
    ['a val of another spelling', { val: `${String(claimsOf(record())['val'])}=` }, {}, INVALID],
    ['no hdr', { hdr: undefined }, {}, INVALID],
    ['null as hdr', { hdr: null }, {}, INVALID],
    ['scopes besides', { scope: 'orders:write' }, {}, INVALID],
    ['an exp besides', { exp: seconds() + 60 }, {}, INVALID],
    ['a partition besides', { par: 0 }, {}, INVALID],
    ['no typ', {}, { typ: undefined }, INVALID],
    ['the typ of an access token', {}, { typ: 'at+jwt' }, INVALID],
    ['typ in another case', {}, { typ: 'Record-Proof+JWT' }, INVALID],
    ['no kid', {}, { kid: undefined }, INVALID],
    ['a blank kid', {}, { kid: '' }, INVALID],
    ['a number as kid', {}, { kid: 7 }, INVALID],
    ['the kid of another key', {}, { kid: 'es' }, INVALID],
    ['a path as kid', {}, { kid: '../../etc/passwd' }, INVALID],
    ['crit', {}, { crit: ['exp'] }, INVALID],
    ['b64', {}, { b64: false }, INVALID],
    ['an embedded key', {}, { jwk: ed.publicJwk }, INVALID],
    ['a URL of keys', {}, { jku: 'http://127.0.0.1:9/jwks' }, INVALID],
    ['a URL of certificates', {}, { x5u: 'http://127.0.0.1:9/x' }, INVALID],
    ['embedded certificates', {}, { x5c: ['AAAA'] }, INVALID],
    ['the digest of a certificate', {}, { x5t: 'AAAA' }, INVALID],
  ];
  for (const [given, changed, changedHeader, want] of cases) {
    test(given, async () => {
      const of = record();
      assert.equal(told(await verify(evidence(mint(ed, claimsOf(of, changed), changedHeader), of))), want);
    });
  }
  test('what it finds out', async () => {
    const of = record();
    const claims = claimsOf(of);
    const iat = Number(claims['iat']);
    const identity = { issuer: ISSUER, subject: 'billing', grants: [], claims };
    assert.deepEqual(await verify(evidence(mint(ed, claims), of)), {
      ...identity,
      expiresAt: (iat + 7 * DAY + 60) * 1000,
    });
    const appended = record({ appendTime: true });
    assert.deepEqual(await verify(evidence(mint(ed, claims), appended)), identity);
  });
  test('what is no token of one spelling', async () => {
    const of = record();
    const text = JSON.stringify(claimsOf(of));
    const good = mint(ed, text);
    const [head = '', body = '', signature = ''] = good.split('.');
    const bad = [
      '',
      '..',
      'x',
      `${good}.`,
      `${good} `,
      `${head}.${body}.`,
      `${head}..${signature}`,
      `${head}.${body}.${signature}=`,
      mint(ed, text.replace('{', '{"__proto__":{"sub":"root"},')),
      mint(ed, '[]'),
      mint(ed, 'null'),
      mint(ed, '{'),
      `${good.slice(0, 20)}${'A'.repeat(20_000)}${good.slice(20)}`,
    ];
    for (const token of bad) assert.equal(told(await verify(evidence(token, of))), INVALID, token.slice(0, 60));
    assert.equal(told(await verify(evidence(good, of))), 'billing');
  });
});

describe('a record that is not the one that was signed', () => {
  const context = header('context', 'billing');
  const cases: readonly (readonly [string, Partial<KafkaRecord>, string])[] = [
    ['the same', {}, 'billing'],
    ['another key', { key: Buffer.from('order-2') }, INVALID],
    ['no key', { key: null }, INVALID],
    ['an empty key', { key: Buffer.alloc(0) }, INVALID],
    ['another value', { value: Buffer.from('{"total":13}') }, INVALID],
    ['a tombstone', { value: null }, INVALID],
    ['an empty value', { value: Buffer.alloc(0) }, INVALID],
    ['key and value exchanged', { key: Buffer.from('{"total":12}'), value: Buffer.from('order-1') }, INVALID],
    ['another context', { headers: [header('context', 'admin')] }, INVALID],
    ['no context', { headers: [] }, INVALID],
    ['an empty context', { headers: [header('context', '')] }, INVALID],
    ['null as context', { headers: [header('context', null)] }, INVALID],
    ['the context twice', { headers: [context, context] }, INVALID],
    ['the context, then another', { headers: [context, header('context', 'admin')] }, INVALID],
    ['another, then the context', { headers: [header('context', 'admin'), context] }, INVALID],
    ['the context under a name in another case', { headers: [header('Context', 'billing')] }, INVALID],
    ['another header that nothing covers', { headers: [context, header('trace', 'x')] }, 'billing'],
    ['another partition, seen first', { partition: 3 }, 'billing'],
  ];
  for (const [given, changed, want] of cases) {
    test(given, async () => {
      const token = mint(ed, claimsOf(record()));
      assert.equal(told(await verifier({ keys: KEYS })(evidence(token, record(changed)))), want);
    });
  }
  const absent: readonly (readonly [string, Partial<KafkaRecord>, Partial<KafkaRecord>, string])[] = [
    ['a tombstone', { value: null }, {}, 'billing'],
    ['a tombstone that got a value', { value: null }, { value: Buffer.alloc(0) }, INVALID],
    ['a record without key', { key: null }, {}, 'billing'],
    ['a record without key that got one', { key: null }, { key: Buffer.alloc(0) }, INVALID],
    ['a record without context', { headers: [] }, {}, 'billing'],
    ['a record without context that got one', { headers: [] }, { headers: [context] }, INVALID],
    ['a record without context that got null', { headers: [] }, { headers: [header('context', null)] }, INVALID],
  ];
  for (const [given, signed, changed, want] of absent) {
    test(`signed as ${given}`, async () => {
      const of = record(signed);
      const got = record({ ...signed, ...changed });
      assert.equal(told(await verifier({ keys: KEYS })(evidence(mint(ed, claimsOf(of)), got))), want);
    });
  }
  test('of another topic, with the topic of the mirror that it came in', async () => {
    const of = record({ topic: 'dc2.billing.orders' });
    const verify = verifier({ keys: KEYS });
    assert.equal(told(await verify(evidence(mint(ed, claimsOf(of)), of))), 'billing');
    assert.equal(told(await verify(evidence(mint(ed, claimsOf(of)), of, { topic: of.topic }))), INVALID);
  });
  test('with other names of headers', async () => {
    const of = record({ headers: [header('context', 'billing'), header('type', 'paid')] as readonly RecordHeader[] });
    const token = mint(ed, claimsOf(of));
    assert.equal(told(await verifier({ keys: KEYS })(evidence(token, of))), 'billing');
    assert.equal(told(await verifier({ keys: KEYS, headers: ['type'] })(evidence(token, of))), INVALID);
    assert.equal(told(await verifier({ keys: KEYS })(evidence(token, of, { signedHeaders: [] }))), INVALID);
    assert.equal(
      told(await verifier({ keys: KEYS, headers: ['context'] })(evidence(token, of))),
      'billing',
      'named twice over',
    );
  });
});

describe('age', () => {
  const at = 1_800_000_000;
  const stopped = (t: TestContext): void => {
    mock.method(Date, 'now', () => at * 1000);
    t.after(() => {
      mock.restoreAll();
    });
  };
  const cases: readonly (readonly [string, number, Partial<KafkaRecord>, string])[] = [
    ['signed now', at, {}, 'billing'],
    ['signed in a minute', at + 60, {}, 'billing'],
    ['signed later than that', at + 61, {}, INVALID],
    ['a week old', at - 7 * DAY - 60, {}, 'billing'],
    ['older', at - 7 * DAY - 61, {}, EXPIRED],
    ['older, with a time of the producer that fits', at - 8 * DAY, { timestamp: (at - 8 * DAY) * 1000 }, EXPIRED],
    ['a year ago, appended then', at - 365 * DAY, { appendTime: true, timestamp: (at - 365 * DAY) * 1000 }, 'billing'],
    [
      'a year ago, appended a week later',
      at - 365 * DAY,
      { appendTime: true, timestamp: (at - 358 * DAY) * 1000 },
      'billing',
    ],
    [
      'a year ago, appended still later',
      at - 365 * DAY,
      { appendTime: true, timestamp: (at - 358 * DAY + 61) * 1000 },
      EXPIRED,
    ],
    ['signed after it was appended', at, { appendTime: true, timestamp: (at - 61) * 1000 }, INVALID],
    ['signed about when it was appended', at, { appendTime: true, timestamp: (at - 60) * 1000 }, 'billing'],
    ['signed and appended in the future', at + DAY, { appendTime: true, timestamp: (at + DAY) * 1000 }, INVALID],
    ['appended at no time', at, { appendTime: true, timestamp: Number.NaN }, EXPIRED],
  ];
  for (const [given, iat, changed, want] of cases) {
    test(given, async (t) => {
      stopped(t);
      const of = record(changed);
      assert.equal(told(await verifier({ keys: KEYS })(evidence(mint(ed, claimsOf(of, { iat })), of))), want);
    });
  }
});

describe('algorithms', () => {
  const meter = { secrets: { meter: JSON.stringify(secret.publicJwk) } };
  for (const alg of ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512']) {
    test(alg, async () => {
      const key = producerKey(alg, 'k');
      const of = record();
      const token = mint(key, claimsOf(of));
      assert.equal(told(await verifier({ keys: keySetOf(key) })(evidence(token, of))), 'billing');
      const others = ['EdDSA', 'ES256', 'PS256'].filter((other) => other !== alg);
      assert.equal(told(await verifier({ keys: keySetOf(key), algorithms: others })(evidence(token, of))), INVALID);
    });
  }
  for (const alg of ['PS256', 'PS384', 'PS512', 'ES256', 'RS256', 'EdDSA']) {
    test(`${alg}, signed by jose`, async () => {
      const key = producerKey(alg, 'k');
      const of = record();
      const token = await new SignJWT(claimsOf(of))
        .setProtectedHeader({ typ: 'record-proof+jwt', alg, kid: 'k' })
        .sign(await importJWK(key.privateJwk, alg));
      assert.equal(told(await verifier({ keys: keySetOf(key) })(evidence(token, of))), 'billing');
    });
  }

  const pem = createPublicKey({ key: { ...rs.publicJwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const der = createPublicKey({ key: { ...rs.publicJwk }, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  const x = Buffer.from(String(ed.publicJwk['x']), 'base64url');
  type Sign = (input: string) => Buffer;
  const cases: readonly (readonly [string, string, string, Sign, string])[] = [
    ['none', 'none', 'ed', () => Buffer.from('x'), 'billing'],
    ['None', 'None', 'ed', () => Buffer.from('x'), 'billing'],
    ['HS256 with the PEM of the public key', 'HS256', 'rs', (input) => hs256(pem.toString(), input), 'billing'],
    ['HS256 with the DER of the public key', 'HS256', 'rs', (input) => hs256(der, input), 'billing'],
    ['HS256 with the public key itself', 'HS256', 'ed', (input) => hs256(x, input), 'billing'],
    ['HS256 with no key', 'HS256', 'hs', (input) => hs256('', input), 'meter'],
    ['HS256 of a producer that has a secret, with a public key', 'HS256', 'rs', (i) => hs256(der, i), 'meter'],
    ['HS256 with the secret of another producer', 'HS256', 'hs', secret.sign, 'billing'],
    ['HS256 for a name that every object has', 'HS256', 'hs', secret.sign, 'constructor'],
    ['HS384', 'HS384', 'hs', secret.sign, 'meter'],
    ['ES256 said of EdDSA', 'ES256', 'ed', ed.sign, 'billing'],
    ['EdDSA said of ES256', 'EdDSA', 'es', es.sign, 'billing'],
    ['Ed25519 said of a key for EdDSA', 'Ed25519', 'ed', ed.sign, 'billing'],
    ['RS256 said of ES256', 'RS256', 'es', es.sign, 'billing'],
    ['PS256 said of RS256', 'PS256', 'rs', rs.sign, 'billing'],
    ['ES256 with r and s of zero', 'ES256', 'es', () => Buffer.alloc(64), 'billing'],
    ['ES256 with a signature of no length', 'ES256', 'es', () => Buffer.alloc(1), 'billing'],
    ['EdDSA with a signature of zeros', 'EdDSA', 'ed', () => Buffer.alloc(64), 'billing'],
    ['EdDSA by another key', 'EdDSA', 'ed', producerKey('EdDSA', 'ed').sign, 'billing'],
  ];
  for (const [given, alg, kid, signature, sub] of cases) {
    test(`not ${given}`, async () => {
      const of = record();
      const token = compact({ typ: 'record-proof+jwt', alg, kid }, claimsOf(of, { sub }), signature);
      assert.equal(told(await verifier({ keys: KEYS, ...meter })(evidence(token, of))), INVALID);
    });
  }
  test('not ES256 by a key of another curve, even where the key names no algorithm', async () => {
    const key = producerKey('ES384', 'k');
    const keys = JSON.stringify({ keys: [{ ...key.publicJwk, alg: undefined }] });
    const of = record();
    const by = (alg: string) => (input: string) =>
      sign(`sha${alg.slice(2)}`, Buffer.from(input), {
        key: createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' }),
        dsaEncoding: 'ieee-p1363',
      });
    const head = { typ: 'record-proof+jwt', kid: 'k' };
    for (const [alg, want] of [
      ['ES384', 'billing'],
      ['ES256', INVALID],
    ] as const) {
      const token = compact({ ...head, alg }, claimsOf(of), by(alg));
      assert.equal(told(await verifier({ keys })(evidence(token, of))), want);
    }
  });
  test('HS256 for the producer whose secret it is', async () => {
    const of = record();
    const verify = verifier(meter);
    assert.equal(told(await verify(evidence(mint(secret, claimsOf(of, { sub: 'meter' })), of))), 'meter');
    assert.equal(told(await verify(evidence(mint(ed, claimsOf(of)), of))), INVALID, 'no keys are published');
  });
});

describe('whose a published key is', () => {
  const cases: readonly (readonly [string, Changed, string])[] = [
    ['anybody of the issuer', {}, 'billing'],
    ['its producer', { sub: 'billing' }, 'billing'],
    ['one of several producers', { sub: ['invoices', 'billing'] }, 'billing'],
    ['another producer', { sub: 'invoices' }, INVALID],
    ['nobody', { sub: [] }, INVALID],
    ['something else', { sub: null }, INVALID],
    ['a key that encrypts', { use: 'enc' }, INVALID],
    ['a key that may verify', { key_ops: ['verify'] }, 'billing'],
    ['a key that may do something else', { key_ops: ['deriveKey'] }, INVALID],
  ];
  for (const [given, changed, want] of cases) {
    test(given, async () => {
      const keys = JSON.stringify({ keys: [{ ...ed.publicJwk, ...changed }, es.publicJwk] });
      const of = record();
      assert.equal(told(await verifier({ keys })(evidence(mint(ed, claimsOf(of)), of))), want);
    });
  }
});
