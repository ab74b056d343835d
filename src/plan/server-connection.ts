import type { Config } from '../config/config.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Server } from '../model/security-model.js';
import type { ServerPolicy } from '../runtime/policy.js';
import { own } from './own.js';
import { isPlaintext, securedProtocol, transportOf } from './transport.js';

/** What the team says about servers. */
export interface ServerPlanOptions {
  readonly config: Config;
  readonly describes: 'server' | 'client' | undefined;
}

type ServerConnection = Pick<ServerPolicy, 'protocol' | 'host' | 'pathname' | 'describes' | 'hosts' | 'tls'>;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/** How to reach a server, which side the document speaks for, and whether TLS is on (design section 8). */
export const serverConnection = (
  server: Server | null,
  secured: boolean,
  options: ServerPlanOptions,
): { readonly value: ServerConnection; readonly diagnostics: readonly Diagnostic[] } => {
  if (server === null) {
    return {
      value: { protocol: '', host: '', pathname: '', describes: 'server', hosts: [], tls: true },
      diagnostics: [],
    };
  }
  const settings = own(options.config.servers, server.id);
  const host = authorityOf(server);
  const loopback = isLoopback(server);
  const plain = isPlaintext(server);
  const diagnostics: Diagnostic[] = [];

  const describes = options.describes ?? settings?.describes;
  if (describes === undefined && transportOf(server) === 'websocket') {
    diagnostics.push(
      report('describes-missing', server.at, {
        message: `Does the document speak for the side that listens on the WebSocket server ${server.id}, or for the side that dials it?`,
        fix: `Add \`--describes server\` (or \`client\`), or \`servers: { ${JSON.stringify(server.id)}: { describes: server } }\` to the configuration.`,
      }),
    );
  }
  if (
    settings?.tls === false &&
    secured &&
    !loopback &&
    options.config.allowCleartextCredentials?.includes(server.id) !== true
  ) {
    diagnostics.push(
      report('cleartext-credentials', server.at, {
        message: `The server ${server.id} has \`tls: false\`, and its callers present credentials.`,
        fix: `Remove \`tls: false\`, or state that you accept it: \`allowCleartextCredentials: [${server.id}]\`.`,
      }),
    );
  }
  const tls = settings?.tls ?? (loopback || !secured ? !plain : true);
  if (secured && plain && tls) {
    diagnostics.push(
      report('tls-assumed', server.at, {
        message: `The server ${server.id} names the protocol ${server.protocol}; its clients dial with TLS all the same.`,
        fix: `Name the protocol with TLS in the document (\`protocol: ${securedProtocol(server)}\`). Where the server has none, write \`servers: { ${JSON.stringify(server.id)}: { tls: false } }\` and \`allowCleartextCredentials: [${JSON.stringify(server.id)}]\` into the configuration.`,
      }),
    );
  }
  const hosts = [...hostsOf(server), ...(settings?.hosts ?? [])];
  return {
    value: {
      protocol: server.protocol,
      host,
      pathname: server.pathname,
      describes: describes ?? 'server',
      hosts,
      tls,
    },
    diagnostics,
  };
};

/** Whether a server is on the machine that dials it. */
export const isLoopback = (server: Server): boolean =>
  authorityOf(server)
    .split(',')
    .every((host) => LOOPBACK.test(host.trim()));

/** The hosts with their ports, of which only a Kafka server may have several; none where they have variables. */
export const hostsOf = (server: Server): readonly string[] => {
  const authority = authorityOf(server);
  const hosts = transportOf(server) === 'kafka' ? authority.split(',').map((host) => host.trim()) : [authority];
  return hosts.some((host) => host.includes('{')) ? [] : hosts.filter((host) => host !== '');
};

/** 3.x `host`, 2.x the authority of `url`. */
const authorityOf = (server: Server): string =>
  server.host.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '');
