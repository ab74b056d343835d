import type { Config } from '../config/config.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Level, Scheme, SecurityModel, Server } from '../model/security-model.js';
import { own } from './own.js';
import { isLoopback } from './server-connection.js';
import { isPlaintext, transportOf } from './transport.js';

/** What the document leaves open or unsafe about its transports, whatever is emitted (M19, M22). */
export const transportWarnings = (model: SecurityModel, config: Pick<Config, 'schemes'>): readonly Diagnostic[] =>
  model.servers.flatMap((server) => {
    const levels = [
      server.security,
      ...model.operations.filter((operation) => operation.servers.includes(server.id)).map(({ security }) => security),
    ];
    return [...plaintext(server, levels), ...openMechanisms(server, levels, model, config)];
  });

const plaintext = (server: Server, levels: readonly Level[]): readonly Diagnostic[] => {
  if (!isPlaintext(server) || isLoopback(server) || !levels.some((level) => level.state === 'list')) return [];
  const secure = transportOf(server) === 'websocket' ? 'wss' : 'kafka-secure';
  return [
    report('plaintext-transport', server.at, {
      message: `The server ${server.id} names the protocol ${server.protocol}, which has no TLS: whoever follows the document sends credentials in clear.`,
      fix: `Write \`protocol: ${secure}\`. Clients that this tool emits dial with TLS all the same.`,
    }),
  ];
};

const openMechanisms = (
  server: Server,
  levels: readonly Level[],
  model: SecurityModel,
  config: Pick<Config, 'schemes'>,
): readonly Diagnostic[] => {
  if (transportOf(server) !== 'kafka') return [];
  const used = new Set(levels.flatMap((level) => level.anyOf.flatMap(({ allOf }) => allOf.map((use) => use.scheme))));
  return model.schemes
    .filter((scheme) => scheme.type === 'userPassword' && used.has(scheme.id))
    .filter((scheme) => own(config.schemes, scheme.id)?.mechanism === undefined && !statesMechanism(scheme))
    .map((scheme) =>
      report('mechanism-missing', scheme.at, {
        message: `The scheme ${scheme.id} is userPassword on the Kafka server ${server.id}: that can mean PLAIN or SCRAM.`,
        fix: `Use \`type: plain\`, \`scramSha256\` or \`scramSha512\`, or set \`schemes: { ${JSON.stringify(scheme.id)}: { mechanism: plain } }\` in the configuration.`,
      }),
    );
};

/** Extensions in use for it: `x-sasl-mechanism`, and the `x-configs` of Confluent's command line. */
const statesMechanism = ({ fields }: Scheme): boolean => {
  const configs = fields['x-configs'];
  return (
    typeof fields['x-sasl-mechanism'] === 'string' ||
    (typeof configs === 'object' && configs !== null && 'sasl.mechanisms' in configs)
  );
};
