const MOST = 10_000;

/**
 * One copy of each text, for those that many callers have alike. Comparing a copy with itself reads no character, and a
 * thousand callers keep it once.
 */
export class SharedTexts {
  readonly #copies = new Map<string, string>();

  /** The copy that everybody has. */
  share(text: string): string {
    const copy = this.#copies.get(text);
    if (copy !== undefined) return copy;
    // Some come from tokens: they may not grow without bound. What is forgotten is merely kept twice.
    if (this.#copies.size >= MOST) this.#copies.clear();
    this.#copies.set(text, text);
    return text;
  }
}
