// A consumer of the topic `audit` in a process of its own, which a test may kill. Each record is written to the standard output
// once it is handled; every tenth fails at first.
import kafkajs from 'kafkajs';
import { kafkajsApplication } from '../../src/runtime/kafkajs/application.js';
import { skip } from '../../src/runtime/kafka/denial-policy.js';
import { POLICY } from './kafka-policy.js';
import { Shop, type Cluster } from './kafka-shop.js';

const [broker = '', ca = '', groupId = ''] = process.argv.slice(2);
const application = kafkajsApplication<Cluster<object>>(POLICY, 'cluster', Shop.options(broker, ca));
const client = new kafkajs.Kafka({ ...(await application.config()), logLevel: kafkajs.logLevel.NOTHING });
const guard = application.guard({
  authenticators: {
    producerProof: () => Promise.reject(new Error('nobody is asked')),
    token: () => Promise.reject(new Error('nor here')),
  },
  onDenied: skip(),
  retry: { delay: 10 },
  onError: () => undefined,
});
const consumer = client.consumer({
  groupId,
  maxWaitTimeInMs: 50,
  sessionTimeout: 1500,
  heartbeatInterval: 200,
  rebalanceTimeout: 3000,
});
await consumer.connect();
await consumer.subscribe({ topics: guard.topics('onAudit'), fromBeginning: true });
const failed = new Set<string>();
await guard.run(consumer, {
  onAudit: async ({ partition, offset }) => {
    const name = `${String(partition)} ${offset}`;
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (offset.endsWith('7') && !failed.has(name)) {
      failed.add(name);
      throw new Error('not at first');
    }
    process.stdout.write(`${name}\n`);
  },
});
