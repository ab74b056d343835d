import type { KafkaRecord } from '../record.js';
import { ConsumerStoppedError } from './consumer-stopped-error.js';
import { credentialFilter } from './credential-headers.js';
import type { DenialPolicy } from './denial-policy.js';
import type { RecordHandler } from './handled-channels.js';
import type { JudgedRecord, RecordJudge } from './judge-record.js';
import type { Policy } from '../policy.js';
import type { Retries } from './retries.js';

/** What a consumer has to do after a record. */
export type NextStep =
  /** Go on with the next one. */
  | { readonly do: 'resolve' }
  /** Take the same one again, after so many milliseconds; none behind it before. */
  | { readonly do: 'wait'; readonly delay: number }
  | { readonly do: 'stop'; readonly error: ConsumerStoppedError };

export interface RecordHandling {
  readonly policy: Policy;
  readonly handlers: ReadonlyMap<string, RecordHandler>;
  readonly judge: RecordJudge;
  readonly onDenied: DenialPolicy;
  readonly retries: Retries;
  readonly onError: (error: unknown, operation: string | null) => void;
}

/** Handles one record. Never rejects; what the app must hear of went to `onError`. */
export function recordHandling({
  policy,
  handlers,
  judge,
  onDenied,
  retries,
  onError,
}: RecordHandling): (record: KafkaRecord) => Promise<NextStep> {
  const withoutCredentials = credentialFilter(policy);

  const stopped = (
    { topic, partition, offset }: KafkaRecord,
    operation: string | null,
    why: string,
    reason?: unknown,
  ): NextStep => {
    const error = new ConsumerStoppedError(
      `The consumer stopped at ${topic}[${String(partition)}] offset ${offset}: ${why}. The record comes first when it runs again.`,
      reason,
    );
    onError(error, operation);
    return { do: 'stop', error };
  };

  const resolved = ({ topic, partition }: KafkaRecord): NextStep => {
    retries.forget(topic, partition);
    return { do: 'resolve' };
  };

  const again = (
    record: KafkaRecord,
    operation: string | null,
    why: string,
    reason?: unknown,
  ): NextStep => {
    const delay = retries.next(record.topic, record.partition, record.offset);
    return delay === null
      ? stopped(
          record,
          operation,
          `${why}, and it was tried often enough`,
          reason,
        )
      : { do: 'wait', delay };
  };

  /** Runs what is the app's own; null once it is through. */
  const attempt = async (
    record: KafkaRecord,
    operation: string | null,
    act: () => unknown,
    what: string,
  ): Promise<NextStep> => {
    try {
      await act();
    } catch (error) {
      onError(error, operation);
      return again(record, operation, `${what} failed`, error);
    }
    return resolved(record);
  };

  const denied = (
    record: KafkaRecord,
    judged: Extract<JudgedRecord, { outcome: 'denied' }>,
  ): NextStep | Promise<NextStep> => {
    const { operation, code } = judged;
    switch (onDenied.kind) {
      case 'skip':
        return resolved(record);
      case 'stop':
        return stopped(record, operation, `it was denied (${code})`);
      case 'dead-letter':
        // Subscribed to by a pattern of the app's own.
        if (record.topic === onDenied.topic)
          return stopped(
            record,
            operation,
            `it was denied (${code}), and is of the topic of dead letters itself; do not subscribe to that`,
          );
        return attempt(
          record,
          operation,
          () =>
            onDenied.write(
              { ...record, headers: withoutCredentials(record.headers) },
              code,
            ),
          `writing it to ${onDenied.topic}`,
        );
    }
  };

  return async (record) => {
    const judged = await judge(record);
    const { operation } = judged;
    switch (judged.outcome) {
      case 'undecided':
        return again(
          record,
          operation,
          `it could not be judged (${judged.cause})`,
        );
      case 'unhandled':
        return stopped(
          record,
          null,
          `nobody handles the records of the channel ${judged.channel}; give a handler, or do not subscribe to it`,
        );
      case 'denied':
        return denied(record, judged);
      case 'allowed':
        return attempt(
          record,
          operation,
          () => handlers.get(judged.operation)?.(judged.authorized),
          `the handler of ${judged.operation}`,
        );
    }
  };
}
