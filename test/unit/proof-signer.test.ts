import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { fromFile } from '../../src/runtime/credentials.js';
import type { ProofSignerOptions, SignedParts } from '../../src/runtime/proof/signer.js';
import { proofSigner } from '../../src/runtime/proof/signer.js';
import { assertNoCanary, watch } from '../support/canary.js';
import {
  claimsOf,
  evidence,
  header,
  ISSUER,
  keySetOf,
  producerKey,
  record,
  secretProducerKey,
  SIGNED_HEADERS,
  told,
  TOPIC,
  verifier,
} from '../support/record-proofs.js';

const ed = producerKey('EdDSA', 'ed');
const OPTIONS = { issuer: ISSUER, subject: 'billing', key: JSON.stringify(ed.privateJwk) };

const parts = (changed: Partial<SignedParts> = {}): SignedParts => {
  const { key, value, headers } = record();
  return { topic: TOPIC, key, value, headers, signedHeaders: SIGNED_HEADERS, ...changed };
};

describe('a signer is not made', () => {
  const jwk = (changed: Readonly<Record<string, unknown>>, of = ed.privateJwk): Partial<ProofSignerOptions> => ({
    key: JSON.stringify({ ...of, ...changed }),
  });
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' });
  const secret = secretProducerKey('hs', randomBytes(32)).privateJwk;
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['without issuer', { issuer: undefined }],
    ['with a blank issuer', { issuer: ' ' }],
    ['without subject', { subject: undefined }],
    ['with a blank subject', { subject: '' }],
    ['with a subject without end', { subject: 's'.repeat(257) }],
    ['without key', { key: undefined }],
    ['with a blank key', { key: ' ' }],
    ['with a key that is no JSON', { key: 'secret' }],
    ['with a key that is a list', { key: '[]' }],
    ['with a key without alg', jwk({ alg: undefined })],
    ['with a key without kid', jwk({ kid: undefined })],
    ['with a key with a blank kid', jwk({ kid: ' ' })],
    ['with a key for alg none', jwk({ alg: 'none' })],
    ['with a key for another alg', jwk({ alg: 'ES256' })],
    ['with a key for no alg of ours', jwk({ alg: 'HS512' }, secret)],
    ['with a key to encrypt', jwk({ use: 'enc' })],
    ['with a key to verify', jwk({ key_ops: ['verify'] })],
    ['with a public key', jwk({}, ed.publicJwk)],
    ['with a broken key', jwk({ d: 'AAAA' })],
    ['with a small RSA key', jwk({ alg: 'RS256', kid: 'rs' }, small)],
    ['with a short secret', jwk({ k: randomBytes(31).toString('base64url') }, secret)],
    ['with a secret that is no base64url', jwk({ k: '+'.repeat(50) }, secret)],
    ['with a blank header', { headers: [' '] }],
    ['with a proof that covers itself', { headers: ['asyncapi-proof'] }],
  ];
  for (const [given, changed] of cases) {
    test(given, () => {
      assert.throws(() => proofSigner({ ...OPTIONS, ...changed }), Error);
    });
  }
});

describe('what it signs', () => {
  for (const alg of ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'PS512', 'HS256']) {
    test(`${alg}, as jose and the verifier read it`, async () => {
      const key = alg === 'HS256' ? secretProducerKey('k', randomBytes(32)) : producerKey(alg, 'k');
      const signer = proofSigner({ ...OPTIONS, key: JSON.stringify(key.privateJwk) });
      const token = await signer.sign(parts());
      assert.deepEqual(decodeProtectedHeader(token), { typ: 'record-proof+jwt', alg, kid: 'k' });
      const { payload } = await jwtVerify(token, await importJWK(key.publicJwk, alg), { issuer: ISSUER });
      const { iat, jti } = payload;
      assert.deepEqual(payload, claimsOf(record(), { iat, jti }));
      assert.ok(Math.abs(Number(iat) - Date.now() / 1000) < 5);
      const keys = alg === 'HS256' ? { secrets: { billing: JSON.stringify(key.publicJwk) } } : { keys: keySetOf(key) };
      assert.equal(told(await verifier(keys)(evidence(token, record()))), 'billing');
    });
  }

  test('each record under a jti of its own', async () => {
    const signer = proofSigner(OPTIONS);
    const tokens = await Promise.all(Array.from({ length: 200 }, () => signer.sign(parts())));
    assert.equal(new Set(tokens).size, 200);
  });

  test('the headers that it was told of, in whatever order', async () => {
    const of = record({ headers: ['b', '\u{1F600}', '\uFF5E', 'a', '"\\'].map((name) => header(name, name)) });
    const names = of.headers.map(({ name }) => name);
    const token = await proofSigner({ ...OPTIONS, headers: names }).sign(parts({ headers: of.headers }));
    const verify = (headers: readonly string[], given = of) =>
      verifier({ keys: keySetOf(ed), headers })(evidence(token, given));
    assert.equal(told(await verify([...names].reverse())), 'billing');
    assert.equal(told(await verify(['context', ...names, ...names])), 'billing');
    assert.equal(told(await verify(names, record({ headers: [...of.headers].reverse() }))), 'billing');
    assert.equal(told(await verify(names.slice(1))), 'invalid-credential');
  });

  const refused: readonly (readonly [string, readonly (readonly [string, string | null])[]])[] = [
    [
      'twice',
      [
        ['context', 'a'],
        ['context', 'a'],
      ],
    ],
    ['without a value', [['context', null]]],
  ];
  for (const [given, headers] of refused) {
    test(`no record with a covered header ${given}`, async () => {
      const given = parts({ headers: headers.map(([name, value]) => header(name, value)) });
      await assert.rejects(proofSigner(OPTIONS).sign(given), { name: 'TypeError', message: /billing\.orders/ });
    });
  }
});

describe('its key', () => {
  test('is another one as soon as its source gives another text', async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'proof-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'key.jwk');
    const next = producerKey('ES256', 'next');
    await writeFile(file, JSON.stringify(ed.privateJwk, null, 2));
    const signer = proofSigner({ ...OPTIONS, key: fromFile(file) });
    assert.equal(decodeProtectedHeader(await signer.sign(parts())).kid, 'ed');
    await writeFile(file, JSON.stringify(next.privateJwk));
    assert.equal(decodeProtectedHeader(await signer.sign(parts())).kid, 'next');
    await writeFile(file, '{}');
    await assert.rejects(signer.sign(parts()), /proofSigner\.key: the JWK has no alg/);
  });

  const failing: readonly (readonly [string, () => unknown])[] = [
    [
      'throws',
      () => {
        throw new Error(JSON.stringify(ed.privateJwk));
      },
    ],
    ['gives nothing', () => ''],
    ['gives null', () => null],
    ['gives something else', () => ({})],
    ['gives broken JSON', () => JSON.stringify(ed.privateJwk).slice(1)],
    ['gives a public key', () => JSON.stringify(ed.publicJwk)],
    ['gives a key for another alg', () => JSON.stringify({ ...ed.privateJwk, alg: 'RS256' })],
  ];
  for (const [given, key] of failing) {
    test(`signs nothing and shows nothing where its source ${given}`, async () => {
      watch('private key', String(ed.privateJwk['d']));
      const signer = proofSigner({ ...OPTIONS, key: key as () => string });
      const error: unknown = await signer.sign(parts()).then(
        () => assert.fail('signed'),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof Error && error.name === 'CredentialError', String(error));
      assertNoCanary(error, signer);
    });
  }

  test('shows nowhere', async () => {
    const secret = secretProducerKey('hs', randomBytes(32));
    watch('private key', String(ed.privateJwk['d']));
    watch('secret', String(secret.privateJwk['k']));
    for (const { privateJwk } of [ed, secret]) {
      const signer = proofSigner({ ...OPTIONS, key: JSON.stringify(privateJwk) });
      await signer.sign(parts());
      assertNoCanary(signer, await signer.sign(parts()));
    }
  });
});
