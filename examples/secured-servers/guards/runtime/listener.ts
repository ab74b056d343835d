/** A function of the app's that is told something and can break nothing: what it throws is counted. */
export class Listener<Event> {
  failures = 0;
  readonly #tell: ((event: Event) => unknown) | undefined;

  constructor(tell: ((event: Event) => unknown) | undefined) {
    this.#tell = tell;
  }

  /** Builds the event where somebody listens; null: there is nothing to tell. */
  tell(build: () => Event | null): void {
    if (this.#tell === undefined) return;
    try {
      const event = build();
      if (event === null) return;
      // An `async` function is a listener as well; its rejection must not end the process.
      void Promise.resolve(this.#tell(event)).catch(this.#count);
    } catch {
      this.#count();
    }
  }

  readonly #count = (): void => {
    this.failures += 1;
  };
}
