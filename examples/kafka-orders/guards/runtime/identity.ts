import type { KafkaRecord } from './record.js';

/** Who a proof names. */
export interface Principal<Claims = unknown> {
  /** '' for a source of identity that has no issuer, such as an account list. */
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Claims;
}

/** One provider's verdict on what a caller presented. */
export interface Proof<Claims = unknown> {
  readonly provider: string;
  readonly principal: Principal<Claims>;
  readonly scopes: readonly string[];
  /** `ROLE@context`. */
  readonly grants: readonly string[];
  /** Milliseconds since 1970; Infinity where it does not expire. */
  readonly expiresAt: number;
}

/** What an authenticator found out. An empty subject is refused as a fault of the authenticator. */
export interface Identity<Claims = unknown> {
  readonly subject: string;
  /** What the app's accounts call the subject, where that is another name; `revoke` takes both. */
  readonly account?: string;
  readonly issuer?: string;
  readonly scopes?: readonly string[];
  /** `ROLE@context`. Ignored where the document takes roles from elsewhere. */
  readonly grants?: readonly string[];
  readonly claims?: Claims;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** The evidence is no good: an answer, not a failure. */
export interface Refusal {
  readonly refused:
    'invalid-credential' | 'credential-expired' | 'revoked' | 'replayed';
}

/** What an authenticator is told beside the evidence. */
export interface AuthenticationCall {
  /** Aborts at the guard's deadline. */
  readonly signal: AbortSignal;
  readonly provider: string;
  /** The claim that names the account, where the document says so. */
  readonly usernameClaim: string | null;
}

/**
 * Turns evidence into an identity or a refusal. A throw, a time-out or any other answer means that nothing could be
 * judged: the guard lets nobody in and loses nothing.
 */
export type Authenticator<Evidence, Claims = unknown> = (
  evidence: Evidence,
  call: AuthenticationCall,
) => Promise<Identity<Claims> | Refusal>;

export interface ApiKeyEvidence {
  readonly key: string;
}

export interface PasswordEvidence {
  readonly username: string;
  readonly password: string;
}

export interface TokenEvidence {
  readonly token: string;
}

/** A record proof with the record that it came in. */
export interface ProofEvidence {
  /** Compact JWT. Not called a token: an authenticator of tokens must not fit. */
  readonly proof: string;
  readonly record: KafkaRecord;
  /** The topic as the document names it: that of the record, unless it is a mirror's. */
  readonly topic: string;
  /** Names of the headers that the document has signed. */
  readonly signedHeaders: readonly string[];
}

/** The principals that the authenticators `K` of `A` can prove. */
export type PrincipalOf<A, K extends keyof A = keyof A> = K extends keyof A
  ? A[K] extends (evidence: never, call: AuthenticationCall) => Promise<infer R>
    ? R extends Identity<infer Claims>
      ? Principal<Claims>
      : never
    : never
  : never;
