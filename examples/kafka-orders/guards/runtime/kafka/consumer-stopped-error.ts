/** Why a consumer was stopped, or died: what is not through by then comes first when it runs again. */
export class ConsumerStoppedError extends Error {
  override readonly name = 'ConsumerStoppedError';
  /** Tells kafkajs not to call again. */
  readonly retriable = false;
  /** What was thrown at last, if anything was. No `cause`: kafkajs looks there for a reason to start the consumer anew. */
  readonly reason: unknown;

  constructor(message: string, reason?: unknown) {
    super(message);
    this.reason = reason;
  }
}
