import type { Allowed } from './decision.js';
import type { Principal, Proof } from './identity.js';

const key = Symbol('authorized');

/** What was decided, and on what. */
export interface AuthorizedParts<
  Op extends string,
  Message,
  Parameters = Readonly<Record<string, string>>,
> {
  readonly operation: Op;
  readonly message: Message;
  readonly context: string;
  /** Frozen by whoever made them: once a socket, not once a message. */
  readonly parameters: Parameters;
}

/**
 * A call that was decided: the one argument of a handler. Only the runtime can make one, so whoever holds it need not ask
 * again.
 */
export class Authorized<
  Op extends string = string,
  Message = unknown,
  P = Principal | null,
  Parameters = Readonly<Record<string, string>>,
> {
  // Makes the type nominal: no object literal is an Authorized.
  readonly #operation: Op;
  readonly message: Message;
  /** The context in which roles counted; '' where the operation asks for none. */
  readonly context: string;
  /** Values of the channel's parameters. */
  readonly parameters: Parameters;
  /** Whose roles counted, else who was authenticated; null for a public operation that nobody was asked for. */
  readonly principal: P;
  /** All that the caller proved. */
  readonly proofs: readonly Proof[];

  constructor(
    made: symbol,
    parts: AuthorizedParts<Op, Message, Parameters>,
    principal: P,
    proofs: readonly Proof[],
  ) {
    if (made !== key)
      throw new TypeError(
        'Authorized is made by a guard alone: call enforce, or use an adapter.',
      );
    this.#operation = parts.operation;
    this.message = parts.message;
    this.context = parts.context;
    this.parameters = parts.parameters;
    this.principal = principal;
    this.proofs = proofs;
    Object.freeze(this);
  }

  get operation(): Op {
    return this.#operation;
  }
}

/** A handler's argument with what its transport has beside the message. */
export type AuthorizedClass<Call, More> = new (
  made: symbol,
  parts: AuthorizedParts<string, unknown>,
  principal: Principal | null,
  proofs: readonly Proof[],
  more: More,
) => Call;

/** `authorize` for a transport whose handlers are given more. For adapters as well. */
export function authorizeAs<Call, More>(
  made: AuthorizedClass<Call, More>,
  decision: Allowed,
  parts: AuthorizedParts<string, unknown>,
  more: More,
): Call {
  return new made(key, parts, decision.principal, decision.proofs, more);
}

/** Makes the handler's argument from an allowed decision. For adapters: no part of the folder's public exports. */
export function authorize<Op extends string, Message>(
  decision: Allowed,
  parts: AuthorizedParts<Op, Message>,
): Authorized<Op, Message> {
  return new Authorized<Op, Message>(
    key,
    parts,
    decision.principal,
    decision.proofs,
  );
}
