import type { Producer } from 'kafkajs';
import type { KafkaSide } from '../kafka/sides.js';
import type { Policy } from '../policy.js';
import { kafkajsConnection } from './connection.js';
import { kafkajsGuard } from './guard.js';
import { kafkajsProducer } from './producer.js';
import type { KafkaOptions } from './connection-types.js';
import type { KafkaGuardOptions } from './types.js';

/** A cluster for the application that the document describes: it receives what that receives, and sends what that sends. */
export function kafkajsApplication<Server extends object>(
  policy: Policy,
  server: string,
  options: KafkaOptions<object>,
): Readonly<Server> {
  return kafkajsServer(policy, server, 'application', options) as Server;
}

/** A cluster for whoever talks to that application: it sends what that receives, and receives what that sends. */
export function kafkajsPeer<Server extends object>(
  policy: Policy,
  server: string,
  options: KafkaOptions<object>,
): Readonly<Server> {
  return kafkajsServer(policy, server, 'peer', options) as Server;
}

function kafkajsServer(
  policy: Policy,
  server: string,
  side: KafkaSide,
  options: KafkaOptions<object>,
): object {
  return Object.freeze({
    ...kafkajsConnection(policy, server, options),
    producer: (client: Producer, signers: object) =>
      kafkajsProducer(policy, server, side, client, signers),
    guard: (given: KafkaGuardOptions<object>) =>
      kafkajsGuard(policy, server, side, given),
  });
}
