import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** RFC 7518, section 3.2: a key as long as the hash, at least. */
const SHORTEST = 32;
const MOST_KEYS = 100;

/** A secret key as a JWK (RFC 7518, section 6.4). */
export interface SecretKey {
  readonly kid: string;
  readonly k: string;
}

/** HS256; the signature in base64url. */
export function hmac(key: KeyObject, input: string): string {
  return createHmac('sha256', key).update(input).digest('base64url');
}

/** The key of a JWK. */
export function secretKeyObject({ k }: SecretKey): KeyObject {
  return createSecretKey(Buffer.from(k, 'base64url'));
}

/** Reads a JWK for HS256. Throws what is wrong with it, and quotes nothing of it. */
export function secretKey(jwk: unknown): SecretKey {
  const { kty, alg, kid, k } = (jwk ?? {}) as Partial<
    Readonly<Record<string, unknown>>
  >;
  if (kty !== 'oct' || alg !== 'HS256')
    throw new Error('the JWK is not of kty oct and alg HS256');
  if (typeof kid !== 'string' || kid.trim() === '')
    throw new Error('the JWK has no kid');
  if (typeof k !== 'string' || !/^[\w-]+$/.test(k))
    throw new Error('the k of the JWK is no base64url');
  if (Buffer.from(k, 'base64url').length < SHORTEST)
    throw new Error(
      `the k of the JWK has fewer than ${String(SHORTEST)} bytes`,
    );
  return { kid, k };
}

/** The keys of one producer: a JWK, or `{ "keys": [...] }` while they are rotated. An unfit one spoils all: they are the team's own. */
export function secretKeys(value: unknown): readonly SecretKey[] {
  const listed: readonly unknown[] =
    typeof value === 'object' &&
    value !== null &&
    'keys' in value &&
    Array.isArray(value.keys)
      ? value.keys
      : [value];
  if (listed.length === 0 || listed.length > MOST_KEYS)
    throw new Error(`the keys are not from 1 to ${String(MOST_KEYS)}`);
  const keys = listed.map(secretKey);
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
    throw new Error('two of the keys have one kid');
  return keys;
}
