import type { ServerConfig } from '../config/config.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Server } from '../model/security-model.js';
import { hostsOf } from './server-connection.js';

/** What Kafka listens on unless it is told otherwise. */
const USUAL_PORT = 9092;

/** Where the brokers of a server are, as `host:port`. */
export const plannedBrokers = (
  server: Server,
  settings: ServerConfig | undefined,
): { readonly value: readonly string[]; readonly diagnostics: readonly Diagnostic[] } => {
  const stated = settings?.brokers ?? hostsOf(server);
  if (stated.length === 0 && settings?.hosts === undefined) {
    return {
      value: [],
      diagnostics: [
        report('brokers-missing', server.at, {
          message: `Where are the brokers of the Kafka server ${server.id}? Its host ${server.host === '' ? 'is not stated' : `has variables (${server.host})`}.`,
          fix: `Add \`servers: { ${JSON.stringify(server.id)}: { brokers: ['broker.example:9093'] } }\` to the configuration; an app may then name others of these hosts.`,
        }),
      ],
    };
  }
  const bare = stated.filter((broker) => !hasPort(broker));
  return {
    value: stated.map((broker) => (hasPort(broker) ? broker : `${broker}:${String(USUAL_PORT)}`)),
    diagnostics: bare.map((broker) =>
      report('port-assumed', server.at, {
        message: `The Kafka server ${server.id} names the broker ${broker} without a port; its clients dial ${String(USUAL_PORT)}.`,
        fix: `Write the port in the document, such as ${broker}:9093, or in \`servers.${server.id}.brokers\`.`,
      }),
    ),
  };
};

const hasPort = (broker: string): boolean => /:\d+$/.test(broker) && !/^[^[]*:[^\]]*:/.test(broker);
