import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import type { UnverifiedToken } from './compact-token.js';
import type { Refusal } from './identity.js';
import { EXPIRED, INVALID } from './identity-check.js';
import type { CheckedJwtOptions } from './jwt-options.js';
import type { KeySet } from './key-set.js';
import type { PublicKey } from './public-keys.js';
import { VerifiedTokens } from './verified-tokens.js';

/** What is kept for a list of keys, as long as its issuer publishes no other. */
interface Verifier {
  /** Imports each key once: that costs as much as using it. */
  readonly finder: ReturnType<typeof createLocalJWKSet>;
  readonly verified: VerifiedTokens;
}

/** Verifies signatures with the keys of one issuer, and remembers for a short while which were good. */
export class Signatures {
  readonly #options: CheckedJwtOptions;
  readonly #keys: KeySet<PublicKey>;
  readonly #verifiers = new WeakMap<readonly PublicKey[], Verifier>();

  constructor(options: CheckedJwtOptions, keys: KeySet<PublicKey>) {
    this.#options = options;
    this.#keys = keys;
  }

  /** Whether the token was verified a short while ago, with a key that is still its issuer's. */
  remembers(
    token: string,
    { header: { kid }, claims: { sub } }: UnverifiedToken,
  ): boolean {
    const keys = this.#keys.fresh(nameOf(kid));
    const verified = this.#verifiers.get(keys)?.verified;
    return verified?.has(token, String(sub)) === true;
  }

  /** Why a token is refused, after all that needs no key was checked; null: it is its issuer's. Throws while nobody can know. */
  async refuse(
    token: string,
    { header: { kid }, claims: { sub, exp } }: UnverifiedToken,
  ): Promise<Refusal | null> {
    const verifier = this.#verifierOf(await this.#keys.find(nameOf(kid)));
    const refusal = await this.#verify(token, verifier);
    if (refusal === null) {
      const expiresAt = Number(exp) + this.#options.clockTolerance;
      verifier.verified.add(token, String(sub), expiresAt);
    }
    return refusal;
  }

  async #verify(token: string, { finder }: Verifier): Promise<Refusal | null> {
    const { algorithms, issuer, audiences, clockTolerance } = this.#options;
    try {
      await jwtVerify(token, finder, {
        algorithms: [...algorithms],
        issuer,
        audience: [...audiences],
        requiredClaims: ['exp', 'sub'],
        clockTolerance,
      });
      return null;
    } catch (error) {
      if (error instanceof errors.JWTExpired) return EXPIRED;
      // jose's errors carry the claims; they go no further.
      if (error instanceof errors.JOSEError) return INVALID;
      throw error;
    }
  }

  #verifierOf(keys: readonly PublicKey[]): Verifier {
    const known = this.#verifiers.get(keys);
    if (known !== undefined) return known;
    const made = {
      finder: createLocalJWKSet({ keys } as JSONWebKeySet),
      verified: new VerifiedTokens(),
    };
    this.#verifiers.set(keys, made);
    return made;
  }
}

function nameOf(kid: unknown): string | undefined {
  return typeof kid === 'string' ? kid : undefined;
}
