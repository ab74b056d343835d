import { Kafka, type Message, type Producer, type RecordMetadata } from 'kafkajs';
import { kafkaPeer, proofSigner, proofVerifier, skip, type ProductionPeerProducer } from '../guards/index.js';
import type { Invoice } from '../models.js';
import type { Cluster, User } from './cluster.js';
import { Inbox } from './inbox.js';

/** An invoice with whom its proof names. */
export interface ReadInvoice extends Invoice {
  readonly signedBy: string;
}

/** Those around billing: what they send, and what they are sent. */
export interface Peers {
  /** A producer of the document's operations, logged in as one user, that signs as one producer with some key. */
  signing(user: User, producer: string, key: string): Promise<ProductionPeerProducer>;
  /** Sends a record as it is, past every guard. */
  raw(user: User, topic: string, message: Message): Promise<readonly RecordMetadata[]>;
  /** Subscribes to a topic, past every guard. */
  subscribe(user: User, topic: string): Promise<void>;
  /** What arrives at a reader of invoices that takes those alone which billing has signed. */
  invoices(user: User, keys: string): Promise<Inbox<ReadInvoice>>;
  stop(): Promise<void>;
}

export const peersOf = (cluster: Cluster): Peers => {
  const ends: (() => Promise<void>)[] = [];
  const connected = async <P extends Pick<Producer, 'connect' | 'disconnect'>>(client: P): Promise<P> => {
    await client.connect();
    ends.push(() => client.disconnect());
    return client;
  };
  const peerOf = (user: User) => kafkaPeer.production(cluster.as(user));
  const clientOf = async (user: User): Promise<Kafka> =>
    new Kafka({ clientId: user, ...(await peerOf(user).config()), retry: { retries: 1 } });
  return {
    async signing(user, subject, key) {
      const producerProof = proofSigner({ issuer: 'acme', subject, key });
      return connected(peerOf(user).producer((await clientOf(user)).producer(), { producerProof }));
    },
    async raw(user, topic, message) {
      const producer = await connected((await clientOf(user)).producer());
      return producer.send({ topic, messages: [message] });
    },
    async subscribe(user, topic) {
      const consumer = await connected((await clientOf(user)).consumer({ groupId: user }));
      await consumer.subscribe({ topics: [topic] });
    },
    async invoices(user, keys) {
      const inbox = new Inbox<ReadInvoice>();
      const guard = peerOf(user).guard({
        authenticators: {
          producerProof: proofVerifier({
            issuer: 'acme',
            jwksUri: keys,
            maxAge: '1h',
            grants: ({ subject }) => (subject === 'billing' ? [] : null),
          }),
        },
        onDenied: skip(),
      });
      const consumer = await connected((await clientOf(user)).consumer({ groupId: user, maxWaitTimeInMs: 100 }));
      await consumer.subscribe({ topics: guard.topics('issueInvoice'), fromBeginning: true });
      await guard.run(consumer, {
        issueInvoice({ message, principal }) {
          inbox.add({ ...message, signedBy: principal.subject });
        },
      });
      return inbox;
    },
    async stop() {
      await Promise.allSettled(ends.map((end) => end()));
    },
  };
};
