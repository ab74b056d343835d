import { isLoopback } from '../loopback.js';
import type { ServerPolicy } from '../policy.js';
import { KafkaConnectionError } from './connection-error.js';

/**
 * Where the cluster is first asked: the document's brokers, or the app's own if they may be given this server's secrets. The
 * cluster then names its other brokers itself; over TLS each must prove by its certificate that it is the host named.
 */
export function brokersOf(
  id: string,
  server: ServerPolicy,
  given: readonly string[] | undefined,
): string[] {
  const brokers = given ?? server.kafka?.brokers ?? [];
  if (brokers.length === 0)
    throw refused(id, 'no broker is named; give the option brokers');
  const allowed = new Set(server.hosts.map(hostname));
  for (const broker of brokers) {
    if (broker.includes('{'))
      throw refused(id, `${broker} has variables; give the option brokers`);
    if (broker.includes('['))
      throw refused(
        id,
        `${broker} is an IPv6 address, which kafkajs cannot read; give a host name, such as localhost`,
      );
    if (!/^[^:[\]/@\s]+:[1-9]\d{0,4}$/.test(broker))
      throw refused(id, `${broker} is not of the form host:port`);
    const host = hostname(broker);
    if (given !== undefined && !allowed.has(host) && !isLoopback(host))
      throw refused(
        id,
        `${broker} is no host of this server; add it to servers.${id}.hosts in the config`,
      );
  }
  return [...brokers];
}

function hostname(broker: string): string {
  return broker.replace(/:\d+$/, '').toLowerCase();
}

function refused(id: string, why: string): KafkaConnectionError {
  return new KafkaConnectionError(
    'broker-refused',
    `The brokers of server "${id}" are refused: ${why}.`,
  );
}
