import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A peer of the gateway: a socket, or the status with which it was refused. */
export interface Peer {
  /** 101 where it was let in. */
  readonly status: number;
  readonly received: unknown[];
  /** Resolves with the next message, or with the close code as `closed 4401`. */
  next(): Promise<unknown>;
  send(message: object): void;
  close(): void;
}

/** Dials a channel of the gateway and presents what is given. */
export const dial = async (url: string, headers: Readonly<Record<string, string>>): Promise<Peer> => {
  const socket = new WebSocket(url, { headers });
  const received: unknown[] = [];
  const waiting: ((event: unknown) => void)[] = [];
  const happened = (event: unknown): void => {
    received.push(event);
    waiting.shift()?.(event);
  };
  socket.on('message', (data: Buffer) => {
    happened(JSON.parse(data.toString()));
  });
  socket.on('close', (code) => {
    happened(`closed ${String(code)}`);
  });
  socket.on('error', () => undefined);
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(
      ([, response]) => (response as { readonly statusCode: number }).statusCode,
    ),
  ]);
  return {
    status,
    received,
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    send: (message) => {
      socket.send(JSON.stringify(message));
    },
    close: () => {
      socket.terminate();
    },
  };
};
