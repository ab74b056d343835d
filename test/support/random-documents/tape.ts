/**
 * Choices read from bytes. Past the end every choice is the first one, so that the simplest thing has to come first: a
 * shorter tape then makes a simpler document, which is what shrinking looks for.
 */
export class Tape {
  readonly #bytes: Uint8Array;
  #next = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A number from 0 to `limit - 1`. */
  below(limit: number): number {
    const byte = this.#bytes[this.#next] ?? 0;
    this.#next += 1;
    return byte % limit;
  }

  /** True in about so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(first: T, ...rest: readonly T[]): T {
    return [first, ...rest][this.below(rest.length + 1)] ?? first;
  }

  /** One of a list; undefined where it is empty. */
  oneOf<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }

  /** Some of a list, in its order. */
  some<T>(items: readonly T[], percent = 50): T[] {
    return items.filter(() => this.chance(percent));
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    const mixed: T[] = [];
    while (left.length > 0) mixed.push(...left.splice(this.below(left.length), 1));
    return mixed;
  }
}
