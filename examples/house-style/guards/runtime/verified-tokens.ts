import { createHash } from 'node:crypto';

/** Milliseconds for which a signature counts as verified. */
const LIFE = 60_000;
const MOST_SUBJECTS = 10_000;
/** Whoever is given many tokens pushes out none but their own. */
const MOST_EACH = 8;

/**
 * Tokens whose signature was found good with one list of keys a short while ago. It keeps no claims: these are read from
 * the token that is presented, and everything but the signature is checked each time. What was refused is not kept, so
 * that nobody fills it with bad tokens. A hit is faster than a miss, which tells only those who hold the whole token.
 */
export class VerifiedTokens {
  /** Subject -> digest of the token -> when it is to be verified anew; the oldest first. */
  readonly #subjects = new Map<string, Map<string, number>>();

  has(token: string, subject: string): boolean {
    const until = this.#subjects.get(subject)?.get(digest(token));
    return until !== undefined && Date.now() < until;
  }

  /** `expiresAt`: milliseconds since 1970. */
  add(token: string, subject: string, expiresAt: number): void {
    const tokens = this.#subjects.get(subject) ?? new Map<string, number>();
    this.#subjects.delete(subject);
    this.#subjects.set(subject, tokens);
    const key = digest(token);
    tokens.delete(key);
    tokens.set(key, Math.min(expiresAt, Date.now() + LIFE));
    if (tokens.size > MOST_EACH) forgetOldest(tokens);
    if (this.#subjects.size > MOST_SUBJECTS) forgetOldest(this.#subjects);
  }
}

/** Of the whole token: any part of it could be another's as well. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

function forgetOldest(entries: Map<string, unknown>): void {
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    return;
  }
}
