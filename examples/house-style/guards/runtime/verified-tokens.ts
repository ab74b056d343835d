import { hash } from 'node:crypto';

/** Seconds for which a signature counts as verified. */
const LIFE = 60;
const MOST_SUBJECTS = 2000;
/** Whoever is given many tokens pushes out none but their own. */
const MOST_EACH = 8;

/** A token, and those of the same subject that were verified before it. */
interface Verified {
  readonly digest: string;
  /** When it is to be verified anew, in whole seconds since 1970: a small integer takes no memory of its own. */
  readonly until: number;
  readonly next: Verified | null;
}

/**
 * Tokens whose signature was found good with one list of keys a short while ago. It keeps no claims: these are read from
 * the token that is presented, and everything but the signature is checked each time. What was refused is not kept, so
 * that nobody fills it with bad tokens. A hit is faster than a miss, which tells only those who hold the whole token.
 */
export class VerifiedTokens {
  /** By subject, the one verified longest ago first. */
  readonly #subjects = new Map<string, Verified>();

  has(token: string, subject: string): boolean {
    const wanted = digest(token);
    const now = seconds();
    for (
      let one = this.#subjects.get(subject) ?? null;
      one !== null;
      one = one.next
    )
      if (one.digest === wanted) return now < one.until;
    return false;
  }

  /** `expiresAt`: seconds since 1970. */
  add(token: string, subject: string, expiresAt: number): void {
    const now = seconds();
    const until = Math.min(Math.floor(expiresAt), now + LIFE);
    const known = this.#subjects.get(subject) ?? null;
    const key = digest(token);
    const next = newest(known, key, now, MOST_EACH - 1);
    this.#subjects.delete(subject);
    this.#subjects.set(subject, { digest: key, until, next });
    this.#forgetOldest(now);
  }

  /** Two for one that came: what has ended does not stay for long. */
  #forgetOldest(now: number): void {
    let looked = 0;
    for (const [subject, { until }] of this.#subjects) {
      looked += 1;
      if (looked > 2) return;
      if (until <= now || this.#subjects.size > MOST_SUBJECTS)
        this.#subjects.delete(subject);
    }
  }
}

/** The first so many that still hold, without the one of this digest. */
function newest(
  first: Verified | null,
  without: string,
  now: number,
  most: number,
): Verified | null {
  if (first === null || most === 0) return null;
  const { until, next } = first;
  return first.digest === without || until <= now
    ? newest(next, without, now, most)
    : { ...first, next: newest(next, without, now, most - 1) };
}

/** Of the whole token: any part of it could be another's as well. */
function digest(token: string): string {
  return hash('sha256', token, 'base64');
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
