import { CredentialError, readText } from '../credentials.js';
import type { Source } from '../credentials.js';
import { fetchDeadline, fetchJson } from '../json-fetch.js';
import { jsonObject } from '../json-object.js';
import { publicKeys } from '../public-keys.js';
import type { PublicKey } from '../public-keys.js';
import { secretKeys } from './hmac.js';
import type { SecretKey } from './hmac.js';

/** Fetches the producers' published keys. */
export function publishedKeys(
  from: URL | Source<string>,
): () => Promise<readonly PublicKey[]> {
  return from instanceof URL
    ? async () => publicKeys(await fetchJson(from, fetchDeadline()))
    : async () => publicKeys(await objectFrom(from, 'proofVerifier.keys'));
}

/** Takes the secret keys of a producer from their source. */
export function secretKeysOf(
  subject: string,
  source: Source<string>,
): () => Promise<readonly SecretKey[]> {
  return async () =>
    secretKeys(await objectFrom(source, `proofVerifier.secrets.${subject}`));
}

/** A source that hangs must not keep all later records from asking it anew. */
async function objectFrom(
  source: Source<string>,
  slot: string,
): Promise<object> {
  const deadline = fetchDeadline();
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => {
      reject(new CredentialError(slot, 'its source gives no answer'));
    });
  });
  const object = jsonObject(await Promise.race([readText(source, slot), late]));
  if (object === null)
    throw new CredentialError(slot, 'its source gave no JSON object');
  return object;
}
