import type { SecurityModel, Server } from '../model/index.js';
import {
  ANY_SERVER,
  operationContext,
  ownLevelOf,
  policyAlternative,
  rolesPolicy,
  serverLevelOf,
} from '../plan/index.js';
import type { OperationPolicy, Policy, ProviderPolicy, RulePolicy } from '../runtime/policy.js';

/** A server's part of a policy, as the engine takes it. */
export interface WholePolicy {
  readonly policy: Policy;
  readonly server: string;
}

/**
 * What a server demands of its operations, as a policy for the emitted engine: every level and every alternative,
 * whoever enforces them and whatever the transport carries. Refused rules are left out.
 */
export const wholePolicy = (model: SecurityModel, server: Server | null, sameSubject: boolean): WholePolicy => {
  const id = server?.id ?? ANY_SERVER;
  const schemes = new Map(model.schemes.map((scheme) => [scheme.id, scheme]));
  const channels = new Map(model.channels.map((channel) => [channel.id, channel]));
  const rules = model.rules.filter((rule) => rule.server === (server?.id ?? null) && rule.status !== 'refused');
  const requirement = serverLevelOf(server, model, schemes)?.map(policyAlternative) ?? null;
  const rulePolicies = rules.map((rule): [string, RulePolicy] => [
    rule.operation,
    { requirement: ownLevelOf(rule, model, schemes)?.anyOf.map(policyAlternative) ?? null },
  ]);
  const levels = [requirement, ...rulePolicies.map(([, rule]) => rule.requirement)];
  const demanded = new Set(
    levels.flatMap((level) => level ?? []).flatMap(({ allOf }) => allOf.map((use) => use.scheme)),
  );
  const used = model.schemes.filter((scheme) => demanded.has(scheme.id));
  const asked = new Set(rules.map(({ operation }) => operation));
  const operations = model.operations.filter((operation) => asked.has(operation.id));
  return {
    server: id,
    policy: {
      contract: 1,
      providers: Object.fromEntries(
        model.providers
          .filter(({ key }) => used.some(({ provider }) => provider === key))
          .map(({ key, access }, index) => [key, providerPolicy(index, access.rolesFrom)]),
      ),
      schemes: Object.fromEntries(used.map(({ id: scheme, type, provider }) => [scheme, { type, provider }])),
      channels: {},
      operations: Object.fromEntries(
        operations.flatMap((operation): [string, OperationPolicy][] => {
          const channel = channels.get(operation.channel);
          if (channel === undefined) return [];
          const { action, access } = operation;
          // An operation that counts no roles fixes no context: whichever is asked about will do.
          const context = operation.context === null ? { header: 'context' } : operationContext(operation, channel);
          return [
            [operation.id, { action, channel: channel.id, access, context, message: { by: 'app' }, replies: false }],
          ];
        }),
      ),
      servers: {
        [id]: {
          protocol: server?.protocol ?? '',
          host: server?.host ?? '',
          pathname: server?.pathname ?? '',
          describes: 'server',
          requirement,
          rules: Object.fromEntries(rulePolicies),
          hosts: [],
          tls: true,
        },
      },
      roles: rolesPolicy(model),
      roleMap: Object.fromEntries(
        operations.flatMap(({ id: operation, roles }): [string, readonly string[]][] =>
          roles === null || roles.length === 0 ? [] : [[operation, roles]],
        ),
      ),
      sameSubject,
    },
  };
};

/** How evidence really travels is no part of a question: each provider has a header of its own. */
const providerPolicy = (index: number, rolesFrom: ProviderPolicy['rolesFrom']): ProviderPolicy => ({
  form: 'apiKey',
  carriers: [{ in: 'header', name: `provider-${String(index)}` }],
  rolesFrom,
});
