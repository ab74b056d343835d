import { randomBytes } from 'node:crypto';
import { digestOf } from './guards/index.js';

/** An application or a person, and the roles it holds in each context. */
interface Account {
  readonly subject: string;
  readonly grants: readonly string[];
}

/** Accounts in memory; a real app keeps them in its database. Only digests of keys are kept, never the keys. */
export class Accounts {
  readonly #byDigest = new Map<string, Account>();
  readonly #bySubject = new Map<string, Account>();
  readonly #listeners: ((subject: string) => void)[] = [];

  /** Registers an account and gives the key that it shall present. The key is shown this once. */
  register(subject: string, grants: readonly string[]): string {
    const key = randomBytes(32).toString('base64url');
    const account = { subject, grants };
    this.#byDigest.set(digestOf(key), account);
    this.#bySubject.set(subject, account);
    return key;
  }

  byDigest(digest: string): Account | undefined {
    return this.#byDigest.get(digest);
  }

  /** Null for an account that does not exist: a token alone makes nobody one. */
  grantsOf(subject: string): readonly string[] | null {
    return this.#bySubject.get(subject)?.grants ?? null;
  }

  remove(subject: string): void {
    for (const [digest, account] of this.#byDigest) {
      if (account.subject === subject) this.#byDigest.delete(digest);
    }
    this.#bySubject.delete(subject);
    for (const listener of this.#listeners) listener(subject);
  }

  onRemoved(listener: (subject: string) => void): void {
    this.#listeners.push(listener);
  }
}
