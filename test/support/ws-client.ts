import type { TestContext } from 'node:test';
import { webSocketClient, type WebSocketClientOptions } from '../../src/runtime/websocket/client.js';
import type { Closed } from '../../src/runtime/websocket/reconnect.js';
import { POLICY } from './ws-policy.js';

interface Connection {
  readonly closed: Promise<Closed>;
  close(): void;
}

/** What the client of the gateway offers, channel by channel. */
export interface Channels {
  readonly events: (parameters: { context: string }) => Connection & {
    appendEvent(message: unknown): Promise<void>;
    readEvents(handler: (message: unknown) => void): () => void;
  };
  readonly orders: () => Connection & {
    placeOrder(message: unknown): Promise<unknown>;
    cancelOrder(message: unknown): Promise<void>;
    orderPlaced(handler: (message: unknown) => void): () => void;
  };
  readonly news: () => Connection & { announce(handler: (message: unknown) => void): () => void };
}

/** A client of the gateway that is closed with its test, and the errors it tells meanwhile. */
export function client(t: TestContext, url: string, credentials: object, more: Partial<WebSocketClientOptions> = {}) {
  const errors: unknown[] = [];
  const made = webSocketClient<Channels>(POLICY, 'gateway', {
    credentials,
    url,
    onError: (error) => errors.push(error),
    ...more,
  });
  t.after(() => made.close());
  return Object.assign(made, { errors });
}
