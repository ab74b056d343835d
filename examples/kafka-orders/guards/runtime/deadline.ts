/** Whoever waits for an answer. */
export interface Waiting {
  /** Told once, where no answer came in time. */
  late(): void;
}

/** One timer for all that may take equally long: a timer each would cost more than most of what is waited for. */
export class Deadline {
  /** Milliseconds. */
  readonly length: number;
  /** In the order in which their time ends, with the time of the process at which it does. */
  readonly #ends = new Map<Waiting, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(length: number) {
    this.length = length;
  }

  begin(waiting: Waiting): void {
    this.#ends.set(waiting, performance.now() + this.length);
    if (this.#timer === undefined) this.#arm(this.length);
    else if (this.#ends.size === 1) this.#timer.ref();
  }

  /** The timer stays for the next one, but keeps no process alive for nobody. */
  end(waiting: Waiting): void {
    this.#ends.delete(waiting);
    if (this.#ends.size === 0) this.#timer?.unref();
  }

  #arm(wait: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, Math.ceil(wait));
  }

  #run(): void {
    const now = performance.now();
    for (const [waiting, end] of this.#ends) {
      if (end > now) {
        this.#arm(end - now);
        return;
      }
      this.#ends.delete(waiting);
      waiting.late();
    }
  }
}
