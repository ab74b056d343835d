import type { WebSocket } from 'ws';
import type { Caller } from '../caller.js';
import type { ContextHeaders, ContextParts } from '../message-context.js';
import type { Expiring } from './expiry-queue.js';
import type { ServedChannel } from './served-channel.js';

/** A frame that waits for the one before it. */
export interface Frame {
  readonly data: Buffer;
  readonly isBinary: boolean;
}

/** Denials within this time that end a connection. */
const DENIALS_MS = 10_000;
const DENIALS = 20;

/** One peer on one channel: all that is kept for it. Listeners are shared, so that an idle socket stays small. */
export class GuardedSocket implements Expiring, ContextParts {
  readonly webSocket: WebSocket;
  readonly caller: Caller;
  readonly channel: ServedChannel;
  /** One object for all sockets of a channel with the same. */
  parameters: Readonly<Record<string, string>>;
  readonly headers: ContextHeaders | undefined;
  expiresAt = Infinity;
  queuedAt = -1;
  /** A handler is at work; later frames wait in `waiting`. */
  busy = false;
  waiting: Frame[] | undefined;
  /** Answered the last ping, or has not been asked. */
  alive = true;
  /** We have said that we close: nothing of the peer counts any more. */
  closing = false;
  #denials: number[] | undefined;

  constructor(
    webSocket: WebSocket,
    caller: Caller,
    channel: ServedChannel,
    parameters: Readonly<Record<string, string>>,
    headers: ContextHeaders | undefined,
  ) {
    this.webSocket = webSocket;
    this.caller = caller;
    this.channel = channel;
    this.parameters = parameters;
    this.headers = headers;
  }

  /** Counts a denial; true where there were too many in a short time. */
  countDenial(now: number): boolean {
    const denials = (this.#denials ??= []);
    denials.push(now);
    while (denials[0] !== undefined && denials[0] <= now - DENIALS_MS)
      denials.shift();
    return denials.length >= DENIALS;
  }

  /** Says goodbye; what the peer still sends is not read. */
  close(code: number, reason: string): void {
    if (this.closing) return;
    this.closing = true;
    this.waiting = undefined;
    this.webSocket.resume();
    this.webSocket.close(code, reason);
  }
}
