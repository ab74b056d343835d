import type {
  Consumer,
  EachBatchHandler,
  Producer,
  RecordMetadata,
} from 'kafkajs';
import type { Guard, GuardOptions } from '../guard-types.js';
import type { DenialPolicy } from '../kafka/denial-policy.js';
import type { RetryOptions } from '../kafka/retries.js';

export type { RetryOptions };

/** What every producer of ours has, beside one method for each sent operation. */
export interface KafkaProducer {
  readonly raw: Producer;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** One record to send; `value` instead of `message` sends bytes as they are, null is a tombstone. */
export type OutgoingRecord<Message, Parameters = null> = {
  readonly key?: string | Uint8Array | null;
  readonly headers?: Readonly<Record<string, string | Uint8Array>>;
  readonly partition?: number;
  /** The context in which the consumer counts roles, where a header of the record names it. */
  readonly context?: string;
} & (
  | { readonly message: Message; readonly value?: never }
  | { readonly value: string | Uint8Array | null; readonly message?: never }
) &
  ([Parameters] extends [null]
    ? { readonly parameters?: never }
    : { readonly parameters: Parameters });

/** Sends records of one operation. */
export type Send<Message, Parameters = null> = (
  record: OutgoingRecord<Message, Parameters>,
) => Promise<readonly RecordMetadata[]>;

/** Options of a consumer's guard. */
export interface KafkaGuardOptions<
  Authenticators,
> extends GuardOptions<Authenticators> {
  /** What becomes of a record that is denied: `deadLetter(producer, topic)`, `skip()` or `stop()`. */
  readonly onDenied: DenialPolicy;
  /** Makes a message of a record's bytes; JSON, unless given. A throw is the denial `malformed-message`. Never called for a tombstone. */
  readonly decode?: (value: Uint8Array) => unknown;
  /** Names the operation of a message, where the document does not tell a channel's operations apart. */
  readonly route?: (message: unknown) => string | undefined;
  /** How long a record that cannot be judged, or whose handler throws, is tried again before the consumer stops. */
  readonly retry?: RetryOptions;
  /**
   * Told what a handler or a dead letter threw, each time, and why the consumer stopped or died; the operation is null where
   * it was no record's fault. If it throws, that is ignored. Left out: a process warning.
   */
  readonly onError?: (error: unknown, operation: string | null) => void;
}

/** Demanded where the document does not tell a channel's operations apart. */
export type RoutedByApp = Required<Pick<KafkaGuardOptions<unknown>, 'route'>>;

/** Decides who produced each record, and which of the operations whose records this side receives it may use. */
export interface KafkaGuard<
  Received extends string,
  Handlers,
> extends Guard<Received> {
  /** What to subscribe to for these operations. */
  topics(...operations: readonly Received[]): (string | RegExp)[];
  /** Runs the consumer: nothing reaches a handler but by way of this guard, and no record is skipped that was not judged. Resolves once it runs, as in kafkajs. */
  run(consumer: Consumer, handlers: Handlers): Promise<void>;
  /** For `consumer.run({ eachBatch, eachBatchAutoResolve: false })` of your own. */
  eachBatch(handlers: Handlers): EachBatchHandler;
}

/** No level of the operation is left to the guard: the broker let its producer in, and no record says who that was. */
export type Unproved = null;
