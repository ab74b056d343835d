import type { EachBatchHandler, EachBatchPayload } from 'kafkajs';
import type { ConsumerStoppedError } from '../kafka/consumer-stopped-error.js';
import type { NextStep } from '../kafka/handle-record.js';
import type { KafkaRecord } from '../record.js';
import { Heartbeats } from './heartbeats.js';
import { recordOf } from './record-of.js';

/**
 * Handles the records of a batch one by one, and resolves each after it is through. A record that is not through pauses its
 * partition; kafkajs fetches it again afterwards, because nothing behind it was resolved.
 */
export function batchHandler(
  handle: (record: KafkaRecord) => Promise<NextStep>,
  stop: (error: ConsumerStoppedError) => void,
): EachBatchHandler {
  return async (payload) => {
    const { batch } = payload;
    const heartbeats = new Heartbeats(() => payload.heartbeat());
    try {
      for (const message of batch.messages) {
        // Stale: the app sought another offset, and this batch is of the past.
        if (!payload.isRunning() || payload.isStale()) return;
        const step = await handle(
          recordOf(batch.topic, batch.partition, message),
        );
        if (step.do === 'stop') {
          stop(step.error);
          return;
        }
        if (step.do === 'wait') {
          holdBack(payload, step.delay);
          heartbeats.check();
          return;
        }
        if (!resolve(payload, message.offset)) return;
        heartbeats.check();
        await payload.heartbeat();
        await payload.commitOffsetsIfNecessary();
      }
    } finally {
      heartbeats.stop();
    }
  };
}

/** The function that `pause` gives does nothing once the consumer has stopped, so the timer needs no end. */
function holdBack(payload: EachBatchPayload, delay: number): void {
  setTimeout(payload.pause(), delay).unref();
}

/** False where another consumer has the topic by now. kafkajs then throws a TypeError, after which it would stop for good. */
function resolve(payload: EachBatchPayload, offset: string): boolean {
  try {
    payload.resolveOffset(offset);
    return true;
  } catch {
    return false;
  }
}
