import type { Closed } from './reconnect.js';

export type ConnectionErrorCode =
  /** The credentials given satisfy no alternative of the channel. */
  | 'credential-missing'
  /** A credential holds what its carrier cannot. */
  | 'credential-unusable'
  /** The URL is none that may be given this server's secrets. */
  | 'url-refused'
  /** The network or TLS failed; `cause` is what Node said. */
  | 'network-failed'
  /** The connection has ended as its `closed` says: nothing can be sent on it any more. */
  | Exclude<Closed['code'], 'closed'>
  /** The connection ended before the message was sent or answered. */
  | 'disconnected'
  /** No reply in time: denied, or lost. */
  | 'reply-timeout';

/** Why a client could not connect, send or get a reply. Recognise it by `code`. Holds no secret. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly code: ConnectionErrorCode;

  constructor(
    code: ConnectionErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
  }
}
