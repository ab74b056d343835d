import type { KafkaConfig } from 'kafkajs';
import { ratioFigure, type Figure } from './figure.js';
import { inTurn, recordRate, startPeer, type KafkaPeer } from './kafka-peers.js';
import type { ProducerTask } from './kafka-producer.js';
import { topicFor, type ProducerKeys, type ProofAlgorithm } from './kafka-workload.js';

const RECORDS = 2000;

/** What a proof adds to sending an order, each in a request of its own. */
export async function producerFigures(cluster: KafkaConfig, keys: ProducerKeys): Promise<readonly Figure[]> {
  const produce = (algorithm: ProofAlgorithm | null): Promise<KafkaPeer> => {
    const signing = algorithm === null ? null : keys[algorithm].signing;
    const task: ProducerTask = { cluster, topic: topicFor(algorithm), records: RECORDS, signing };
    return startPeer('kafka-producer.ts', task);
  };
  const peers = { bare: await produce(null), hs256: await produce('HS256'), es256: await produce('ES256') };
  const rounds = await inTurn(peers);
  return (['hs256', 'es256'] as const).map((peer) =>
    ratioFigure(
      `Kafka producer, ${peer.toUpperCase()} proofs, to a bare send`,
      null,
      rounds.map((round) => ({ ours: round[peer].processor, peer: round.bare.processor })),
      `us of processor; ${recordRate(rounds.map((round) => round[peer]))}`,
    ),
  );
}
