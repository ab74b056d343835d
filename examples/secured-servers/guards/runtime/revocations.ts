const MOST_MARKS = 100_000;

/**
 * Which subjects were revoked when. Each authentication takes a number as it begins; a revocation ends the proofs of
 * all that began before it, those still under way among them.
 */
export class Revocations {
  #serial = 0;
  /** Proofs up to this number have all ended: the price of forgetting the oldest marks. */
  #floor = 0;
  readonly #marks = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  /** The number of an authentication that begins now. */
  begin(): number {
    this.#serial += 1;
    return this.#serial;
  }

  revoke(subject: string, issuer: string | undefined): void {
    const mark =
      issuer === undefined ? everyIssuer(subject) : oneIssuer(issuer, subject);
    this.#marks.delete(mark);
    this.#marks.set(mark, this.#serial);
    if (this.#marks.size > MOST_MARKS) this.#forgetOldest();
    for (const listener of this.#listeners) listener();
  }

  /** `names`: what the issuer and the app's accounts call the subject. */
  isRevoked(serial: number, issuer: string, names: readonly string[]): boolean {
    if (serial <= this.#floor) return true;
    if (this.#marks.size === 0) return false;
    return names.some((name) => {
      const anywhere = this.#marks.get(everyIssuer(name)) ?? 0;
      const there = this.#marks.get(oneIssuer(issuer, name)) ?? 0;
      return serial <= Math.max(anywhere, there);
    });
  }

  /** Gives the function that stops the listener. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #forgetOldest(): void {
    for (const [mark, serial] of this.#marks) {
      this.#marks.delete(mark);
      this.#floor = Math.max(this.#floor, serial);
      return;
    }
  }
}

const everyIssuer = (subject: string): string => JSON.stringify([subject]);
const oneIssuer = (issuer: string, subject: string): string =>
  JSON.stringify([issuer, subject]);
