interface Seen<T> {
  readonly item: T;
  readonly turn: number;
}

/**
 * Templates seen so far, to be asked for the first that meets a new one. Those without parameters meet only their equals,
 * and are found at once: most are such, and to compare each pair would take minutes for large documents.
 */
export class SeenTemplates<T> {
  readonly #fixed = new Map<string, Seen<T>>();
  readonly #open: Seen<T>[] = [];
  readonly #all: T[] = [];

  /** `fixed` is the template itself where it has no parameter, else null. */
  add(fixed: string | null, item: T): void {
    const seen = { item, turn: this.#all.length };
    this.#all.push(item);
    if (fixed === null) this.#open.push(seen);
    else if (!this.#fixed.has(fixed)) this.#fixed.set(fixed, seen);
  }

  /** The first that meets the new one. */
  find(fixed: string | null, meets: (item: T) => boolean): T | undefined {
    if (fixed === null) return this.#all.find(meets);
    const equal = this.#fixed.get(fixed);
    const open = this.#open.find(({ item }) => meets(item));
    if (equal === undefined || open === undefined) return (equal ?? open)?.item;
    return equal.turn < open.turn ? equal.item : open.item;
  }
}
