import type { Caller } from './caller.js';
import type { Decision } from './decision.js';
import type { DecisionEvent, Guard, RefusalCause } from './guard-types.js';
import type { Policy } from './policy.js';

/** What an adapter of a transport stands on: `createGuardCore` makes it. It is no part of the folder's public exports. */
export interface GuardCore<
  OperationId extends string = string,
> extends Guard<OperationId> {
  readonly policy: Policy;
  readonly server: string;
  /** The server's own level alone; allowed with principal null where it has none. */
  connection(caller: Caller): Decision;
  /** Whether `decide` could allow the operation in some context: every level holds and the roles are held somewhere. */
  couldAllow(operation: OperationId, caller: Caller): Decision;
  /** Milliseconds since 1970 when the next of the caller's proofs expires; Infinity where none does. 0 for a foreign caller. */
  expiryOf(caller: Caller): number;
  /** Called after each `revoke`, when decisions already follow it. Gives the function that stops it. */
  onRevoke(listener: () => void): () => void;
  /**
   * Tells `onDecision`, after the fact; never throws, does nothing where nobody listens. `decide`, `connection` and
   * `couldAllow` tell nothing themselves: the adapter does, once a decision that it acted on. `enforce` tells its own.
   */
  emit(
    checkpoint: DecisionEvent['checkpoint'],
    operation: string,
    caller: Caller,
    context: string | null,
    decision: Decision,
  ): void;
  /** Tells `onDecision` of a peer that never became a caller, like `emit`. */
  emitRefused(cause: RefusalCause, remoteAddress: string | null): void;
}
