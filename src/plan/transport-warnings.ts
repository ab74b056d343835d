import { report, type Diagnostic } from '../diagnostics/index.js';
import type { SecurityModel, Server } from '../model/security-model.js';
import { isLoopback } from './server-connection.js';
import { isPlaintext, securedProtocol } from './transport.js';

/** What the document leaves open or unsafe about its transports, whatever is emitted (M22). */
export const transportWarnings = (model: SecurityModel): readonly Diagnostic[] => {
  const securedByOperations = new Set(
    model.operations.flatMap(({ security, servers }) => (security.state === 'list' ? servers : [])),
  );
  return model.servers.flatMap((server) =>
    server.security.state === 'list' || securedByOperations.has(server.id) ? plaintext(server) : [],
  );
};

const plaintext = (server: Server): readonly Diagnostic[] => {
  if (!isPlaintext(server) || isLoopback(server)) return [];
  return [
    report('plaintext-transport', server.at, {
      message: `The server ${server.id} names the protocol ${server.protocol}, which has no TLS: whoever follows the document sends credentials in clear.`,
      fix: `Write \`protocol: ${securedProtocol(server)}\`. Clients that this tool emits dial with TLS all the same, unless the configuration says \`servers: { ${JSON.stringify(server.id)}: { tls: false } }\`.`,
    }),
  ];
};
