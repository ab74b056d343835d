import { CannotJudgeError } from './errors.js';
import type { Authenticator, Identity, PasswordEvidence } from './identity.js';
import { ownFault } from './own-faults.js';
import { matchesHash, unmatchableHash } from './password-hash.js';

export { hashPassword } from './password-hash.js';

/** An account that signs in with a password. */
export interface PasswordAccount<Claims = undefined> extends Omit<
  Identity<Claims>,
  'subject'
> {
  /** What `hashPassword` made; null for an account that has no password and can match none. */
  readonly hash: string | null;
  /** The user name, unless given. */
  readonly subject?: string;
}

/** What `passwords` looks an account up by. */
export type FindByUsername<Claims> = (
  username: string,
) =>
  | PasswordAccount<Claims>
  | null
  | undefined
  | Promise<PasswordAccount<Claims> | null | undefined>;

/** Bounds on the work that strangers can cause. Defaults in parentheses. */
export interface PasswordLimits {
  /** Passwords tried at once (2): each takes a thread of four and 32 MiB. */
  readonly atOnce?: number;
  /** Passwords that wait (100); beyond that nothing is judged. */
  readonly waiting?: number;
}

/** Authenticates user names and passwords. An unknown name takes as long as a wrong password. */
export function passwords<Claims = undefined>(
  find: FindByUsername<Claims>,
  { atOnce = 2, waiting = 100 }: PasswordLimits = {},
): Authenticator<PasswordEvidence, Claims> {
  if (typeof find !== 'function')
    throw new TypeError(
      'passwords needs a function that finds an account by its name.',
    );
  const queue = new Queue(atOnce, waiting);
  const dummy = unmatchableHash();
  return async ({ username, password }, { signal }) => {
    const account = (await find(username)) ?? null;
    const hash = account?.hash ?? null;
    const matches = await queue.run(
      () => matchesHash(password, hash ?? dummy),
      signal,
    );
    if (account === null || hash === null || !matches)
      return { refused: 'invalid-credential' };
    // The guard copies what an identity has, and drops the hash with the rest.
    return {
      ...account,
      subject: account.subject ?? username,
      account: username,
    };
  };
}

/** Runs so many at once, lets so many wait, and refuses the rest. */
class Queue {
  readonly #atOnce: number;
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, most: number) {
    if (!(atOnce >= 1) || !(most >= 0))
      throw new TypeError(
        'passwords: atOnce must be 1 or more, waiting 0 or more.',
      );
    this.#atOnce = atOnce;
    this.#most = most;
  }

  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#running >= this.#atOnce) await this.#turn();
    else this.#running += 1;
    try {
      // Whoever gave up while it waited should not cost a hash.
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** Resolves when another run hands its place over. */
  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#most)
      throw ownFault(
        new CannotJudgeError(
          'too-many-in-flight',
          'too many passwords wait to be tried',
        ),
      );
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
