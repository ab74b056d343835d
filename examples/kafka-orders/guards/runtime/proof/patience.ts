/** Milliseconds. */
const WINDOW = 60_000;
const MOST_FETCHES = 3;
const RECENT = 5000;

/**
 * How long a record waits for keys that nobody has. Each unknown name is worth a fetch that begins after it came, so
 * that a key that is used at once is found; but records are judged in turn, and whoever invents a name for each would
 * stop them all. After three in vain, keys fetched in the last five seconds are new enough for the rest of the minute.
 */
export class Patience {
  #since = -Infinity;
  #spent = 0;

  /** From when on keys must be, to say that a name is nobody's; Infinity: of later than now. */
  newEnough(now: number): number {
    return this.#spent >= MOST_FETCHES && now < this.#since + WINDOW
      ? now - RECENT
      : Infinity;
  }

  /** A fetch was in vain. */
  spend(now: number): void {
    if (now >= this.#since + WINDOW) {
      this.#since = now;
      this.#spent = 0;
    }
    this.#spent += 1;
  }
}
