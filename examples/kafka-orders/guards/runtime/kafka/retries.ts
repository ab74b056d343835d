import { backOff } from '../back-off.js';

/** Defaults in parentheses. */
export interface RetryOptions {
  /** Tries after the first (10). */
  readonly attempts?: number;
  /** Milliseconds before the first of them (250); each next waits twice as long. */
  readonly delay?: number;
  /** Longest wait in milliseconds (30000). */
  readonly maxDelay?: number;
}

interface Failing {
  readonly offset: string;
  readonly attempts: number;
}

/** How often the first record of each partition that is not through was tried again. */
export class Retries {
  readonly #attempts: number;
  readonly #delay: number;
  readonly #maxDelay: number;
  readonly #failing = new Map<string, Failing>();

  /** Throws a TypeError for numbers that would never or always wait. */
  constructor(options: RetryOptions = {}) {
    const { attempts = 10, delay = 250, maxDelay = 30_000 } = options;
    checkNumber('attempts', attempts, 0);
    checkNumber('delay', delay, 1);
    checkNumber('maxDelay', maxDelay, 1);
    this.#attempts = attempts;
    this.#delay = delay;
    this.#maxDelay = maxDelay;
  }

  /** Milliseconds until this record is to be tried again; null: it was tried often enough. */
  next(topic: string, partition: number, offset: string): number | null {
    const key = keyOf(topic, partition);
    const known = this.#failing.get(key);
    const attempts = known?.offset === offset ? known.attempts + 1 : 1;
    if (attempts > this.#attempts) {
      this.#failing.delete(key);
      return null;
    }
    this.#failing.set(key, { offset, attempts });
    return backOff(attempts, this.#delay, this.#maxDelay, Math.random());
  }

  /** A record of the partition is through. */
  forget(topic: string, partition: number): void {
    this.#failing.delete(keyOf(topic, partition));
  }

  /** Forgets the partitions that are now another consumer's. */
  keep(assigned: Readonly<Record<string, readonly number[]>>): void {
    const own = new Set(
      Object.entries(assigned).flatMap(([topic, partitions]) =>
        partitions.map((partition) => keyOf(topic, partition)),
      ),
    );
    for (const key of this.#failing.keys())
      if (!own.has(key)) this.#failing.delete(key);
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic} ${String(partition)}`;
}

function checkNumber(name: string, value: number, least: number): void {
  // Longer times than a timer takes would be no wait at all.
  if (!Number.isInteger(value) || value < least || value > 0x7fff_ffff)
    throw new TypeError(
      `retry.${name} is ${String(value)}: give a whole number, at least ${String(least)}.`,
    );
}
