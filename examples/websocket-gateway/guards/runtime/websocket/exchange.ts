import type { Decode, Encode } from './codec.js';
import type { Connection } from './connection.js';
import { ConnectionError } from './connection-error.js';
import type { Route } from '../message-route.js';

/** How long a request waits for its reply. */
const REPLY_MS = 10_000;

export interface ExchangeParts {
  readonly decode: Decode;
  readonly encode: Encode;
  /** Names the received operation of a message; undefined: it may be a reply. */
  readonly route: Route;
  readonly onError: (error: unknown) => void;
}

type Receiver = (message: unknown) => unknown;

interface Awaited {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Messages over one connection. A reply has no mark of its own on the wire, so that one request at a time is on its way: its
 * reply is the next message that no received operation claims. After a time-out the socket is cut, so that a late reply is
 * never taken for another's.
 */
export class Exchange {
  readonly #connection: () => Connection;
  readonly #parts: ExchangeParts;
  readonly #receivers = new Map<string, Set<Receiver>>();
  #awaited: Awaited | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(connection: () => Connection, parts: ExchangeParts) {
    this.#connection = connection;
    this.#parts = parts;
  }

  /** Resolves when the message is handed to the network. */
  async send(message: unknown): Promise<void> {
    const frame = this.#parts.encode(message);
    const socket = await this.#connection().socket();
    await new Promise<void>((resolve, reject) => {
      socket.send(frame, (error) => {
        if (error) reject(lost());
        else resolve();
      });
    });
  }

  /** Resolves with the reply. */
  request(message: unknown): Promise<unknown> {
    const frame = this.#parts.encode(message);
    const reply = this.#turn.then(() => this.#ask(frame));
    this.#turn = reply.catch(() => undefined);
    return reply;
  }

  /** Hears the messages of one operation. Gives the function that stops it. */
  receive(operation: string, receiver: Receiver): () => void {
    const receivers = this.#receivers.get(operation) ?? new Set();
    this.#receivers.set(operation, receivers.add(receiver));
    return () => {
      receivers.delete(receiver);
    };
  }

  frame(data: Buffer, isBinary: boolean): void {
    try {
      const message = this.#parts.decode(data, isBinary);
      const operation = this.#parts.route(message);
      if (operation === undefined) {
        this.#awaited?.resolve(message);
        return;
      }
      for (const receiver of this.#receivers.get(operation) ?? [])
        this.#tell(receiver, message);
    } catch (error) {
      this.#parts.onError(error);
    }
  }

  // One receiver that fails keeps no message from the others.
  #tell(receiver: Receiver, message: unknown): void {
    void Promise.resolve()
      .then(() => receiver(message))
      .catch(this.#parts.onError);
  }

  async #ask(frame: string | Buffer): Promise<unknown> {
    const connection = this.#connection();
    const socket = await connection.socket();
    let stop: () => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#awaited = { resolve, reject };
        stop = connection.onLost(() => {
          reject(lost());
        });
        timer = setTimeout(() => {
          reject(
            new ConnectionError(
              'reply-timeout',
              'No reply in time: the message was denied, or it was lost.',
            ),
          );
          socket.cut();
        }, REPLY_MS);
        socket.send(frame, (error) => {
          if (error) reject(lost());
        });
      });
    } finally {
      this.#awaited = undefined;
      clearTimeout(timer);
      stop();
    }
  }
}

function lost(): ConnectionError {
  return new ConnectionError(
    'disconnected',
    'The connection was lost; whether the message arrived is not known.',
  );
}
