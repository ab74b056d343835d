import { brokersOf } from '../kafka/brokers.js';
import { chooseLogin } from '../kafka/login.js';
import { kafkaServer } from '../kafka/sides.js';
import { STRICT_TLS } from '../kafka/tls-options.js';
import type { Policy } from '../policy.js';
import { Faults } from './faults.js';
import { reach } from './reach.js';
import { mechanismOf } from './sasl.js';
import { socketFactory } from './sockets.js';
import type { KafkaConnection, KafkaOptions } from './connection-types.js';

/**
 * How an app connects to one Kafka server. Throws KafkaConnectionError where the credentials are no login of the server or a
 * broker may not be given its secrets, and TypeError for options that the policy does not know.
 */
export function kafkajsConnection(
  policy: Policy,
  server: string,
  { credentials, brokers: given, ca }: KafkaOptions<object>,
): KafkaConnection {
  const serverPolicy = kafkaServer(policy, server);
  const { tls } = serverPolicy;
  const brokers = brokersOf(server, serverPolicy, given);
  const { sasl, certificate } = chooseLogin(
    policy,
    server,
    serverPolicy,
    credentials,
  );
  if (certificate !== null && !tls)
    throw new TypeError(
      `credentials.${certificate.slot}: a client certificate travels by TLS, which is off for "${server}".`,
    );
  const faults = new Faults();
  const presented = {
    tls,
    mechanism: sasl?.mechanism ?? null,
    certificate: certificate !== null,
  };
  return {
    config: () =>
      Promise.resolve({
        brokers,
        ssl: tls ? STRICT_TLS : false,
        ...(sasl === null ? {} : { sasl: mechanismOf(sasl, faults) }),
        socketFactory: socketFactory({ tls, ca, certificate }, faults),
      }),
    reach: (client, options) =>
      reach(client, server, presented, faults, options?.deadline),
  };
}
