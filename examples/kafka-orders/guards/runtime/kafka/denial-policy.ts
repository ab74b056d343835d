import type { DenialCode } from '../decision.js';
import type { KafkaRecord } from '../record.js';
import type { RecordPlaces } from '../record-places.js';

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

/** There is no default: what becomes of a denied record is for the app to say. */
export function checkedDenialPolicy(given: unknown): DenialPolicy {
  if (isDenialPolicy(given)) return given;
  throw new TypeError(
    'onDenied: say what becomes of a denied record: deadLetter(producer, topic), skip() or stop().',
  );
}

/** Dead letters that the same consumer reads would be denied again, for ever. Throws a TypeError. */
export function refuseReturning(
  policy: DenialPolicy,
  places: RecordPlaces,
  handled: ReadonlyMap<string, unknown>,
): void {
  if (policy.kind !== 'dead-letter') return;
  const channel = places(policy.topic)?.channel;
  if (channel !== undefined && handled.has(channel))
    throw new TypeError(
      `onDenied: ${policy.topic} is a topic of the channel ${channel}, which this consumer handles: its dead letters would come back. Name one that fits no channel.`,
    );
}

function isDenialPolicy(given: unknown): given is DenialPolicy {
  if (typeof given !== 'object' || given === null || !('kind' in given))
    return false;
  return (
    given.kind === 'skip' ||
    given.kind === 'stop' ||
    (given.kind === 'dead-letter' &&
      'write' in given &&
      typeof given.write === 'function')
  );
}
