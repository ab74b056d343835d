import type { Authorized } from './authorized.js';
import type { Caller } from './caller.js';
import type { Decision, DenialCode, UndecidedCause } from './decision.js';
import type { Evidence } from './evidence.js';

/** Options of every guard, whatever the transport. */
export interface GuardOptions<Authenticators> {
  readonly authenticators: Authenticators;
  /** Told of each decision, afterwards. It cannot change one; if it throws, that is counted and ignored. */
  readonly onDecision?: (event: DecisionEvent) => void;
  /**
   * Told why something could not be judged, for the log of whoever runs the app. If it throws, that is counted and ignored.
   * Left out: a process warning, once a minute at most for each provider and cause, without what the app's own code threw.
   */
  readonly onFault?: (fault: AuthenticationFault) => void;
  readonly limits?: GuardLimits;
}

/** Defaults in parentheses. */
export interface GuardLimits {
  /** Milliseconds an authentication may take (5000). */
  readonly deadline?: number;
  /** Authentications under way at once (1000). */
  readonly inFlight?: number;
  /** Authentications that failed or are under way from one address in ten seconds (100). */
  readonly perAddress?: number;
}

/** An authenticator that could not judge. */
export interface AuthenticationFault {
  readonly provider: string;
  readonly cause: UndecidedCause;
  /** What the authenticator threw, or what was wrong with its answer. */
  readonly error: unknown;
}

/** Why a peer was turned away before it was asked who it is. */
export type RefusalCause =
  | 'malformed-target'
  | 'unknown-channel'
  | 'origin-not-allowed'
  | 'frame-before-upgrade'
  | 'going-away'
  | 'upgrade-failed';

/** What an audit log is told. Frozen. Holds no secret. */
export interface DecisionEvent {
  /** Null where the connection itself is decided, and for a message that is of no operation. */
  readonly operation: string | null;
  readonly server: string;
  readonly context: string | null;
  /** 'refused': nothing was decided, for there was nobody yet. */
  readonly outcome: Decision['outcome'] | 'refused';
  readonly code: DenialCode | null;
  readonly cause: UndecidedCause | RefusalCause | null;
  /** Also of a proof that was revoked or has expired, where that is why. */
  readonly subject: string | null;
  readonly issuer: string | null;
  /** Providers whose evidence was present and no good, also where another alternative held. */
  readonly invalid: readonly string[];
  readonly checkpoint: 'connect' | 'inbound' | 'outbound' | 'reply' | 'time';
  readonly remoteAddress: string | null;
  /** Deprecated role that decided, or null. */
  readonly deprecatedRole: string | null;
}

/** Decides for one server. Made from the policy; usable under any transport. */
export interface Guard<OperationId extends string = string> {
  /** Never rejects: what could not be judged is kept in the caller and comes out of `decide`. */
  authenticate(evidence: Evidence): Promise<Caller>;
  /** Synchronous, allocates nothing once a caller is warm, never throws. `context` is left out where the operation has no roles. */
  decide(operation: OperationId, caller: Caller, context?: string): Decision;
  /** `decide`, throwing AccessDeniedError for anything but allowed, and giving the handler's argument. */
  enforce<Op extends OperationId, Message>(
    operation: Op,
    caller: Caller,
    message: Message,
    context?: string,
  ): Authorized<Op, Message>;
  /** Ends the existing proofs of a subject, or of an account (`usernameClaim`), at once. Refusing new ones is the task of the account source. */
  revoke(subject: string, where?: { readonly issuer?: string }): void;
  /** How often `onDecision` or `onFault` threw. */
  readonly failedEvents: number;
}
