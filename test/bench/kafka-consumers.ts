import kafkajs, { type KafkaConfig, type Message } from 'kafkajs';
import type * as Signing from '../../src/runtime/proof/signer.js';
import { built } from './built.js';
import { ratioFigure, type Figure } from './figure.js';
import type { ConsumerTask } from './kafka-consumer.js';
import { inTurn, recordRate, startPeer, type KafkaPeer } from './kafka-peers.js';
import { ISSUER, order, SUBJECT, topicFor, type ProducerKeys, type ProofAlgorithm } from './kafka-workload.js';

const { proofSigner } = (await import(built('runtime/proof/signer.js'))) as typeof Signing;

const RECORDS = 20_000;
/** Of those whose proof costs more than all else. */
const FEW_RECORDS = 3000;
const AT_ONCE = 500;

/** What a guard adds to a consumer, against one without us that reads the same topic. */
export async function consumerFigures(
  inTheClear: KafkaConfig,
  overTls: KafkaConfig,
  keys: ProducerKeys,
): Promise<readonly Figure[]> {
  const consume = (
    algorithm: ProofAlgorithm | null,
    isGuarded: boolean,
    { cluster = inTheClear, records = RECORDS } = {},
  ): Promise<KafkaPeer> => {
    const guarded = isGuarded ? { verifying: algorithm === null ? null : keys[algorithm].verifying } : null;
    const task: ConsumerTask = { cluster, topic: topicFor(algorithm), records, guarded };
    return startPeer('kafka-consumer.ts', task);
  };
  await fill(inTheClear, topicFor(null), RECORDS, null);
  await fill(inTheClear, topicFor('HS256'), RECORDS, keys.HS256.signing);
  for (const algorithm of ['ES256', 'EdDSA'] as const)
    await fill(inTheClear, topicFor(algorithm), FEW_RECORDS, keys[algorithm].signing);
  const rounds = await inTurn({
    bare: await consume(null, false),
    decided: await consume(null, true),
    bareOfProved: await consume('HS256', false),
    hs256: await consume('HS256', true),
    es256: await consume('ES256', true, { records: FEW_RECORDS }),
    eddsa: await consume('EdDSA', true, { records: FEW_RECORDS }),
    bareOverTls: await consume('HS256', false, { cluster: overTls }),
    hs256OverTls: await consume('HS256', true, { cluster: overTls }),
  });
  const figure = (what: string, most: number | null, ours: keyof (typeof rounds)[0], peer: typeof ours): Figure =>
    ratioFigure(
      `Kafka consumer, ${what}, to a bare eachBatch`,
      most,
      rounds.map((round) => ({ ours: round[ours].processor, peer: round[peer].processor })),
      `us of processor; ${recordRate(rounds.map((round) => round[ours]))}`,
    );
  return [
    figure('decisions alone', 1.3, 'decided', 'bare'),
    figure('HS256 proofs', 1.8, 'hs256', 'bareOfProved'),
    figure('HS256 proofs over TLS', null, 'hs256OverTls', 'bareOverTls'),
    figure('ES256 proofs', null, 'es256', 'bareOfProved'),
    figure('EdDSA proofs', null, 'eddsa', 'bareOfProved'),
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
