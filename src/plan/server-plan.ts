import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Operation, Provider, RuleAlternative, Scheme, SecurityModel, Server } from '../model/security-model.js';
import type { Alternative, Requirement, RulePolicy, ServerPolicy } from '../runtime/policy.js';
import { schemesOf, sharedPlace, webSocketDrops } from './enforcement.js';
import { serverConnection, type ServerPlanOptions } from './server-connection.js';
import { transportOf } from './transport.js';
import { wiring } from './wired-schemes.js';

/** One server's part of the policy, and what it takes from the model. */
export interface ServerPlan {
  readonly id: string;
  readonly server: Server | null;
  readonly policy: ServerPolicy;
  readonly operations: readonly Operation[];
}

/** Id of the one server entry of a document that names no servers. */
export const ANY_SERVER = 'anyServer';

/** What a guard of this server enforces, after alternatives that it cannot carry were left out. A conjunct never is. */
export const planServer = (
  model: SecurityModel,
  server: Server | null,
  options: ServerPlanOptions,
): Outcome<ServerPlan> => {
  const schemes = new Map(model.schemes.map((scheme) => [scheme.id, scheme]));
  const rules = model.rules.filter((rule) => rule.server === (server?.id ?? null) && rule.status !== 'refused');
  const diagnostics: Diagnostic[] = [];
  const narrow = (anyOf: readonly RuleAlternative[], where: string): Requirement | null => {
    const narrowed = keepWired(anyOf, server, schemes, where);
    diagnostics.push(...narrowed.diagnostics);
    return narrowed.value ?? null;
  };

  const serverLevel = server?.security.state === 'list' ? server.security.anyOf : null;
  const requirement =
    serverLevel === null
      ? null
      : narrow(
          serverLevel.map((alternative) => ({
            ...alternative,
            actor: onlyRoleSource(alternative, schemes, model.providers),
          })),
          `the server ${server?.id ?? ANY_SERVER}`,
        );
  const rulePolicies = new Map<string, RulePolicy>();
  for (const rule of rules) {
    const acting = rule.requirements.find((candidate) => candidate.acting);
    const own = rule.requirements.find((candidate) => candidate.level === 'operation');
    const differs =
      acting?.level === 'server' &&
      acting.anyOf.some(
        (alternative) =>
          alternative.actor !== null && alternative.actor !== onlyRoleSource(alternative, schemes, model.providers),
      );
    const stated = own ?? (differs ? acting : undefined);
    const level = stated === undefined ? null : narrow(stated.anyOf, `the operation ${rule.operation}`);
    rulePolicies.set(rule.operation, { requirement: level });
    if (requirement !== null && level !== null) {
      diagnostics.push(...handshakeConflict(requirement, level, rule.operation, server, schemes));
    }
  }
  const connection = serverConnection(server, requirement !== null || rules.length > 0, options);
  return {
    value: {
      id: server?.id ?? ANY_SERVER,
      server,
      operations: model.operations.filter((operation) => rulePolicies.has(operation.id)),
      policy: { ...connection.value, requirement, rules: Object.fromEntries(rulePolicies) },
    },
    diagnostics: [...diagnostics, ...connection.diagnostics],
  };
};

const keepWired = (
  anyOf: readonly RuleAlternative[],
  server: Server | null,
  schemes: ReadonlyMap<string, Scheme>,
  where: string,
): Outcome<Requirement> => {
  const uncarried = new Set(
    transportOf(server) === 'websocket' ? webSocketDrops(anyOf, schemes).map((drop) => drop.alternative) : [],
  );
  const diagnostics: Diagnostic[] = [];
  const value = anyOf.flatMap((alternative, index): Alternative[] => {
    if (uncarried.has(index)) return [];
    const unwired = schemesOf(alternative, schemes).find((scheme) => wiring(scheme) === null);
    if (unwired === undefined) {
      const allOf = alternative.allOf.map((use) => ({ scheme: use.scheme, scopes: use.scopes }));
      return [{ allOf, actor: alternative.actor }];
    }
    diagnostics.push(
      report('scheme-not-wired', alternative.at, {
        message: `For ${where} the alternative with ${unwired.id} (${typeOf(unwired)}) is left out: this release emits no authenticator for it.`,
        fix: `Keep another alternative beside it: an httpApiKey, http basic or bearer, oauth2 or openIdConnect scheme.`,
      }),
    );
    return [];
  });
  if (value.length > 0) return { value, diagnostics };
  return {
    diagnostics: diagnostics.map((diagnostic) => ({
      ...diagnostic,
      severity: 'error',
      message: `${diagnostic.message} No alternative is left, so nobody could be let in.`,
    })),
  };
};

const typeOf = (scheme: Scheme): string => (scheme.type === 'http' ? `http ${scheme.scheme}` : scheme.type);

/** The scheme of an alternative whose provider is its only source of roles. */
const onlyRoleSource = (
  alternative: Pick<RuleAlternative, 'allOf'>,
  schemes: ReadonlyMap<string, Scheme>,
  providers: readonly Provider[],
): string | null => {
  const sources = schemesOf(alternative, schemes).filter((scheme) =>
    providers.some((provider) => provider.key === scheme.provider && provider.access.rolesFrom !== null),
  );
  const distinct = new Set(sources.map((scheme) => scheme.provider));
  return distinct.size === 1 ? (sources[0]?.id ?? null) : null;
};

/** Both levels hold in one handshake: refuses an operation where each pair of alternatives needs two values in one place. */
const handshakeConflict = (
  serverLevel: Requirement,
  operationLevel: Requirement,
  operation: string,
  server: Server | null,
  schemes: ReadonlyMap<string, Scheme>,
): readonly Diagnostic[] => {
  const fits = serverLevel.some((first) =>
    operationLevel.some(
      (second) => sharedPlace([...schemesOf(first, schemes), ...schemesOf(second, schemes)]) === null,
    ),
  );
  if (fits || server === null) return [];
  return [
    report('alternative-unsatisfiable', server.at, {
      message: `Nobody could call ${operation} on ${server.id}: each way to satisfy both the server and the operation needs two values in one header.`,
      fix: 'Let the server and the operation share a scheme, or give one of them a scheme that travels elsewhere.',
    }),
  ];
};
