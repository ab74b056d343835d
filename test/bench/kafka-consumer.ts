import { randomUUID } from 'node:crypto';
import kafkajs, { type Consumer, type KafkaConfig } from 'kafkajs';
import type * as Guarding from '../../src/runtime/kafkajs/guard.js';
import type * as Verifying from '../../src/runtime/proof/verifier.js';
import { built } from './built.js';
import { givenTask, serveRounds } from './kafka-peers.js';
import { ISSUER, POLICY, type ProducerKey } from './kafka-workload.js';

/** One consumer of one topic, all of whose records it takes in each round. */
export interface ConsumerTask {
  readonly cluster: KafkaConfig;
  readonly topic: string;
  readonly records: number;
  /** Bare: null. */
  readonly guarded: { readonly verifying: ProducerKey['verifying'] | null } | null;
}

const { cluster, topic, records, guarded } = givenTask() as ConsumerTask;
let left = 0;
let through: () => void = () => undefined;

const consumer = new kafkajs.Kafka(cluster).consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
await consumer.connect();
await consumer.subscribe({ topic });
if (guarded === null) await runBare(consumer);
else await runGuarded(consumer, guarded.verifying);

serveRounds(records, () => {
  left = records;
  const all = new Promise<void>((resolve) => {
    through = resolve;
  });
  consumer.seek({ topic, partition: 0, offset: '0' });
  return all;
});

function handle(message: unknown): undefined {
  if (typeof message !== 'object') throw new TypeError('no order');
  left -= 1;
  if (left === 0) through();
}

/** What a careful app writes. */
async function runBare(bare: Consumer): Promise<void> {
  await bare.run({
    eachBatchAutoResolve: false,
    autoCommitInterval: 5000,
    eachBatch: async (payload) => {
      for (const { value, offset } of payload.batch.messages) {
        if (!payload.isRunning() || payload.isStale()) return;
        handle(value === null ? null : JSON.parse(value.toString()));
        payload.resolveOffset(offset);
        await payload.heartbeat();
      }
    },
  });
}

async function runGuarded(ours: Consumer, verifying: ProducerKey['verifying'] | null): Promise<void> {
  const { kafkajsGuard } = (await import(built('runtime/kafkajs/guard.js'))) as typeof Guarding;
  const { proofVerifier } = (await import(built('runtime/proof/verifier.js'))) as typeof Verifying;
  const guard = kafkajsGuard(POLICY, 'cluster', 'application', {
    authenticators: {
      proof:
        verifying === null
          ? () => Promise.reject(new Error('nobody is asked'))
          : proofVerifier({
              issuer: ISSUER,
              maxAge: '1d',
              ...verifying,
              // So that no proof of a round is known from the one before: a redelivery costs less.
              remembered: records / 2,
              grants: () => ['ORDER@sales'],
            }),
    },
    onDenied: { kind: 'stop' },
    onError: (error) => {
      throw error;
    },
  });
  await guard.run(ours, {
    [verifying === null ? 'onPlain' : 'onProved']: ({ message }: { readonly message: unknown }) => {
      handle(message);
    },
  });
}
