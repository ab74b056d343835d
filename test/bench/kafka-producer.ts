import kafkajs, { type KafkaConfig, type RecordMetadata } from 'kafkajs';
import type * as Producing from '../../src/runtime/kafkajs/producer.js';
import type { Send } from '../../src/runtime/kafkajs/types.js';
import type * as Signing from '../../src/runtime/proof/signer.js';
import { built } from './built.js';
import { givenTask, serveRounds } from './kafka-peers.js';
import { ISSUER, order, POLICY, SUBJECT } from './kafka-workload.js';

/** One producer, which sends so many records in each round. */
export interface ProducerTask {
  readonly cluster: KafkaConfig;
  readonly topic: string;
  readonly records: number;
  /** A private JWK; null: bare. */
  readonly signing: string | null;
}

/** Records under way at a time. */
const LANES = 32;

const { cluster, topic, records, signing } = givenTask() as ProducerTask;
const client = new kafkajs.Kafka(cluster).producer({
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
});
await client.connect();
const send = signing === null ? bare : await ours(signing);

serveRounds(records, async () => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < records) {
      next += 1;
      await send(next);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
});

function bare(number: number): Promise<readonly RecordMetadata[]> {
  const value = JSON.stringify(order(number));
  return client.send({ topic, acks: -1, messages: [{ key: String(number), value, headers: { context: 'sales' } }] });
}

async function ours(key: string): Promise<(number: number) => Promise<readonly RecordMetadata[]>> {
  const { kafkajsProducer } = (await import(built('runtime/kafkajs/producer.js'))) as typeof Producing;
  const { proofSigner } = (await import(built('runtime/proof/signer.js'))) as typeof Signing;
  const producer = kafkajsProducer(POLICY, 'cluster', 'peer', client, {
    proof: proofSigner({ issuer: ISSUER, subject: SUBJECT, key }),
  }) as unknown as { readonly onProved: Send<unknown, { readonly algorithm: string }> };
  const algorithm = topic.slice('proved.'.length);
  return (number) =>
    producer.onProved({ key: String(number), message: order(number), parameters: { algorithm }, context: 'sales' });
}
