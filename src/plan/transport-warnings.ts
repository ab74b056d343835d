import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Level, SecurityModel, Server } from '../model/security-model.js';
import { isLoopback } from './server-connection.js';
import { isPlaintext, securedProtocol } from './transport.js';

/** What the document leaves open or unsafe about its transports, whatever is emitted (M22). */
export const transportWarnings = (model: SecurityModel): readonly Diagnostic[] =>
  model.servers.flatMap((server) => {
    const levels = [
      server.security,
      ...model.operations.filter((operation) => operation.servers.includes(server.id)).map(({ security }) => security),
    ];
    return plaintext(server, levels);
  });

const plaintext = (server: Server, levels: readonly Level[]): readonly Diagnostic[] => {
  if (!isPlaintext(server) || isLoopback(server) || !levels.some((level) => level.state === 'list')) return [];
  return [
    report('plaintext-transport', server.at, {
      message: `The server ${server.id} names the protocol ${server.protocol}, which has no TLS: whoever follows the document sends credentials in clear.`,
      fix: `Write \`protocol: ${securedProtocol(server)}\`. Clients that this tool emits dial with TLS all the same, unless the configuration says \`servers: { ${JSON.stringify(server.id)}: { tls: false } }\`.`,
    }),
  ];
};
