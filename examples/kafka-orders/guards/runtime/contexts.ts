const MOST = 100_000;

/**
 * Numbers for the contexts that grants name, the same for all callers of a policy: a caller's grants are then a short
 * list of numbers, and a context is looked up in one table that all share.
 */
export class Contexts {
  /** How often the numbers began anew: tables of grants made before hold no more. */
  restarts = 0;
  #numbers = new Map<string, number>();

  /** Undefined for a context that no grant names. */
  find(context: string): number | undefined {
    return this.#numbers.get(context);
  }

  /** Gives a number to a context that has none. */
  numberOf(context: string): number {
    const known = this.#numbers.get(context);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(context, number);
    return number;
  }

  /** Begins anew where too many have been named: some come from tokens. True where it did. */
  restartIfFull(): boolean {
    if (this.#numbers.size < MOST) return false;
    this.#numbers = new Map();
    this.restarts += 1;
    return true;
  }
}
