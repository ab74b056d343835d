/** kafkajs itself sends one only after its `heartbeatInterval`. */
const EVERY_MS = 500;

/** Keeps the membership in the group while a record is handled, however long that takes. */
export class Heartbeats {
  readonly #timer: ReturnType<typeof setInterval>;
  #failure: { readonly error: unknown } | undefined;

  constructor(heartbeat: () => Promise<void>) {
    this.#timer = setInterval(() => {
      heartbeat().catch((error: unknown) => {
        this.#failure ??= { error };
      });
    }, EVERY_MS);
  }

  /** Throws what a heartbeat threw meanwhile, such as that the group shares its partitions out anew: kafkajs then joins again. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
