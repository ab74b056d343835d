import type { DenialCode } from '../decision.js';
import type { KafkaRecord } from '../record.js';

/** What becomes of a record that is denied. Made by `deadLetter`, `skip` and `stop` alone. */
export type DenialPolicy =
  | { readonly kind: 'skip' }
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'dead-letter';
      readonly topic: string;
      /** Resolves when all replicas hold the dead letter; a rejection leaves the record unjudged. */
      readonly write: (record: KafkaRecord, code: DenialCode) => Promise<void>;
    };

/** A denied record is told to `onDecision`, and passed over. */
export function skip(): DenialPolicy {
  return Object.freeze({ kind: 'skip' });
}

/** A denied record stops the consumer; it is the first one again when the app starts anew. */
export function stop(): DenialPolicy {
  return Object.freeze({ kind: 'stop' });
}
