import { Kafka } from 'kafkajs';
import type { Accounts } from './accounts.js';
import {
  ConsumerStoppedError,
  deadLetter,
  kafka,
  proofSigner,
  proofVerifier,
  type DecisionEvent,
  type KafkaOptions,
  type ProductionCredentials,
  type Source,
} from './guards/index.js';
import { orderHandlers } from './handlers.js';

export interface BillingOptions extends KafkaOptions<ProductionCredentials> {
  readonly accounts: Accounts;
  /** URL at which the keys of all producers are published. */
  readonly keys: string;
  /** The private key with which billing signs its invoices. */
  readonly signingKey: Source<string>;
  readonly log: (event: DecisionEvent) => void;
  /** Told what went wrong, and whether the consumer has ended of it: then the process should end too, and be started anew. */
  readonly failed: (error: unknown, isOver: boolean) => void;
}

/** Takes orders and issues their invoices. Resolves once it runs, with a function that ends it. */
export const startBilling = async (options: BillingOptions): Promise<() => Promise<void>> => {
  const { accounts, keys, signingKey, log, failed, ...cluster } = options;
  const production = kafka.production(cluster);
  const client = new Kafka({ clientId: 'billing', ...(await production.config()) });
  await production.reach(client);
  const producer = production.producer(client.producer(), {
    producerProof: proofSigner({ issuer: 'acme', subject: 'billing', key: signingKey }),
  });
  const guard = production.guard({
    authenticators: {
      producerProof: proofVerifier({
        issuer: 'acme',
        jwksUri: keys,
        maxAge: '1d',
        grants: ({ account }) => accounts.grantsOf(account),
      }),
    },
    onDenied: deadLetter(producer, 'billing.denied'),
    onDecision: log,
    onError: (error) => {
      failed(error, error instanceof ConsumerStoppedError);
    },
  });
  const consumer = client.consumer({ groupId: 'billing' });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: guard.topics('placeOrder', 'cancelOrder'), fromBeginning: true });
  await guard.run(consumer, orderHandlers(producer));
  return async () => {
    await consumer.disconnect();
    await producer.disconnect();
  };
};
