import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CredentialError } from '../credentials.js';
import { algorithmOf, ALGORITHM_NAMES } from './algorithms.js';
import { isName, PROOF_TYPE } from './claims.js';
import type { ProofClaims } from './claims.js';
import { hmac, secretKey, secretKeyObject } from './hmac.js';
import { jsonObject } from '../json-object.js';

/** Signs claims: their compact JWT. The key stays inside. */
export type SignClaims = (claims: ProofClaims) => string;

type Jwk = Readonly<Record<string, unknown>>;

const SHORTEST_MODULUS = 2048;

/** Reads a private JWK with `kid` and `alg`. Throws a CredentialError that quotes nothing of it. */
export function signingKey(text: string, slot: string): SignClaims {
  const jwk = jsonObject(text);
  const fault = jwk === null ? 'it is no JWK in JSON' : faultOf(jwk);
  if (jwk === null || fault !== null)
    throw new CredentialError(slot, String(fault));
  const signature = signatureBy(jwk, slot);
  const header = segment({ typ: PROOF_TYPE, alg: jwk['alg'], kid: jwk['kid'] });
  return (claims) => {
    const input = `${header}.${segment(claims)}`;
    return `${input}.${signature(input)}`;
  };
}

function faultOf({ alg, kid, use, key_ops: uses }: Jwk): string | null {
  if (typeof alg !== 'string') return 'the JWK has no alg';
  if (!isName(kid)) return 'the JWK has no kid';
  const isToSign =
    (use === undefined || use === 'sig') &&
    (uses === undefined || (Array.isArray(uses) && uses.includes('sign')));
  return isToSign ? null : 'the JWK is for another use than to sign';
}

function signatureBy(jwk: Jwk, slot: string): (input: string) => string {
  if (jwk['alg'] === 'HS256') {
    const secret = secretOf(jwk, slot);
    return (input) => hmac(secret, input);
  }
  const algorithm = algorithmOf(String(jwk['alg']), jwk);
  if (algorithm === null)
    throw new CredentialError(
      slot,
      `the alg of the JWK does not suit its kty and crv, or is none of HS256, ${ALGORITHM_NAMES.join(', ')}`,
    );
  const key = privateKeyOf(jwk, slot);
  const { hash, options } = algorithm;
  return (input) =>
    sign(hash, Buffer.from(input), { key, ...options }).toString('base64url');
}

function secretOf(jwk: Jwk, slot: string): KeyObject {
  try {
    return secretKeyObject(secretKey(jwk));
  } catch (error) {
    throw new CredentialError(
      slot,
      error instanceof Error ? error.message : 'it is no secret key',
    );
  }
}

function privateKeyOf(jwk: Jwk, slot: string): KeyObject {
  const key = readable(jwk);
  if (key === null)
    throw new CredentialError(slot, 'the JWK is no private key, or is broken');
  const length = key.asymmetricKeyDetails?.modulusLength;
  if (length !== undefined && length < SHORTEST_MODULUS)
    throw new CredentialError(
      slot,
      `the modulus of the JWK has fewer than ${String(SHORTEST_MODULUS)} bits`,
    );
  return key;
}

/** What Node says of a broken key may quote it. */
function readable(jwk: Jwk): KeyObject | null {
  try {
    return createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return null;
  }
}

function segment(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
