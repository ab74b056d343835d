export type KafkaConnectionErrorCode =
  /** The credentials given satisfy no login of the server. */
  | 'credential-missing'
  /** A credential's source gave none that can be used; it is asked again. */
  | 'credential-unavailable'
  /** A broker given is none that may be given this server's secrets. */
  | 'broker-refused'
  /** The broker does not accept the login. */
  | 'login-refused'
  /** The broker did not prove that it knows the password, or broke the mechanism's rules. */
  | 'broker-distrusted'
  /** The broker did not answer in time. */
  | 'login-timeout';

/** Why an app could not log in to a cluster. Recognise it by `code`. Holds no secret, and nothing that a broker said. */
export class KafkaConnectionError extends Error {
  override readonly name: string = 'KafkaConnectionError';
  readonly code: KafkaConnectionErrorCode;
  /** Whether the same may succeed later. Clients of kafkajs give up where it is false. */
  readonly retriable: boolean;

  constructor(code: KafkaConnectionErrorCode, message: string) {
    super(message);
    this.code = code;
    this.retriable =
      code === 'credential-unavailable' || code === 'login-timeout';
  }
}
