import type { Consumer, EachBatchHandler, EachBatchPayload } from 'kafkajs';
import type { Retries } from '../kafka/retries.js';

/** How often offsets are committed within a long batch, so that less comes again after a crash. */
const COMMIT_EVERY_MS = 5000;

const listening = new WeakMap<Consumer, () => void>();

/** Runs a consumer on batches, and tells when it has died for good: `run` of kafkajs resolves before it knows. */
export async function runConsumer(
  consumer: Consumer,
  eachBatch: EachBatchHandler,
  retries: Retries,
  died: (error: unknown) => void,
): Promise<void> {
  // A consumer that was stopped may be run again: what listened for the last run ends.
  listening.get(consumer)?.();
  const anchored = new Set<string>();
  const { CRASH, GROUP_JOIN } = consumer.events;
  const removers = [
    consumer.on(CRASH, ({ payload }) => {
      if (!payload.restart) died(payload.error);
    }),
    consumer.on(GROUP_JOIN, ({ payload }) => {
      retries.keep(payload.memberAssignment);
    }),
  ];
  listening.set(consumer, () => {
    for (const remove of removers) remove();
  });
  await consumer.run({
    eachBatchAutoResolve: false,
    autoCommitInterval: COMMIT_EVERY_MS,
    eachBatch: async (payload) => {
      await anchor(payload, anchored);
      await eachBatch(payload);
    },
  });
}

/**
 * Commits where the first batch of a partition begins. A group that has committed nothing starts at the end of the partition,
 * and would pass over a record that was not through when the consumer ended.
 */
async function anchor(
  payload: EachBatchPayload,
  anchored: Set<string>,
): Promise<void> {
  const { topic, partition, messages } = payload.batch;
  const [first] = messages;
  const key = `${topic} ${String(partition)}`;
  if (first === undefined || anchored.has(key)) return;
  await payload.commitOffsetsIfNecessary({
    topics: [{ topic, partitions: [{ partition, offset: first.offset }] }],
  });
  anchored.add(key);
}
