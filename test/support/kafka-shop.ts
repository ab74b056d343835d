import { randomBytes, randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import kafkajs, { type Consumer, type ConsumerConfig, type Kafka, type Message, type Producer } from 'kafkajs';
import type { DecisionEvent } from '../../src/runtime/guard-types.js';
import type { Identity, ProofEvidence, Refusal, AuthenticationCall } from '../../src/runtime/identity.js';
import type { AuthorizedRecord } from '../../src/runtime/kafka/authorized-record.js';
import { kafkajsApplication, kafkajsPeer } from '../../src/runtime/kafkajs/application.js';
import type { KafkaConnection, KafkaOptions } from '../../src/runtime/kafkajs/connection-types.js';
import type { KafkaGuard, KafkaGuardOptions, KafkaProducer, Send } from '../../src/runtime/kafkajs/types.js';
import type { Policy } from '../../src/runtime/policy.js';
import { proofSigner, type ProofSigner } from '../../src/runtime/proof/signer.js';
import { proofVerifier } from '../../src/runtime/proof/verifier.js';
import { allow, asAdmin } from '../kafka-broker/admin.js';
import type { Broker } from '../kafka-broker/broker.js';
import { watch } from './canary.js';
import { POLICY } from './kafka-policy.js';

export type Handler = (record: AuthorizedRecord) => unknown;

interface ApplicationSends {
  readonly issueInvoice: Send<unknown, { readonly customer: string }>;
  readonly then_: Send<unknown, { readonly customer: string }>;
}

interface PeerSends {
  readonly onOrder: Send<unknown>;
  readonly onEvent: Send<unknown, { readonly region: string }>;
  readonly onPaid: Send<unknown>;
  readonly onRefund: Send<unknown>;
  readonly onAudit: Send<unknown>;
  readonly onFeed: Send<unknown>;
}

/** A server of the emitted `kafka`, as far as types go that a document gives. */
export interface Cluster<Sends> extends KafkaConnection {
  producer(client: Producer, signers: object): KafkaProducer & Sends;
  guard(options: KafkaGuardOptions<object>): KafkaGuard<string, Readonly<Record<string, Handler | undefined>>>;
}

export type Verify = (evidence: ProofEvidence, call: AuthenticationCall) => Promise<Identity | Refusal>;

/** Roles by producer. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  shop: ['ORDER@*', 'REFUND@sales'],
  'shop-europe': ['ORDER@europe'],
  nobody: [],
};
/** Each signs with a secret of its own. */
const KEYS = new Map(
  Object.keys(GRANTS).map((subject) => {
    const k = watch(`key of ${subject}`, randomBytes(32).toString('base64url'));
    return [subject, JSON.stringify({ kty: 'oct', kid: subject, alg: 'HS256', k })];
  }),
);

/** Signs as one of the producers that `verify` knows. */
export function signerOf(subject: string): ProofSigner {
  return proofSigner({ issuer: 'acme', subject, key: KEYS.get(subject) ?? '' });
}

/** Takes the proofs of `signerOf`. */
export function verifier(): Verify {
  return proofVerifier({
    issuer: 'acme',
    maxAge: '1d',
    secrets: Object.fromEntries(KEYS),
    grants: ({ subject }: { readonly subject: string }) => Promise.resolve(GRANTS[subject] ?? null),
  });
}

/** What a token authenticator of the tests takes. */
export const TOKEN = watch('record-token', `token-${randomUUID()}`);

/** The application of the test policy as alice, who may read and write what the test names. */
export class Shop {
  readonly broker: Broker;
  readonly application: Cluster<ApplicationSends>;
  readonly peer: Cluster<PeerSends>;
  readonly #t: TestContext;

  /** As whom the application connects. */
  static options(address: string, ca: string): KafkaOptions<object> {
    return { credentials: { login: { username: 'alice', password: 'alice-secret' } }, brokers: [address], ca };
  }

  constructor(t: TestContext, broker: Broker, policy: Policy = POLICY) {
    this.broker = broker;
    this.#t = t;
    const options = Shop.options(broker.address('saslSsl'), broker.certificates.ca);
    this.application = kafkajsApplication<Cluster<ApplicationSends>>(policy, 'cluster', options);
    this.peer = kafkajsPeer<Cluster<PeerSends>>(policy, 'cluster', options);
  }

  /** Makes topics that alice may read and write, in groups of the test. */
  async topics(topics: Readonly<Record<string, number>>): Promise<void> {
    await asAdmin(this.broker, async (admin) => {
      await admin.createTopics({
        topics: Object.entries(topics).map(([topic, numPartitions]) => ({ topic, numPartitions })),
      });
      await admin.createAcls({
        acl: [
          allow('alice', 'READ', 'GROUP', 'app-*'),
          ...Object.keys(topics).flatMap((topic) => [
            allow('alice', 'READ', 'TOPIC', topic),
            allow('alice', 'WRITE', 'TOPIC', topic),
          ]),
        ],
      });
    });
  }

  async client(): Promise<Kafka> {
    return new kafkajs.Kafka({
      clientId: 'shop',
      ...(await this.application.config()),
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { initialRetryTime: 50, retries: 5 },
    });
  }

  /** A connected producer of those who send to the application, which signs as this subject. */
  async sender(subject = 'shop', more: object = {}): Promise<KafkaProducer & PeerSends> {
    return this.#connected(
      this.peer.producer((await this.client()).producer(quiet), { producerProof: signerOf(subject), ...more }),
    );
  }

  /** A connected producer of the application. */
  async producer(): Promise<KafkaProducer & ApplicationSends> {
    return this.#connected(
      this.application.producer((await this.client()).producer(quiet), { producerProof: signerOf('shop') }),
    );
  }

  async #connected<P extends KafkaProducer>(producer: P): Promise<P> {
    await producer.connect();
    this.#t.after(() => producer.disconnect());
    return producer;
  }

  /** Sends what no guard of ours made. */
  async raw(topic: string, ...messages: readonly Message[]): Promise<void> {
    const producer = (await this.client()).producer(quiet);
    await producer.connect();
    await producer.send({ topic, messages: [...messages] });
    await producer.disconnect();
  }

  /** A connected consumer that has subscribed to these topics from their beginning. */
  async consumer(
    topics: readonly (string | RegExp)[],
    { fromBeginning = true, ...more }: Partial<ConsumerConfig> & { readonly fromBeginning?: boolean } = {},
  ): Promise<Consumer> {
    const config = { groupId: `app-${randomUUID()}`, maxWaitTimeInMs: 50, ...FAST, ...more };
    const consumer = (await this.client()).consumer(config);
    await consumer.connect();
    this.#t.after(() => consumer.disconnect());
    await consumer.subscribe({ topics: [...topics], fromBeginning });
    return consumer;
  }

  /** All records of a topic from its beginning, once there are so many. */
  async read(topic: string, count: number): Promise<readonly kafkajs.KafkaMessage[]> {
    const consumer = await this.consumer([topic]);
    const seen = new Seen<kafkajs.KafkaMessage>();
    await consumer.run({
      eachMessage: ({ message }) => {
        seen.add(message);
        return Promise.resolve();
      },
    });
    await seen.count(count);
    await consumer.disconnect();
    return seen.all;
  }

  /** What the group has committed, by partition. */
  async committed(groupId: string, topic: string): Promise<readonly string[]> {
    const [offsets] = await asAdmin(this.broker, (admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
    return [...(offsets?.partitions ?? [])].sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
  }
}

/** Without the warning that the partitioner has changed. */
export const quiet = { createPartitioner: kafkajs.Partitioners.DefaultPartitioner };
const FAST = { sessionTimeout: 6000, heartbeatInterval: 500, rebalanceTimeout: 6000 };

/** Options of a guard whose records are skipped where denied, with what it told. */
export function told(more: Partial<KafkaGuardOptions<object>> & { readonly verify?: Verify } = {}): {
  readonly options: KafkaGuardOptions<object>;
  readonly events: Seen<DecisionEvent>;
  readonly errors: Seen<{ readonly error: unknown; readonly operation: string | null }>;
} {
  const events = new Seen<DecisionEvent>();
  const errors = new Seen<{ error: unknown; operation: string | null }>();
  const { verify = verifier(), ...others } = more;
  const options: KafkaGuardOptions<object> = {
    authenticators: {
      producerProof: verify,
      token: ({ token }: { readonly token: string }) =>
        Promise.resolve(token === TOKEN ? { subject: 'feeder' } : { refused: 'invalid-credential' }),
    },
    onDenied: { kind: 'skip' },
    onDecision: (event) => {
      events.add(event);
    },
    onError: (error, operation) => {
      errors.add({ error, operation });
    },
    retry: { attempts: 3, delay: 20, maxDelay: 60 },
    ...others,
  };
  return { options, events, errors };
}

const PATIENCE_MS = 40_000;

/** What came so far, and a wait for more of it. */
export class Seen<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(one: T): void {
    this.all.push(one);
    for (const look of this.#waiting) look();
  }

  count(least: number): Promise<readonly T[]> {
    return this.until((all) => all.length >= least, `${String(least)} of them`);
  }

  until(enough: (all: readonly T[]) => boolean, what: string): Promise<readonly T[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited in vain for ${what}; ${String(this.all.length)} came`));
      }, PATIENCE_MS);
      const look = (): void => {
        if (!enough(this.all)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(this.all);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
