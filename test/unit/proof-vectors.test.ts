import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, mock, test, type TestContext } from 'node:test';
import type { ProofClaims } from '../../src/runtime/proof/claims.js';
import { headersDigest, coveredNames } from '../../src/runtime/proof/digests.js';
import { proofSigner } from '../../src/runtime/proof/signer.js';
import { signingKey } from '../../src/runtime/proof/signing-key.js';
import type { ProofAge } from '../../src/runtime/proof/verifier.js';
import type { KafkaRecord } from '../../src/runtime/record.js';
import { evidence, told, verifier } from '../support/record-proofs.js';

type Text = string | null;
interface Header {
  readonly name: string;
  readonly value: Text;
}
interface Vector {
  readonly what: string;
  readonly want: string;
  readonly signedHeaders: readonly string[];
  readonly record: Omit<KafkaRecord, 'key' | 'value' | 'headers'> & {
    readonly key: Text;
    readonly value: Text;
    readonly headers: readonly Header[];
  };
  readonly claims?: ProofClaims;
  readonly token: string;
}
interface Vectors {
  readonly verifier: {
    readonly issuer: string;
    readonly maxAge: ProofAge;
    readonly clockTolerance: number;
    readonly now: number;
    readonly topic: string;
    readonly keys: object;
    readonly secrets: Readonly<Record<string, object>>;
  };
  readonly signingKeys: Readonly<Record<string, object>>;
  readonly hdr: readonly {
    readonly names: readonly string[];
    readonly headers: readonly Header[];
    readonly json: string;
    readonly digest: string;
  }[];
  readonly vectors: readonly Vector[];
}

const file = new URL('../../docs/record-proof-vectors.json', import.meta.url);
const { verifier: given, signingKeys, hdr, vectors } = JSON.parse(await readFile(file, 'utf8')) as Vectors;

const bytes = (text: Text): Buffer | null => (text === null ? null : Buffer.from(text, 'base64url'));
const headersOf = (headers: readonly Header[]) => headers.map(({ name, value }) => ({ name, value: bytes(value) }));
const recordOf = ({ record: { key, value, headers, ...place } }: Vector): KafkaRecord => ({
  ...place,
  key: bytes(key),
  value: bytes(value),
  headers: headersOf(headers),
});

const stopClock = (t: TestContext): void => {
  mock.method(Date, 'now', () => given.now * 1000);
  t.after(() => {
    mock.restoreAll();
  });
};

describe('the verifier on the published vectors', () => {
  const { issuer, maxAge, clockTolerance, topic } = given;
  const secrets = Object.entries(given.secrets).map(([subject, jwk]) => [subject, JSON.stringify(jwk)] as const);
  for (const vector of vectors) {
    test(`${vector.what}: ${vector.want}`, async (t) => {
      stopClock(t);
      const verify = verifier({
        issuer,
        maxAge,
        clockTolerance,
        keys: JSON.stringify(given.keys),
        secrets: Object.fromEntries(secrets),
      });
      const { token, signedHeaders, want } = vector;
      const answer = told(await verify(evidence(token, recordOf(vector), { topic, signedHeaders })));
      assert.equal(['billing', 'meter'].includes(answer) ? 'good' : answer, want);
    });
  }
  test('there are good ones and bad ones', () => {
    const good = vectors.filter(({ want }) => want === 'good');
    assert.ok(good.length >= 10 && vectors.length - good.length >= 30);
  });
});

describe('the signer reproduces the good ones byte for byte', () => {
  const good = vectors.flatMap(({ what, want, claims, token }) => {
    const { alg } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { alg: string };
    // ECDSA signs with chance.
    return want === 'good' && claims !== undefined && alg !== 'ES256' ? [{ what, claims, token, alg }] : [];
  });
  for (const { what, claims, token, alg } of good) {
    test(what, () => {
      assert.equal(signingKey(JSON.stringify(signingKeys[alg]), 'key')(claims), token);
    });
  }
  test('with both algorithms', () => {
    assert.deepEqual([...new Set(good.map(({ alg }) => alg))].sort(), ['EdDSA', 'HS256']);
  });
  for (const vector of vectors.filter(({ want, claims }) => want === 'good' && claims !== undefined)) {
    test(`its claims about ${vector.what}`, async (t) => {
      stopClock(t);
      const { key, value, headers } = recordOf(vector);
      const { claims, signedHeaders } = vector;
      const signer = proofSigner({
        issuer: given.issuer,
        subject: claims?.sub ?? '',
        key: JSON.stringify(signingKeys['EdDSA']),
      });
      const token = await signer.sign({ topic: given.topic, key, value, headers, signedHeaders });
      const made = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as ProofClaims;
      assert.deepEqual({ ...made, iat: claims?.iat, jti: claims?.jti }, claims);
    });
  }
});

describe('the claim hdr', () => {
  for (const { names, headers, json, digest } of hdr) {
    test(json.slice(0, 40), () => {
      assert.equal(headersDigest(coveredNames(names, []), headersOf(headers)), digest);
      assert.equal(headersDigest(coveredNames([], [...names].reverse()), headersOf(headers)), digest);
    });
  }
});
