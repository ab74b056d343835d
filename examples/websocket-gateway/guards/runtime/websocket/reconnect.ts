import { backOff } from '../back-off.js';

/** How a connection ended, for good. */
export interface Closed {
  readonly code:
    /** Answered 401, or closed with 4401, also with fresh credentials. */
    | 'unauthenticated'
    | 'credential-expired'
    /** Answered 403, or closed with 4403. */
    | 'forbidden'
    /** Answered another status, or the network failed and `reconnect` is false. */
    | 'unreachable'
    | 'closed';
  /** Whether the same attempt may succeed later. */
  readonly retry: boolean;
}

/** How one socket ended. */
export interface SocketEnd {
  /** Status of a refused upgrade, else undefined. */
  readonly status: number | undefined;
  /** Close code; 1006 where the network failed. */
  readonly code: number;
  readonly reason: string;
  /** Milliseconds that it was open. */
  readonly openFor: number;
}

/** Wait this long, then dial again; or stop. */
export type NextStep =
  { readonly waitMs: number } | { readonly closed: Closed };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A socket that stood this long had good credentials: its end is a new matter. */
const STOOD_MS = 5000;

/** What follows the end of each socket of one connection: fresh credentials once, back-off for outages, else the end. */
export class Reconnection {
  readonly #enabled: boolean;
  #failures = 0;
  #renewed = false;

  constructor(enabled: boolean) {
    this.#enabled = enabled;
  }

  after(end: SocketEnd): NextStep {
    if (end.openFor >= STOOD_MS) {
      this.#failures = 0;
      this.#renewed = false;
    }
    const closed = closedBy(end);
    if (
      closed.code === 'unauthenticated' ||
      closed.code === 'credential-expired'
    ) {
      if (!this.#enabled || this.#renewed) return { closed };
      this.#renewed = true;
      return { waitMs: 0 };
    }
    if (!this.#enabled || !closed.retry) return { closed };
    this.#failures += 1;
    return {
      waitMs: backOff(
        this.#failures,
        FIRST_WAIT_MS,
        LONGEST_WAIT_MS,
        Math.random(),
      ),
    };
  }
}

function closedBy({ status, code, reason }: SocketEnd): Closed {
  if (status === 401 || code === 4401 || code === 4408) {
    const expired = reason === 'credential-expired';
    return {
      code: expired ? 'credential-expired' : 'unauthenticated',
      retry: expired,
    };
  }
  if (status === 403 || code === 4403 || code === 1008)
    return { code: 'forbidden', retry: false };
  if (code === 1000) return { code: 'closed', retry: false };
  const ourFault = status !== undefined && status < 500 && status !== 429;
  return { code: 'unreachable', retry: !ourFault };
}
