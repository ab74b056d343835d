const MOST = 4096;

/**
 * What many callers have alike, kept once. Some comes from tokens: it may not grow without bound; what is forgotten is
 * merely kept twice.
 */
export class SharedByText<Value> {
  readonly #known = new Map<string, Value>();

  /** What was made for this text before, else what is made now. */
  share(text: string, make: () => Value): Value {
    const found = this.#known.get(text);
    if (found !== undefined) return found;
    if (this.#known.size >= MOST) this.#known.clear();
    const made = make();
    this.#known.set(text, made);
    return made;
  }
}
