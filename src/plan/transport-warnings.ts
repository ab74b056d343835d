import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Level, SecurityModel, Server } from '../model/security-model.js';
import { isLoopback } from './server-connection.js';
import { isPlaintext, transportOf } from './transport.js';

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
  const secure = transportOf(server) === 'websocket' ? 'wss' : 'kafka-secure';
  return [
    report('plaintext-transport', server.at, {
      message: `The server ${server.id} names the protocol ${server.protocol}, which has no TLS: whoever follows the document sends credentials in clear.`,
      fix: `Write \`protocol: ${secure}\`. Clients that this tool emits dial with TLS all the same.`,
    }),
  ];
};
