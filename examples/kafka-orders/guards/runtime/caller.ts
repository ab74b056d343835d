import type { Allowed, DenialCode, UndecidedCause } from './decision.js';
import type { Holding } from './holdings.js';
import type { Proof } from './identity.js';
import type { CompiledPolicy } from './compiled-policy.js';
import type { Verdict } from './verdict.js';

const key = Symbol('caller');

/** What became of one provider's evidence. */
export type Answer = Unmet | Unjudged | Proved;

export interface Unmet {
  readonly is: 'unmet';
  readonly code: DenialCode;
}

export interface Unjudged {
  readonly is: 'unjudged';
  readonly cause: UndecidedCause;
}

export interface Proved {
  readonly is: 'proved';
  readonly proof: Proof;
  /** The proof's grants; null where the policy has no roles. */
  readonly holding: Holding | null;
  /** What the app's accounts call the principal, for revocation. */
  readonly account: string;
  /** Number of the authentication, for revocation. */
  readonly serial: number;
  /** Set once it has ended; a clock that is set back brings it not back. */
  ended: 'revoked' | 'credential-expired' | null;
  /** The answer where its principal acts, as long as the verdicts hold. */
  allowed: Allowed | null;
}

/** All that the engine knows of a peer. */
export interface CallerState {
  /** The policy and server that it was authenticated for. */
  readonly home: CompiledPolicy;
  /** By position of the provider in `home.providers`. */
  readonly answers: readonly Answer[];
  /** The proofs are of different subjects where the policy demands one. */
  readonly mixed: boolean;
  readonly remoteAddress: string | null;
  /** The verdict that was last asked for. */
  last: Verdict | null;
  /** By shape of rule, null where not asked yet; no table where no second shape was asked about. */
  verdicts: (Verdict | null)[] | null;
  /** Tick and epoch of the policy until which the verdicts hold. Both are small integers, which take no memory of their own. */
  validUntil: number;
  epoch: number;
}

let read: (value: object) => CallerState | null;

/** The proofs of one peer, bound to one policy and one server. Opaque: only a guard can make and read it. */
export class Caller {
  readonly #state: CallerState;

  static {
    read = (value) => (#state in value ? value.#state : null);
  }

  constructor(made: symbol, state: CallerState) {
    if (made !== key)
      throw new TypeError('A Caller is made by authenticate alone.');
    this.#state = state;
    Object.freeze(this);
  }

  toJSON(): string {
    return '[caller]';
  }
}

/** For the engine: makes a caller. */
export function makeCaller(state: CallerState): Caller {
  return new Caller(key, state);
}

/** For the engine: what stands in a caller; null for anything that is none. */
export function stateOf(caller: unknown): CallerState | null {
  return typeof caller === 'object' && caller !== null ? read(caller) : null;
}
