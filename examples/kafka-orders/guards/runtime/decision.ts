import type { Principal, Proof } from './identity.js';

/** Why a call is denied, highest first: the closed list. */
export const DENIAL_CODES = [
  'foreign-caller',
  'unknown-operation',
  'malformed-message',
  'invalid-context',
  'replayed',
  'insufficient-role',
  'insufficient-scope',
  'revoked',
  'credential-expired',
  'invalid-credential',
  'unauthenticated',
] as const;

export type DenialCode = (typeof DENIAL_CODES)[number];

/** Why nothing could be judged: neither yes nor no. */
export type UndecidedCause =
  | 'authenticator-failed'
  | 'authenticator-timed-out'
  | 'keys-unreachable'
  | 'grants-unreachable'
  | 'too-many-in-flight'
  | 'too-many-from-address';

/** The call may go on. `principal` is null for a public operation that nobody was asked for. */
export interface Allowed {
  readonly outcome: 'allowed';
  readonly principal: Principal | null;
  readonly proofs: readonly Proof[];
}

export interface Denied {
  readonly outcome: 'denied';
  readonly code: DenialCode;
}

export interface Undecided {
  readonly outcome: 'undecided';
  readonly cause: UndecidedCause;
}

/** Frozen, and the same object each time the answer is the same. */
export type Decision = Allowed | Denied | Undecided;
