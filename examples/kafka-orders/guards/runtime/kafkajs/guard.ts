import type { Consumer, EachBatchHandler } from 'kafkajs';
import { createGuardCore, guardOver } from '../guard.js';
import { harmless } from '../harmless.js';
import { ConsumerStoppedError } from '../kafka/consumer-stopped-error.js';
import { decodeJson } from '../kafka/decode-json.js';
import {
  checkedDenialPolicy,
  refuseReturning,
} from '../kafka/denial-policy.js';
import { handledChannels } from '../kafka/handled-channels.js';
import { recordHandling } from '../kafka/handle-record.js';
import { recordJudge } from '../kafka/judge-record.js';
import { kafkaMember } from '../member-name.js';
import { Retries } from '../kafka/retries.js';
import { receivedChannels, type KafkaSide } from '../kafka/sides.js';
import type { Policy } from '../policy.js';
import { recordPlaces, subscriptionsOf } from '../record-places.js';
import { batchHandler } from './each-batch.js';
import { runConsumer } from './run-consumer.js';
import type { KafkaGuard, KafkaGuardOptions } from './types.js';

/** Makes the guard of the records of one cluster. Throws a TypeError for options that would lose records, or let everybody in. */
export function kafkajsGuard(
  policy: Policy,
  server: string,
  side: KafkaSide,
  options: KafkaGuardOptions<object>,
): KafkaGuard<string, object> {
  const received = receivedChannels(policy, server, side);
  // What the app sends, its receivers judge.
  const core = createGuardCore<string, object>(
    policy,
    server,
    options,
    [...received.values()].flat(),
  );
  const { decode = decodeJson, onError = warn, retry, route } = options;
  const onDenied = checkedDenialPolicy(options.onDenied);
  const tell = harmless(onError, 'onError');
  // Tells wrong numbers here, and not at the first record.
  new Retries(retry);

  const consumption = (
    handlers: object,
    stop: (error: ConsumerStoppedError) => void,
  ): { readonly eachBatch: EachBatchHandler; readonly retries: Retries } => {
    const handled = handledChannels(policy, server, side, handlers, route);
    refuseReturning(onDenied, recordPlaces(policy, server), handled.channels);
    const retries = new Retries(retry);
    const handle = recordHandling({
      policy,
      handlers: handled.handlers,
      judge: recordJudge(core, handled.channels, decode),
      onDenied,
      retries,
      onError: tell,
    });
    return { eachBatch: batchHandler(handle, stop), retries };
  };

  return Object.freeze(
    Object.assign(guardOver(core), {
      topics: (...operations: readonly string[]) =>
        topicsOf(policy, received, operations),
      run: async (consumer: Consumer, handlers: object): Promise<void> => {
        const { eachBatch, retries } = consumption(handlers, () => {
          // Not awaited: it waits until this very batch has ended.
          consumer.stop().catch((error: unknown) => {
            tell(error, null);
          });
        });
        await runConsumer(consumer, eachBatch, retries, (error) => {
          tell(
            new ConsumerStoppedError(
              `The consumer died: ${String(error)}`,
              error,
            ),
            null,
          );
        });
      },
      eachBatch: (handlers: object): EachBatchHandler =>
        consumption(handlers, (error) => {
          throw error;
        }).eachBatch,
    }),
  );
}

function topicsOf(
  policy: Policy,
  received: ReadonlyMap<string, readonly string[]>,
  operations: readonly string[],
): (string | RegExp)[] {
  const channels = new Set<string>();
  for (const name of operations) {
    const found = [...received].find(([, ids]) =>
      ids.some((id) => kafkaMember(id) === name),
    );
    if (found === undefined)
      throw new TypeError(
        `topics: ${name} is no operation that this side receives.`,
      );
    channels.add(found[0]);
  }
  if (channels.size === 0)
    throw new TypeError('topics: name the operations to subscribe to.');
  return [...channels].flatMap((channel) => subscriptionsOf(policy, channel));
}

function warn(error: unknown, operation: string | null): void {
  const text =
    error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.emitWarning(
    operation === null
      ? `The Kafka consumer failed: ${text}`
      : `Handling a record of ${operation} failed: ${text}`,
  );
}
