/** What each producer may do in which region; a real app keeps this in its database. */
export class Accounts {
  readonly #grants = new Map<string, readonly string[]>();

  register(producer: string, grants: readonly string[]): void {
    this.#grants.set(producer, grants);
  }

  /** Null for a producer that does not exist: a key alone makes nobody one. */
  grantsOf(producer: string): readonly string[] | null {
    return this.#grants.get(producer) ?? null;
  }
}
