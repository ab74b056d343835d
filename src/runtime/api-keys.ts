import { createHash } from 'node:crypto';
import type { ApiKeyEvidence, Authenticator, Identity } from './identity.js';

/** What `apiKeys` looks an account up by. */
export type FindByDigest<Claims> = (
  digest: string,
) =>
  | Identity<Claims>
  | null
  | undefined
  | Promise<Identity<Claims> | null | undefined>;

/**
 * The digest under which a key is kept: SHA-256 in hexadecimal. Store this instead of the key, which needs at least
 * 128 random bits (`randomBytes(32).toString('base64url')`): a digest does not protect a key that can be guessed.
 */
export function digestOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/**
 * Authenticates API keys that the app keeps as digests. The lookup by digest tells nothing about a key by its timing:
 * nobody can choose the digest that comes of a guess.
 */
export function apiKeys<Claims = undefined>(
  find: FindByDigest<Claims>,
): Authenticator<ApiKeyEvidence, Claims> {
  if (typeof find !== 'function')
    throw new TypeError(
      'apiKeys needs a function that finds an account by its digest.',
    );
  return async ({ key }) =>
    (await find(digestOf(key))) ?? { refused: 'invalid-credential' };
}
