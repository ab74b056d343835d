import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

type Done = (error?: Error | null) => void;

/**
 * Stands for a TLS socket that cannot be opened yet. kafkajs wants a socket at once; certificates are read from their sources
 * first, and anew for each connection. What is written meanwhile waits.
 */
export class LateSocket extends Duplex {
  readonly #open: (secured: () => void) => Promise<Socket>;
  #socket: Socket | undefined;
  #waits = true;

  /** `open` gives a socket that calls back once it is secured, or emits an error. */
  constructor(open: (secured: () => void) => Promise<Socket>) {
    super({ allowHalfOpen: false });
    this.#open = open;
  }

  /** As a socket's own: an idle connection does not keep the process alive. */
  unref(): this {
    this.#waits = false;
    this.#socket?.unref();
    return this;
  }

  override _construct(done: Done): void {
    let settled = false;
    const settle = (error?: Error): void => {
      if (settled) return;
      settled = true;
      done(error);
      // Ended meanwhile: kafkajs has waited long enough, and must not take it for open after all.
      if (error === undefined && !this.writableEnded) this.emit('connect');
    };
    this.#open(() => {
      settle();
    }).then(
      (socket) => {
        this.#follow(socket, settle);
      },
      (error: unknown) => {
        settle(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: Done): void {
    this.#socket?.write(chunk, done);
  }

  override _final(done: Done): void {
    this.#socket?.end(() => {
      done();
    });
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#socket?.destroy();
    done(error);
  }

  #follow(socket: Socket, settle: (error?: Error) => void): void {
    this.#socket = socket;
    if (!this.#waits) socket.unref();
    let ended = false;
    const end = (): void => {
      if (!ended) this.push(null);
      ended = true;
    };
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', (error: Error) => {
      ended = true;
      settle(error);
      this.destroy(error);
    });
  }
}
