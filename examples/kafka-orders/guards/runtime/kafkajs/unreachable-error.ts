/** Nobody answered as a cluster does, or not to this app. Says what to do, where the cause tells; recognise it by `name`. */
export class KafkaUnreachableError extends Error {
  override readonly name = 'KafkaUnreachableError';

  constructor(server: string, hint: string, options?: { cause?: unknown }) {
    super(`The Kafka server "${server}" cannot be reached: ${hint}.`, options);
  }
}
