import type { Kafka, KafkaConfig } from 'kafkajs';
import type { Source } from '../credentials.js';

/** Where a cluster is, and as whom the app logs in to it. */
export interface KafkaOptions<Credentials> {
  readonly credentials: Credentials;
  /** Instead of the document's, as `host:port`; their hosts must be the document's, or those that the configuration adds. */
  readonly brokers?: readonly string[];
  /** PEM of the authorities whose brokers are trusted, instead of Node's own list. */
  readonly ca?: Source<string>;
}

/** A cluster, as an app connects to it. */
export interface KafkaConnection {
  /** What `new Kafka()` takes: brokers, TLS and a login that reads its secrets anew at each authentication. */
  config(): Promise<
    Pick<KafkaConfig, 'brokers' | 'ssl' | 'sasl' | 'socketFactory'>
  >;
  /** Asks the cluster who it is: a client of kafkajs counts as connected before anybody has let it in. Rejects with KafkaUnreachableError. */
  reach(client: Kafka, options?: { readonly deadline?: number }): Promise<void>;
}
