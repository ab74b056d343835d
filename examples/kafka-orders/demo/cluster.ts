import { randomBytes } from 'node:crypto';
import kafkajs, { type KafkaMessage } from 'kafkajs';
import { allow, asAdmin } from '../../../test/kafka-broker/admin.js';
import { startBroker } from '../../../test/kafka-broker/broker.js';
import type { KafkaOptions, ProductionCredentials } from '../guards/index.js';
import { Inbox } from './inbox.js';

const USERS = ['billing', 'shop', 'mallory'] as const;

/** A user of the cluster. */
export type User = (typeof USERS)[number];

/** A running broker with the example's topics. */
export interface Cluster {
  /** As this user, over TLS. */
  as(user: User, password?: string): KafkaOptions<ProductionCredentials>;
  /** Each record of a topic, from its beginning, as the super user sees it. */
  read(topic: string): Promise<Inbox<KafkaMessage>>;
  stop(): Promise<void>;
}

/** Starts a broker with the topics of the example and the rights of its users. */
export const startCluster = async (): Promise<Cluster> => {
  const passwords = Object.fromEntries(USERS.map((user) => [user, randomBytes(16).toString('hex')]));
  const broker = await startBroker({ users: passwords });
  await asAdmin(broker, async (admin) => {
    // The broker's own time in each record: a producer cannot choose how old its proof is.
    const configEntries = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }];
    const topics = ['orders.eu', 'orders.us', 'invoices', 'billing.denied'];
    await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: 1, configEntries })) });
    await admin.createAcls({
      acl: [
        allow('billing', 'READ', 'TOPIC', 'orders.*'),
        allow('billing', 'READ', 'GROUP', 'billing'),
        allow('billing', 'WRITE', 'TOPIC', 'invoices'),
        allow('billing', 'WRITE', 'TOPIC', 'billing.denied'),
        allow('shop', 'WRITE', 'TOPIC', 'orders.*'),
        allow('shop', 'READ', 'TOPIC', 'invoices'),
        allow('shop', 'READ', 'GROUP', 'shop'),
        allow('mallory', 'WRITE', 'TOPIC', 'orders.*'),
      ],
    });
  });
  const readers: kafkajs.Consumer[] = [];
  return {
    as: (user, password = passwords[user] ?? '') => ({
      credentials: { saslScram: { username: user, password } },
      brokers: [broker.address('saslSsl')],
      ca: broker.certificates.ca,
    }),
    async read(topic) {
      const inbox = new Inbox<KafkaMessage>();
      const reader = new kafkajs.Kafka(broker.adminConfig).consumer({ groupId: `demo-${topic}`, maxWaitTimeInMs: 100 });
      readers.push(reader);
      await reader.connect();
      await reader.subscribe({ topics: [topic], fromBeginning: true });
      await reader.run({
        eachMessage: ({ message }) => {
          inbox.add(message);
          return Promise.resolve();
        },
      });
      return inbox;
    },
    async stop() {
      await Promise.allSettled(readers.map((reader) => reader.disconnect()));
      await broker.stop();
    },
  };
};
