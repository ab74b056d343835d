import { ConnectionError } from './connection-error.js';
import {
  dial,
  type Dial,
  type DialledSocket,
  type SocketEvents,
} from './dial.js';
import { Reconnection, type Closed, type SocketEnd } from './reconnect.js';

/** What a connection needs from its client. */
export interface ConnectionParts {
  readonly reconnect: boolean;
  /** Called for each attempt: credentials are fresh each time. */
  readonly prepare: () => Promise<Dial>;
  readonly frame: (data: Buffer, isBinary: boolean) => void;
  readonly onError: (error: unknown) => void;
}

interface Waiting {
  readonly resolve: (socket: DialledSocket) => void;
  readonly reject: (error: ConnectionError) => void;
}

const NETWORK_FAILED: SocketEnd = {
  status: undefined,
  code: 1006,
  reason: '',
  openFor: 0,
};

/** One channel's connection: a socket at a time, dialled anew as its end demands. */
export class Connection {
  readonly closed: Promise<Closed>;
  readonly #parts: ConnectionParts;
  readonly #reconnection: Reconnection;
  readonly #resolveClosed: (closed: Closed) => void;
  #waiting: Waiting[] = [];
  #socket: DialledSocket | undefined;
  #hangUp: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #end: Closed | undefined;
  /** Why no socket was ever dialled, where that is known here. */
  #cause: ConnectionError | undefined;
  #hasBeenOpen = false;
  readonly #lost = new Set<() => void>();

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#reconnection = new Reconnection(parts.reconnect);
    let resolveClosed: (closed: Closed) => void = () => undefined;
    this.closed = new Promise((resolve) => {
      resolveClosed = resolve;
    });
    this.#resolveClosed = resolveClosed;
    void this.#dial();
  }

  /** The open socket, now or once there is one. Rejects when the connection ends first. */
  socket(): Promise<DialledSocket> {
    if (this.#socket !== undefined) return Promise.resolve(this.#socket);
    return new Promise((resolve, reject) => {
      if (this.#end === undefined) this.#waiting.push({ resolve, reject });
      else reject(this.#cause ?? ended(this.#end));
    });
  }

  /** Calls back when the present socket is lost. Gives the function that stops that. */
  onLost(listener: () => void): () => void {
    this.#lost.add(listener);
    return () => {
      this.#lost.delete(listener);
    };
  }

  close(): void {
    if (this.#end !== undefined) return;
    this.#finish({ code: 'closed', retry: false });
    clearTimeout(this.#timer);
    this.#hangUp?.();
  }

  async #dial(): Promise<void> {
    let prepared: Dial;
    try {
      prepared = await this.#parts.prepare();
    } catch (error) {
      this.#parts.onError(error);
      if (this.#isFinal(error)) {
        this.#cause = asConnectionError(error);
        this.#finish({ code: 'unauthenticated', retry: false });
      } else this.#ended(NETWORK_FAILED);
      return;
    }
    if (this.#end !== undefined) return;
    this.#hangUp = this.#open(prepared);
  }

  // ws throws where an option is none that it can use, such as a subprotocol with a blank.
  #open(prepared: Dial): (() => void) | undefined {
    try {
      return dial(prepared, this.#events());
    } catch (error) {
      this.#parts.onError(error);
      this.#finish({ code: 'unreachable', retry: false });
      return undefined;
    }
  }

  #events(): SocketEvents {
    return {
      opened: (socket) => {
        this.#socket = socket;
        this.#hasBeenOpen = true;
        for (const { resolve } of this.#waiting.splice(0)) resolve(socket);
      },
      frame: this.#parts.frame,
      failed: (cause) => {
        this.#parts.onError(networkFailed(cause));
      },
      ended: (end) => {
        this.#ended(end);
      },
    };
  }

  // A credential that no carrier can hold stays so. A source that fails at the first attempt is a fault of the set-up, later
  // it is an outage.
  #isFinal(error: unknown): boolean {
    return (
      error instanceof ConnectionError ||
      (isCredentialError(error) && !this.#hasBeenOpen)
    );
  }

  #ended(end: SocketEnd): void {
    this.#socket = undefined;
    this.#hangUp = undefined;
    for (const listener of [...this.#lost]) listener();
    if (this.#end !== undefined) {
      this.#resolveClosed(this.#end);
      return;
    }
    const next = this.#reconnection.after(end);
    if ('closed' in next) {
      this.#finish(next.closed);
      return;
    }
    this.#timer = setTimeout(() => void this.#dial(), next.waitMs);
  }

  #finish(closed: Closed): void {
    this.#end ??= closed;
    for (const { reject } of this.#waiting.splice(0))
      reject(this.#cause ?? ended(closed));
    // An open socket first says goodbye: `closed` resolves when nothing more can arrive.
    if (this.#hangUp === undefined) this.#resolveClosed(this.#end);
  }
}

function ended({ code }: Closed): ConnectionError {
  return new ConnectionError(
    code === 'closed' ? 'disconnected' : code,
    `The connection has ended (${code}); the message was not sent.`,
  );
}

/** Node's message is empty where several addresses of a host were tried. */
function networkFailed(cause: Error): ConnectionError {
  const code = 'code' in cause ? String(cause.code) : cause.name;
  return new ConnectionError(
    'network-failed',
    `The connection failed: ${cause.message || code}`,
    { cause },
  );
}

function asConnectionError(error: unknown): ConnectionError | undefined {
  if (error instanceof ConnectionError) return error;
  return error instanceof Error
    ? new ConnectionError('credential-missing', error.message)
    : undefined;
}

function isCredentialError(error: unknown): boolean {
  return error instanceof Error && error.name === 'CredentialError';
}
