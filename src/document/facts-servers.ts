import type { ServerFacts } from './facts.js';
import { rootEntries } from './facts-entries.js';
import { contractPointer, objectBehind, type FactsScope } from './facts-scope.js';
import type { Schemes } from './facts-schemes.js';
import { securityFacts } from './facts-security.js';
import { member, textOf } from './spot.js';

/** Reads the root's servers. */
export const serverFacts = (scope: FactsScope, schemes: Schemes): readonly ServerFacts[] => {
  const servers: ServerFacts[] = [];
  for (const [id, stated] of rootEntries(scope, 'servers')) {
    const server = objectBehind(scope, stated, `The server "${id}"`);
    if (server === undefined) continue;
    const url = textOf(member(server, 'url')) ?? '';
    const security = member(server, 'security');
    servers.push({
      id,
      at: server.at,
      pointer: contractPointer(scope, server),
      protocol: textOf(member(server, 'protocol')) ?? '',
      host: scope.major === 3 ? (textOf(member(server, 'host')) ?? '') : url,
      pathname: scope.major === 3 ? (textOf(member(server, 'pathname')) ?? '') : pathOf(url),
      security: security === undefined ? null : securityFacts(security, 'own', id, schemes),
    });
  }
  return servers;
};

/** The path of a 2.x `url`, which may lack a scheme and hold variables, so that no URL parser reads it (P20). */
const pathOf = (url: string): string => /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*(\/[^?#]*)?/i.exec(url)?.[1] ?? '';
