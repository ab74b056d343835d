const PATIENCE_MS = 15_000;

/** What has arrived, and a wait for what has not. */
export class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(one: T): void {
    this.all.push(one);
    for (const look of this.#waiting) look();
  }

  /** The first that fits; undefined where none comes in time. */
  find(fits: (one: T) => boolean): Promise<T | undefined> {
    return new Promise((resolve) => {
      const end = (found: T | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const look = (): void => {
        const found = this.all.find(fits);
        if (found !== undefined) end(found);
      };
      const timer = setTimeout(end, PATIENCE_MS, undefined);
      this.#waiting.add(look);
      look();
    });
  }
}
