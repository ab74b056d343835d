import type { Config } from '../config/config.js';
import type { Operation, SecurityModel } from '../model/security-model.js';
import type {
  ChannelPolicy,
  OperationPolicy,
  Policy,
  ProviderPolicy,
  RolesPolicy,
  SchemePolicy,
} from '../runtime/policy.js';
import { operationContext } from './contexts.js';
import { aliasesOf, topicTemplate, type TopicAliases } from './kafka-topics.js';
import { messageRoutes } from './message-routes.js';
import type { ServerPlan } from './server-plan.js';
import { providerPolicy } from './wired-schemes.js';

/** The emitted policy: what the planned servers demand, and no scheme, channel or operation beyond them. */
export const policyOf = (
  model: SecurityModel,
  servers: readonly ServerPlan[],
  { sameSubject = false, kafka }: Pick<Config, 'sameSubject' | 'kafka'>,
): Policy => {
  const operations = model.operations.filter((operation) =>
    servers.some((server) => server.operations.includes(operation)),
  );
  const schemes = usedSchemes(model, servers);
  return {
    contract: 1,
    providers: providersOf(model, servers),
    schemes,
    channels: channelsOf(model, servers, kafka?.topicAliases),
    operations: operationsOf(model, operations),
    servers: Object.fromEntries(servers.map((server) => [server.id, server.policy])),
    roles: rolesPolicy(model),
    roleMap: roleMapOf(operations, servers),
    sameSubject,
  };
};

const schemesIn = (servers: readonly ServerPlan[]): ReadonlySet<string> =>
  new Set(
    servers
      .flatMap(({ policy }) => [policy.requirement, ...Object.values(policy.rules).map((rule) => rule.requirement)])
      .flatMap((requirement) =>
        (requirement ?? []).flatMap((alternative) => alternative.allOf.map((use) => use.scheme)),
      ),
  );

const usedSchemes = (model: SecurityModel, servers: readonly ServerPlan[]): Readonly<Record<string, SchemePolicy>> => {
  const used = schemesIn(servers);
  return Object.fromEntries(
    model.schemes
      .filter((scheme) => used.has(scheme.id))
      .map((scheme) => [scheme.id, { type: scheme.type, provider: scheme.provider }]),
  );
};

const providersOf = (
  model: SecurityModel,
  servers: readonly ServerPlan[],
): Readonly<Record<string, ProviderPolicy>> => {
  const inRecords = schemesIn(servers.filter(({ policy }) => policy.kafka !== undefined));
  const inHandshakes = schemesIn(servers.filter(({ policy }) => policy.kafka === undefined));
  return Object.fromEntries(
    model.providers.flatMap((provider): [string, ProviderPolicy][] => {
      const policy = providerPolicy(provider, model, {
        handshake: provider.schemes.some((scheme) => inHandshakes.has(scheme)),
        records: provider.schemes.some((scheme) => inRecords.has(scheme)),
      });
      return policy === null ? [] : [[provider.key, policy]];
    }),
  );
};

const channelsOf = (
  model: SecurityModel,
  servers: readonly ServerPlan[],
  topicAliases: TopicAliases | undefined,
): Readonly<Record<string, ChannelPolicy>> => {
  const channelsOn = (some: readonly ServerPlan[]): ReadonlySet<string> =>
    new Set(some.flatMap(({ operations }) => operations.map((operation) => operation.channel)));
  const used = channelsOn(servers);
  const topics = channelsOn(servers.filter(({ policy }) => policy.kafka !== undefined));
  return Object.fromEntries(
    model.channels
      .filter((channel) => used.has(channel.id))
      .map((channel) => {
        const aliases = topics.has(channel.id) ? aliasesOf(channel, topicAliases) : [];
        return [
          channel.id,
          {
            address: topics.has(channel.id) ? topicTemplate(channel) : channel.address,
            parameters: channel.parameters.map((parameter) => parameter.name),
            ...(aliases.length === 0 ? {} : { aliases }),
          },
        ];
      }),
  );
};

const operationsOf = (
  model: SecurityModel,
  operations: readonly Operation[],
): Readonly<Record<string, OperationPolicy>> => {
  const routes = messageRoutes(operations);
  const channels = new Map(model.channels.map((channel) => [channel.id, channel]));
  return Object.fromEntries(
    operations.flatMap((operation): [string, OperationPolicy][] => {
      const channel = channels.get(operation.channel);
      if (channel === undefined) return [];
      return [
        [
          operation.id,
          {
            action: operation.action,
            channel: operation.channel,
            access: operation.access,
            context: operationContext(operation, channel),
            message: routes.get(operation.id) ?? { by: 'app' },
            replies: operation.reply !== null,
          },
        ],
      ];
    }),
  );
};

/** The role model as the engine takes it. */
export const rolesPolicy = (model: SecurityModel): RolesPolicy | null =>
  model.roles === null
    ? null
    : {
        defaultContext: model.roles.defaultContext,
        adminContext: model.roles.adminContext,
        bareGrant: model.roles.bareGrant,
        audit: model.roles.audit,
        roles: Object.fromEntries(
          model.roles.roles.map((role) => [role.name, { deprecated: role.deprecated, contexts: role.contexts }]),
        ),
      };

/** Roles that no guard decides are asked for by none. */
const roleMapOf = (
  operations: readonly Operation[],
  servers: readonly ServerPlan[],
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    operations.flatMap((operation): [string, readonly string[]][] =>
      operation.roles === null ||
      operation.roles.length === 0 ||
      !servers.some(({ decidesRoles }) => decidesRoles.has(operation.id))
        ? []
        : [[operation.id, operation.roles]],
    ),
  );
