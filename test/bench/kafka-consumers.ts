import kafkajs, { type KafkaConfig, type Message } from 'kafkajs';
import type * as Signing from '../../src/runtime/proof/signer.js';
import { built } from './built.js';
import { ratioFigure, type Figure } from './figure.js';
import type { ConsumerTask } from './kafka-consumer.js';
import { inTurn, recordRate, startPeer } from './kafka-peers.js';
import { ISSUER, order, SUBJECT, topicFor, type ProducerKeys, type ProofAlgorithm } from './kafka-workload.js';

const { proofSigner } = (await import(built('runtime/proof/signer.js'))) as typeof Signing;

const RECORDS = 20_000;
/** Of those whose proof costs more than all else. */
const FEW_RECORDS = 4000;
const AT_ONCE = 500;

/** What a guard adds to a consumer that reads the same orders, without proofs and without us. */
export async function consumerFigures(cluster: KafkaConfig, keys: ProducerKeys): Promise<readonly Figure[]> {
  const consume = async (
    algorithm: ProofAlgorithm | null,
    records: number,
    isGuarded: boolean,
  ): ReturnType<typeof startPeer> => {
    const verifying = algorithm === null ? null : keys[algorithm].verifying;
    const topic = topicFor(algorithm);
    if (isGuarded) await fill(cluster, topic, records, algorithm === null ? null : keys[algorithm].signing);
    const task: ConsumerTask = { cluster, topic, records, guarded: isGuarded ? { verifying } : null };
    return startPeer('kafka-consumer.ts', task);
  };
  const decided = await consume(null, RECORDS, true);
  const bare = await consume(null, RECORDS, false);
  const hs256 = await consume('HS256', RECORDS, true);
  const es256 = await consume('ES256', FEW_RECORDS, true);
  const eddsa = await consume('EdDSA', FEW_RECORDS, true);
  const rounds = await inTurn({ bare, decided, hs256, es256, eddsa });
  const figure = (what: string, most: number | null, peer: 'decided' | 'hs256' | 'es256' | 'eddsa'): Figure =>
    ratioFigure(
      `Kafka consumer, ${what}, to a bare eachBatch`,
      most,
      rounds.map((round) => ({ ours: round[peer].processor, peer: round.bare.processor })),
      `us of processor; ${recordRate(rounds.map((round) => round[peer]))}`,
    );
  return [
    figure('decisions alone', 1.3, 'decided'),
    figure('HS256 proofs', 1.8, 'hs256'),
    figure('ES256 proofs', null, 'es256'),
    figure('EdDSA proofs', null, 'eddsa'),
  ];
}

/** Writes the orders of a topic, in one partition. */
async function fill(cluster: KafkaConfig, topic: string, records: number, signing: string | null): Promise<void> {
  const kafka = new kafkajs.Kafka(cluster);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
  const signer = signing === null ? null : proofSigner({ issuer: ISSUER, subject: SUBJECT, key: signing });
  const messageOf = async (number: number): Promise<Message> => {
    const key = Buffer.from(String(number));
    const value = Buffer.from(JSON.stringify(order(number)));
    const context = Buffer.from('sales');
    const headers = [{ name: 'context', value: context }];
    const proof = await signer?.sign({ topic, key, value, headers, signedHeaders: ['context'] });
    return { key, value, headers: { context, ...(proof === undefined ? {} : { 'asyncapi-proof': proof }) } };
  };
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let first = 0; first < records; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    await producer.send({ topic, acks: -1, messages: await Promise.all(numbers.map(messageOf)) });
  }
  await producer.disconnect();
}
