import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KeySet } from '../key-set.js';
import type { NamedKey } from '../key-set.js';
import type { PublicKey } from '../public-keys.js';
import { algorithmOf } from './algorithms.js';
import { hmac, secretKeyObject } from './hmac.js';
import type { SecretKey } from './hmac.js';
import { publishedKeys, secretKeysOf } from './key-sources.js';
import { Patience } from './patience.js';
import type { CheckedVerifierOptions } from './verifier-options.js';

/** A proof whose signature is to be verified. */
export interface SignedProof {
  readonly alg: string;
  readonly kid: string;
  readonly subject: string;
  /** What was signed. */
  readonly input: string;
  /** In base64url, as strict as can be: one signature, one spelling. */
  readonly signature: string;
}

/** The keys of an issuer's producers. */
export class ProofKeys {
  readonly #published: KeySet<PublicKey> | null;
  readonly #secrets: ReadonlyMap<string, KeySet<SecretKey>>;
  readonly #patience = new Patience();
  /** Keys as node:crypto has them: to read one costs as much as to use it. */
  readonly #read = new WeakMap<NamedKey, KeyObject>();

  constructor({ published, secrets }: CheckedVerifierOptions) {
    this.#published =
      published === null ? null : new KeySet(publishedKeys(published));
    this.#secrets = new Map(
      [...secrets].map(([subject, source]) => [
        subject,
        new KeySet(secretKeysOf(subject, source)),
      ]),
    );
  }

  /** Whether the proof is signed with a key that is its producer's. Throws while nobody can know. */
  async isSigned(proof: SignedProof): Promise<boolean> {
    if (proof.alg === 'HS256') {
      const secret = await this.#find(
        this.#secrets.get(proof.subject) ?? null,
        proof.kid,
      );
      return secret !== undefined && this.#isOfSecret(proof, secret);
    }
    const key = await this.#find(this.#published, proof.kid);
    return key !== undefined && this.#isOfPublished(proof, key);
  }

  #isOfSecret({ input, signature }: SignedProof, secret: SecretKey): boolean {
    const wanted = hmac(this.#keyObject(secret, secretKeyObject), input);
    return (
      signature.length === wanted.length &&
      timingSafeEqual(Buffer.from(signature), Buffer.from(wanted))
    );
  }

  #isOfPublished(proof: SignedProof, key: PublicKey): boolean {
    const algorithm = algorithmOf(proof.alg, key);
    if (algorithm === null || !isOf(proof.subject, key)) return false;
    return verify(
      algorithm.hash,
      Buffer.from(proof.input),
      { key: this.#keyObject(key, publicKeyObject), ...algorithm.options },
      Buffer.from(proof.signature, 'base64url'),
    );
  }

  async #find<Key extends NamedKey>(
    keys: KeySet<Key> | null,
    kid: string,
  ): Promise<Key | undefined> {
    if (keys === null) return undefined;
    const [fresh] = keys.fresh(kid);
    if (fresh !== undefined) return fresh;
    const arrivedAt = Date.now();
    if (keys.isOf(this.#patience.newEnough(arrivedAt))) return undefined;
    const [found] = await keys.find(kid);
    // Names that are known to be nobody's cost no fetch.
    if (found === undefined && keys.isOf(arrivedAt))
      this.#patience.spend(arrivedAt);
    return found;
  }

  #keyObject<Key extends NamedKey>(
    key: Key,
    read: (key: Key) => KeyObject,
  ): KeyObject {
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const made = read(key);
    this.#read.set(key, made);
    return made;
  }
}

/** A published key may name whose it is, in a member `sub`: else any holder of a key could sign for every producer. */
function isOf(subject: string, { sub, key_ops: uses }: PublicKey): boolean {
  if (uses !== undefined && !(Array.isArray(uses) && uses.includes('verify')))
    return false;
  return sub === undefined || [sub].flat().includes(subject);
}

function publicKeyObject(key: PublicKey): KeyObject {
  return createPublicKey({ key: { ...key }, format: 'jwk' });
}
