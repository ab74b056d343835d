import type { DocumentFacts } from '../document/facts.js';
import type { Place } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import type { OperationAccess } from './operation-access.js';
import { schemeNames } from './scheme-names.js';
import type { Operation, Server } from './security-model.js';
import { itemSnippet, serversSnippet } from './snippets.js';
import { isBefore } from './versions.js';
import { quoted } from './wording.js';

interface Reading {
  readonly facts: DocumentFacts;
  readonly reporter: Reporter;
}

/** Reports an operation that nothing protects on some of its servers, with the ways out that are left. */
export const reportUnprotected = (
  { operation, access }: { readonly operation: Operation; readonly access: OperationAccess },
  servers: { readonly unprotected: readonly (string | null)[]; readonly secured: readonly Server[] },
  also: readonly Place[],
  { facts, reporter }: Reading,
): void => {
  const names = servers.unprotected.flatMap((server) => server ?? []);
  const open = `${names.length === 1 ? 'server' : 'servers'} ${quoted(names)}`;
  const item = itemSnippet(likelyScheme(servers.secured, facts), { facts, file: operation.at.file });
  // Public means on each of its servers, and by x-access-control for nobody: where either demands something, it is refused.
  const mayBePublic = servers.secured.length === 0 && access.statedAt === null;
  reporter.report('operation-without-security', operation.at, {
    message: `Operation ${JSON.stringify(operation.id)} has no security${names.length === 0 ? '' : ` on ${open}`}: neither the operation nor ${names.length === 0 ? 'a server' : 'the server'} demands a scheme.`,
    fix:
      servers.secured.length > 0
        ? `State security (${item}) on ${open} too${leaveOut(operation, servers.secured, open, facts)}.`
        : `Add security (${item}) to the operation or the server.${mayBePublic ? ' Where anyone may use it, list it under public in the configuration.' : ''}`,
    also,
  });
};

const likelyScheme = (secured: readonly Server[], facts: DocumentFacts): string => {
  const names = schemeNames(facts);
  const used = secured.flatMap(({ security }) =>
    security.anyOf.flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme)),
  );
  return used.find((scheme) => names.includes(scheme)) ?? names[0] ?? '<scheme>';
};

/** The other way out: the operation's channel is not on the open servers. 2.0 and 2.1 have no such field. */
const leaveOut = (operation: Operation, secured: readonly Server[], open: string, facts: DocumentFacts): string => {
  const channel = facts.channels.find(({ id }) => id === operation.channel);
  if (channel === undefined || isBefore(facts.asyncapi, '2.2.0')) return '';
  const servers = serversSnippet(
    secured.map(({ id }) => id),
    { facts, file: channel.at.file },
  );
  return `, or leave ${open} out of the channel ${JSON.stringify(channel.id)}: ${servers}`;
};

/** Reports an operation that the team calls public, and that is not open all the same. */
export const reportPublicConflict = (
  { operation, openedAt }: { readonly operation: Operation; readonly openedAt: Place | null | undefined },
  server: Server | null,
  also: readonly Place[],
  { reporter }: Reading,
): void => {
  const id = JSON.stringify(operation.id);
  const remove = `Remove ${id} from public`;
  const [demands, fix] =
    operation.security.state === 'list'
      ? ['the operation states security', `${remove}, or remove security from the operation.`]
      : server?.security.state === 'list'
        ? [
            `server ${JSON.stringify(server.id)}, on which it is used, demands security of every operation`,
            `${remove}. An operation can only be public where none of its servers states security: what is open to anyone needs a server of its own.`,
          ]
        : ['its x-access-control says who may use it', `${remove}, or remove x-access-control from the operation.`];
  reporter.report(
    'public-conflict',
    openedAt ?? operation.at,
    {
      message: `Operation ${id} is listed under public, so that anyone may use it, and ${demands}: both cannot hold.`,
      fix,
      also,
    },
    operation.id,
  );
};
