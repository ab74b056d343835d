import type { KafkaRecord } from '../record.js';

/** Where a proof came first. */
interface Seen {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
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
  /** Goes on where it stands: begun anew at each record, it would first pass over all that was forgotten before. */
  readonly #inOrder = this.#seen.entries();
  #oldest: readonly [proof: string, seen: Seen] | undefined;

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
    const seen = this.#seen.get(proof);
    if (seen !== undefined && now < seen.until)
      return !(
        seen.offset === offset &&
        seen.partition === partition &&
        seen.topic === topic
      );
    this.#seen.delete(proof);
    const until = now + this.#life;
    this.#seen.set(proof, { topic, partition, offset, until });
    this.#forget(now);
    return false;
  }

  /** Two for one that came: what has ended does not stay for long. */
  #forget(now: number): void {
    for (let looked = 0; looked < 2; looked += 1) {
      this.#oldest ??= this.#next();
      if (this.#oldest === undefined) return;
      const [proof, seen] = this.#oldest;
      // Not the same: it had ended, and came again.
      if (this.#seen.get(proof) === seen) {
        if (seen.until > now && this.#seen.size <= this.#most) return;
        this.#seen.delete(proof);
      }
      this.#oldest = undefined;
    }
  }

  /** There is always one: the proof that came last. */
  #next(): readonly [string, Seen] | undefined {
    const next = this.#inOrder.next();
    return next.done === true ? undefined : next.value;
  }
}
