import { Authorized } from '../authorized.js';
import type { AuthorizedParts } from '../authorized.js';
import type { Principal, Proof } from '../identity.js';

/** What a handler sees of a record beside its message. */
export interface RecordParts {
  /** As it is named in this cluster: that of a mirror, where it came from one. */
  readonly topic: string;
  readonly partition: number;
  /** Decimal digits. With topic and partition it names the record, also when it comes again. */
  readonly offset: string;
  /** Milliseconds since 1970, of the broker or of the producer, as the topic is configured. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  /** As it came; null is a tombstone. */
  readonly value: Buffer | null;
  /** Without those that carry a credential. */
  readonly headers: ReadonlyMap<string, readonly (Buffer | null)[]>;
}

/** A record that was decided: the one argument of a handler. Only the runtime can make one. */
export class AuthorizedRecord<
  Op extends string = string,
  Message = unknown,
  P = Principal | null,
  Parameters = Readonly<Record<string, string>>,
>
  extends Authorized<Op, Message, P, Parameters>
  implements RecordParts
{
  // The base is frozen once it is made; private fields can still be added.
  readonly #parts: RecordParts;

  constructor(
    made: symbol,
    parts: AuthorizedParts<Op, Message, Parameters>,
    principal: P,
    proofs: readonly Proof[],
    record: RecordParts,
  ) {
    super(made, parts, principal, proofs);
    this.#parts = record;
  }

  get topic(): string {
    return this.#parts.topic;
  }

  get partition(): number {
    return this.#parts.partition;
  }

  get offset(): string {
    return this.#parts.offset;
  }

  get timestamp(): number {
    return this.#parts.timestamp;
  }

  get key(): Buffer | null {
    return this.#parts.key;
  }

  get value(): Buffer | null {
    return this.#parts.value;
  }

  get headers(): RecordParts['headers'] {
    return this.#parts.headers;
  }
}
