import type { Closed } from './reconnect.js';

/** What every connection of a client has, beside the operations of its channel. */
export interface WebSocketConnection {
  /** Resolves once the connection has ended for good. */
  readonly closed: Promise<Closed>;
  close(): void;
}
