import type { KafkaRecord } from '../record.js';

interface Seen {
  /** Where the proof came first. */
  readonly place: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Where each proof was seen first. One that comes from there again is a redelivery, from elsewhere a replay. It is told
 * of verified proofs alone, so that nobody fills it who cannot sign; still it is bounded, and of this process.
 */
export class ReplayMemory {
  readonly #most: number;
  readonly #life: number;
  /** The one seen longest ago first; all live equally long, so it also ends first. */
  readonly #seen = new Map<string, Seen>();

  /** `life`: milliseconds. */
  constructor(most: number, life: number) {
    this.#most = most;
    this.#life = life;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Whether this proof came from another place before; else it is bound to this one. */
  isReplay(
    subject: string,
    jti: string,
    { topic, partition, offset }: KafkaRecord,
  ): boolean {
    const now = Date.now();
    // No jti has a blank. Joined, a text is kept in one piece, a quarter of the memory.
    const proof = [jti, subject].join(' ');
    const place = [topic, partition, offset].join(' ');
    const seen = this.#seen.get(proof);
    if (seen !== undefined && now < seen.until) return seen.place !== place;
    this.#seen.delete(proof);
    this.#seen.set(proof, { place, until: now + this.#life });
    this.#forget(now);
    return false;
  }

  /** Two for one that came: what has ended does not stay for long. */
  #forget(now: number): void {
    let looked = 0;
    for (const [proof, { until }] of this.#seen) {
      looked += 1;
      if (looked > 2) return;
      if (until <= now || this.#seen.size > this.#most)
        this.#seen.delete(proof);
    }
  }
}
