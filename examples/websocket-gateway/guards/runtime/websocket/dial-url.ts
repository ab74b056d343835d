import { isLoopback } from '../loopback.js';
import type { ServerPolicy } from '../policy.js';
import { ConnectionError } from './connection-error.js';

/**
 * Where to dial: the document's host, or the app's own URL if it may be given this server's secrets. TLS is on unless the
 * policy says otherwise; loopback is exempt.
 */
export function dialUrl(
  id: string,
  server: ServerPolicy,
  given: string | undefined,
): URL {
  const url = given === undefined ? documentUrl(id, server) : parse(id, given);
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:')
    throw refused(id, 'its scheme is neither wss nor ws');
  if (
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw refused(
      id,
      'it may hold no user, query or fragment: credentials are placed by the client',
    );
  }
  if (isLoopback(url.hostname)) return url;
  const allowed = [server.host, ...server.hosts].some(
    (host) => hostOf(url.protocol, host) === url.host,
  );
  if (!allowed)
    throw refused(
      id,
      `${url.host} is no host of this server; add it to servers.${id}.hosts in the config`,
    );
  if (url.protocol === 'ws:' && server.tls) {
    throw refused(
      id,
      `credentials would travel in clear; use wss, or set servers.${id}.tls in the config`,
    );
  }
  return url;
}

function documentUrl(id: string, server: ServerPolicy): URL {
  if (`${server.host}${server.pathname}`.includes('{')) {
    throw refused(id, 'its host or path has variables; give the option url');
  }
  const pathname = server.pathname.startsWith('/')
    ? server.pathname
    : `/${server.pathname}`;
  const url = parse(id, `wss://${server.host}${pathname}`);
  if (!server.tls || (server.protocol === 'ws' && isLoopback(url.hostname)))
    url.protocol = 'ws:';
  return url;
}

function parse(id: string, text: string): URL {
  if (!URL.canParse(text)) throw refused(id, 'it is no URL');
  return new URL(text);
}

// The scheme's own port is left out of both, so that `gateway.test` and `gateway.test:443` are one host.
function hostOf(protocol: string, host: string): string | undefined {
  const text = `${protocol}//${host}`;
  return URL.canParse(text) ? new URL(text).host : undefined;
}

function refused(id: string, why: string): ConnectionError {
  return new ConnectionError(
    'url-refused',
    `The URL of server "${id}" is refused: ${why}.`,
  );
}
