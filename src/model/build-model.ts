import type { ChannelFacts, DocumentFacts, OperationFacts } from '../document/facts.js';
import type { Outcome } from '../diagnostics/index.js';
import { readStatedAccess } from './access.js';
import { readNamedActor } from './actors.js';
import { reportBindingCredentials } from './binding-credentials.js';
import { warnUnstatedContext } from './contexts.js';
import { Findings, harmless } from './findings.js';
import { readLevel, type LevelReading } from './levels.js';
import { readOperationAccess } from './operation-access.js';
import { readOperationLevel, reportUnreached } from './operation-level.js';
import { valueAt } from './node-values.js';
import type { ModelOptions } from './options.js';
import { readProviders } from './providers.js';
import { readRoleModel } from './role-model.js';
import { warnUselessRoles } from './role-warnings.js';
import { readRules, reportRuleLimit, type RuledOperation } from './rules.js';
import { readSchemeAccess } from './scheme-access.js';
import { schemeNames } from './scheme-names.js';
import { NO_ACCESS, readSchemes } from './schemes.js';
import type { Scheme, SecurityModel, Server } from './security-model.js';
import { reportIdleSettings, reportUndefinedNames } from './setting-names.js';
import { reportDropped, reportDroppedAccess } from './traits.js';
import { reportEmpty, reportUnapplied } from './unapplied.js';

/** Makes out what a document's security means, and refuses what cannot be enforced or understood. */
export const securityModel = (facts: DocumentFacts, options: ModelOptions): Outcome<SecurityModel> => {
  const findings = new Findings();
  const used = usedSchemes(facts);
  const stated = readStatedAccess(facts, options, used, findings);
  const { preset = 'undefined' } = options;
  if (preset === 'unreadable') findings.markUnreadable();
  const roles = readRoleModel(stated.root, preset, findings);
  const access = new Map(
    [...stated.schemes].map(([id, joined]) => [
      id,
      joined.node === null
        ? NO_ACCESS
        : readSchemeAccess(joined.node, roles, used.has(id) ? findings : harmless(findings)),
    ]),
  );
  const read = readSchemes(facts, used, options.config.schemes, access, findings);
  // A scheme in place that the root does not reach was read for its mistakes alone.
  const unreached = new Set(facts.schemes.filter(({ inline, id }) => inline && !used.has(id)).map(({ id }) => id));
  const found = [...read.values()].map(({ scheme }) => scheme).filter(({ id }) => !unreached.has(id));
  reportUndefinedNames(facts, [...schemeNames(facts), ...found.map(({ id }) => id)], options, findings);
  reportIdleSettings(found, options, findings);
  const unclear = new Set([
    ...[...stated.schemes].filter(([, { faulty }]) => faulty).map(([id]) => id),
    // It may be meant to be a source of roles, and is told where that stands.
    ...facts.schemes.filter(({ node }) => valueAt(node, 'rolesFrom') !== null).map(({ id }) => id),
  ]);
  const providers = readProviders(facts, found, options.config.providers, unclear, findings);
  const providerKeys = new Map(providers.flatMap(({ key, schemes: ids }) => ids.map((id) => [id, key] as const)));
  const schemes = found.map((scheme): Scheme => ({
    ...scheme,
    provider: providerKeys.get(scheme.id) ?? scheme.id,
  }));
  const actors = {
    facts,
    schemes: new Map(schemes.map((scheme) => [scheme.id, scheme])),
    unclear,
    reporter: findings,
  };

  const reading: LevelReading = { facts, schemes: read, reporter: findings };
  reportUnreached(reading, harmless(findings));
  const servers = facts.servers.map((server): Server => ({ ...server, security: readLevel(server.security, reading) }));
  const channels = new Map(facts.channels.map((channel) => [channel.id, channel]));
  const operations = facts.operations.flatMap((operation): RuledOperation[] => {
    if (operation.channel === null) {
      findings.markUnreadable();
      return [];
    }
    const channel = channels.get(operation.channel) ?? null;
    const security = readOperationLevel(operation.security, operation.id, reading);
    const openedAt = stated.public.get(operation.id);
    const isPublic = openedAt !== undefined;
    reportDroppedAccess(operation, facts.major, findings);
    const own = readOperationAccess(
      operation,
      stated.operations.get(operation.id) ?? { node: null, faulty: false },
      isPublic,
      // The roles of such an operation are refused as a whole: what they take their context from is no question.
      options.config.kafka?.roles !== 'acl' && isReadFromKafkaAlone(operation, channel, facts) ? null : channel,
      { model: roles, faulty: stated.root.faulty || roles?.complete === false },
      findings,
    );
    return [
      {
        operation: {
          id: operation.id,
          at: operation.at,
          pointer: operation.pointer,
          action: operation.action,
          channel: operation.channel,
          servers: channel?.servers ?? [],
          security,
          access: isPublic ? 'public' : own.authenticated ? 'authenticated' : 'protected',
          roles: own.roles,
          context: own.context,
          actor: readNamedActor(own.actor, actors),
          messages: operation.messages.map(({ name, constants }) => ({ name, constants })),
          reply: operation.reply?.messages.map(({ name, constants }) => ({ name, constants })) ?? null,
        },
        access: own,
        openedAt,
        emptied: reportDropped(operation, security, facts.major, findings),
      },
    ];
  });
  const loose = new Set(facts.operations.filter(({ looseAccess }) => looseAccess).map(({ id }) => id));
  const unapplied = reportUnapplied(facts, operations, findings);
  const tooLarge = reportRuleLimit(operations, servers, findings);
  const { rules, explained } = readRules(tooLarge ? [] : operations, servers, actors, {
    silent: unapplied || facts.misplacedSecurity,
    isRead: findings.readable,
  });
  for (const level of [...servers, ...operations.map(({ operation }) => operation)].map(({ security }) => security)) {
    reportEmpty(level, explained, findings);
  }
  warnUnstatedContext(
    operations.map(({ operation }) => ({
      operation,
      states: valueAt(stated.operations.get(operation.id)?.node ?? null, 'context') !== null || loose.has(operation.id),
    })),
    findings,
  );
  if (roles !== null && findings.readable && !findings.hasErrors && loose.size === 0) {
    warnUselessRoles({ operations, rules, schemes: actors.schemes, providers, model: roles }, findings);
  }
  for (const channel of facts.channels) reportBindingCredentials(channel, schemes, findings);

  const diagnostics = findings.diagnostics();
  // What is merely worth knowing waits until there is a policy to know it about.
  if (!findings.readable) return { diagnostics: diagnostics.filter(({ severity }) => severity !== 'info') };
  return {
    value: {
      asyncapi: facts.asyncapi,
      major: facts.major,
      title: facts.title,
      version: facts.version,
      digest: facts.digest,
      at: facts.at,
      schemes,
      providers,
      servers,
      channels: facts.channels.map(({ id, at, pointer, address, topic, parameters, servers: on }) => ({
        id,
        at,
        pointer,
        address,
        topic,
        parameters: parameters.map(({ name, location }) => ({ name, location })),
        servers: on,
      })),
      operations: operations.map(({ operation }) => operation),
      rules,
      roles: roles?.model ?? null,
    },
    diagnostics,
  };
};

/** Ids of the schemes that any server or operation applies. */
const usedSchemes = (facts: DocumentFacts): ReadonlySet<string> =>
  new Set(
    [...facts.servers, ...facts.operations]
      .flatMap(({ security }) => security?.items ?? [])
      .flatMap((item) =>
        item.kind === 'requirement'
          ? item.uses.map(({ scheme }) => scheme)
          : item.kind === 'other'
            ? []
            : [item.scheme],
      )
      .flatMap((scheme) => scheme ?? []),
  );

/** Whether all readers of what an operation sends are readers of topics, whom no guard sees. */
const isReadFromKafkaAlone = (
  { action }: OperationFacts,
  channel: ChannelFacts | null,
  { servers }: DocumentFacts,
): boolean => {
  if (action !== 'send' || channel === null) return false;
  const ids = new Set(channel.servers);
  const own = servers.filter(({ id }) => ids.has(id));
  return own.length > 0 && own.every(({ protocol }) => /^kafka(-secure)?$/i.test(protocol));
};
