/** The last thing that went wrong on a connection to the cluster: a client of kafkajs keeps it to itself while it tries again. */
export class Faults {
  #last: unknown;

  note(fault: unknown): void {
    this.#last = fault;
  }

  /** What was noted since the last call. */
  take(): unknown {
    const last = this.#last;
    this.#last = undefined;
    return last;
  }
}
