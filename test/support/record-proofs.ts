import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Identity, ProofEvidence, Refusal } from '../../src/runtime/identity.js';
import type { KafkaRecord, RecordHeader } from '../../src/runtime/record.js';
import type { ProofClaims } from '../../src/runtime/proof/claims.js';
import { proofVerifier, type ProofVerifierOptions } from '../../src/runtime/proof/verifier.js';

export const ISSUER = 'acme';
export const TOPIC = 'billing.orders';
export const SIGNED_HEADERS: readonly string[] = ['context'];

/** A producer's key: what signs, and the JWKs of both sides. */
export interface ProducerKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateJwk: Readonly<Record<string, unknown>>;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly sign: (input: string) => Buffer;
}

export function producerKey(alg: string, kid: string): ProducerKey {
  const hash = `sha${alg.slice(2)}`;
  const { privateKey, publicKey } = pairFor(alg);
  const jwk = (key: KeyObject): Readonly<Record<string, unknown>> => ({ ...key.export({ format: 'jwk' }), alg, kid });
  return {
    alg,
    kid,
    privateJwk: jwk(privateKey),
    publicJwk: jwk(publicKey),
    sign: (input) =>
      privateKey.asymmetricKeyType === 'ed25519'
        ? sign(null, Buffer.from(input), privateKey)
        : sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

export function secretProducerKey(kid: string, bytes: Buffer): ProducerKey {
  const jwk = { kty: 'oct', k: bytes.toString('base64url'), alg: 'HS256', kid };
  return { alg: 'HS256', kid, privateJwk: jwk, publicJwk: jwk, sign: (input) => hs256(bytes, input) };
}

export function hs256(secret: Buffer | string, input: string): Buffer {
  return createHmac('sha256', secret).update(input).digest();
}

function pairFor(alg: string): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  switch (alg) {
    case 'EdDSA':
    case 'Ed25519':
      return generateKeyPairSync('ed25519');
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'ES512':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' });
    default:
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

export function keySetOf(...keys: readonly ProducerKey[]): string {
  return JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) });
}

export const header = (name: string, value: string | null): RecordHeader => ({
  name,
  value: value === null ? null : Buffer.from(value),
});

/** A record that was written just now, with the context that its proof covers. */
export function record(changed: Partial<KafkaRecord> = {}): KafkaRecord {
  return {
    topic: TOPIC,
    partition: 0,
    offset: '7',
    timestamp: Date.now(),
    appendTime: false,
    key: Buffer.from('order-1'),
    value: Buffer.from('{"total":12}'),
    headers: [header('context', 'billing'), header('trace', 'abc')],
    ...changed,
  };
}

export function evidence(
  proof: string,
  of: KafkaRecord,
  { topic = TOPIC, signedHeaders = SIGNED_HEADERS }: Partial<ProofEvidence> = {},
): ProofEvidence {
  return { proof, record: of, topic, signedHeaders };
}

const digest = (bytes: Uint8Array | string | null): string | null =>
  bytes === null ? null : createHash('sha256').update(bytes).digest('base64url');

let minted = 0;

/** The claims about a record, written from the specification and not with the signer's code. */
export function claimsOf(of: KafkaRecord, changed: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const context = of.headers.find(({ name }) => name === 'context')?.value ?? null;
  minted += 1;
  const claims: ProofClaims = {
    iss: ISSUER,
    sub: 'billing',
    iat: Math.floor(Date.now() / 1000),
    jti: `proof-${String(minted)}`,
    top: TOPIC,
    key: digest(of.key),
    val: digest(of.value),
    hdr: digest(`[["context",${context === null ? 'null' : `"${String(digest(context))}"`}]]`),
  };
  return { ...claims, ...changed };
}

/** A compact token with this header and these claims, texts as they stand. */
export function compact(
  head: object | string,
  claims: object | string,
  signature: (input: string) => Buffer | Uint8Array,
): string {
  const segment = (part: object | string): string =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
  const input = `${segment(head)}.${segment(claims)}`;
  return `${input}.${Buffer.from(signature(input)).toString('base64url')}`;
}

/** A proof by this key, with something changed. */
export function mint(
  key: ProducerKey,
  claims: object | string,
  changedHeader: Readonly<Record<string, unknown>> = {},
): string {
  return compact({ typ: 'record-proof+jwt', alg: key.alg, kid: key.kid, ...changedHeader }, claims, key.sign);
}

export type Verify = (given: ProofEvidence) => Promise<Identity<ProofClaims> | Refusal>;

export function verifier(options: Partial<ProofVerifierOptions>): Verify {
  const authenticator = proofVerifier({ issuer: ISSUER, maxAge: '7d', ...options });
  const { signal } = new AbortController();
  return (given) => authenticator(given, { signal, provider: 'producerProof', usernameClaim: null });
}

/** What a verifier said, in one word. */
export const told = (answer: Identity | Refusal): string => ('refused' in answer ? answer.refused : answer.subject);
