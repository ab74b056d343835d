import type { Operation, SecurityModel } from '../model/security-model.js';
import type {
  ChannelPolicy,
  OperationPolicy,
  Policy,
  ProviderPolicy,
  Requirement,
  RolesPolicy,
  SchemePolicy,
} from '../runtime/policy.js';
import { socketContext } from './contexts.js';
import { messageRoutes } from './message-routes.js';
import type { ServerPlan } from './server-plan.js';
import { providerPolicy } from './wired-schemes.js';

/** The emitted policy: what the planned servers demand, and no scheme, channel or operation beyond them. */
export const policyOf = (model: SecurityModel, servers: readonly ServerPlan[], sameSubject: boolean): Policy => {
  const operations = model.operations.filter((operation) =>
    servers.some((server) => server.operations.includes(operation)),
  );
  const schemes = usedSchemes(model, servers);
  return {
    contract: 1,
    providers: providersOf(model, schemes),
    schemes,
    channels: channelsOf(model, operations),
    operations: operationsOf(model, operations),
    servers: Object.fromEntries(servers.map((server) => [server.id, server.policy])),
    roles: rolesOf(model),
    roleMap: roleMapOf(operations),
    sameSubject,
  };
};

const usedSchemes = (model: SecurityModel, servers: readonly ServerPlan[]): Readonly<Record<string, SchemePolicy>> => {
  const requirements = servers.flatMap((server): (Requirement | null)[] => [
    server.policy.requirement,
    ...Object.values(server.policy.rules).map((rule) => rule.requirement),
  ]);
  const used = new Set(
    requirements.flatMap((requirement) =>
      (requirement ?? []).flatMap((alternative) => alternative.allOf.map((use) => use.scheme)),
    ),
  );
  return Object.fromEntries(
    model.schemes
      .filter((scheme) => used.has(scheme.id))
      .map((scheme) => [scheme.id, { type: scheme.type, provider: scheme.provider }]),
  );
};

const providersOf = (
  model: SecurityModel,
  schemes: Readonly<Record<string, SchemePolicy>>,
): Readonly<Record<string, ProviderPolicy>> =>
  Object.fromEntries(
    model.providers.flatMap((provider): [string, ProviderPolicy][] => {
      const used = provider.schemes.some((scheme) => Object.hasOwn(schemes, scheme));
      const policy = used ? providerPolicy(provider, model) : null;
      return policy === null ? [] : [[provider.key, policy]];
    }),
  );

const channelsOf = (model: SecurityModel, operations: readonly Operation[]): Readonly<Record<string, ChannelPolicy>> =>
  Object.fromEntries(
    model.channels
      .filter((channel) => operations.some((operation) => operation.channel === channel.id))
      .map((channel) => [
        channel.id,
        { address: channel.address, parameters: channel.parameters.map((parameter) => parameter.name) },
      ]),
  );

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
            context: socketContext(operation, channel),
            message: routes.get(operation.id) ?? { by: 'app' },
            replies: operation.reply !== null,
          },
        ],
      ];
    }),
  );
};

const rolesOf = (model: SecurityModel): RolesPolicy | null =>
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

const roleMapOf = (operations: readonly Operation[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    operations.flatMap((operation): [string, readonly string[]][] =>
      operation.roles === null || operation.roles.length === 0 ? [] : [[operation.id, operation.roles]],
    ),
  );
