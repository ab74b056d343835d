import type { Kafka } from 'kafkajs';
import { KafkaConnectionError } from '../kafka/connection-error.js';
import type { Faults } from './faults.js';
import { hintOf, type Presented } from './reach-hints.js';
import { KafkaUnreachableError } from './unreachable-error.js';

const DEADLINE_MS = 10_000;

/** Asks for the cluster's brokers by a client of its own, and rejects with KafkaUnreachableError unless one is named in time. */
export async function reach(
  client: Kafka,
  server: string,
  presented: Presented,
  faults: Faults,
  deadline = DEADLINE_MS,
): Promise<void> {
  const admin = client.admin();
  let timer: NodeJS.Timeout | undefined;
  faults.take();
  const asked = admin
    .connect()
    .then(() => admin.describeCluster())
    .then(({ brokers }) => brokers.length);
  try {
    const outcome = await Promise.race([
      asked,
      new Promise<null>((resolve) => {
        timer = setTimeout(resolve, deadline, null);
      }),
    ]);
    if (outcome !== null && outcome > 0) return;
    const cause = faults.take();
    throw new KafkaUnreachableError(
      server,
      outcome === 0
        ? 'it names no broker'
        : cause === undefined
          ? `no answer within ${String(deadline)} ms`
          : hintOf(cause, presented),
      { cause },
    );
  } catch (error) {
    if (error instanceof KafkaUnreachableError) throw error;
    // Where a login failed, kafkajs tells what came of that.
    const noted = faults.take();
    const cause = noted instanceof KafkaConnectionError ? noted : error;
    throw new KafkaUnreachableError(server, hintOf(cause, presented), {
      cause,
    });
  } finally {
    clearTimeout(timer);
    asked.catch(() => undefined);
    // While it still tries to connect, there is nothing to wait for.
    admin.disconnect().catch(() => undefined);
  }
}
