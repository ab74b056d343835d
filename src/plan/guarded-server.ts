import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { RuleAlternative, Scheme, SecurityModel, Server } from '../model/security-model.js';
import type { Alternative, Requirement, RulePolicy } from '../runtime/policy.js';
import { handshakePlace, webSocketDrops } from './enforcement.js';
import { schemesOf } from './places.js';
import { levelConflict, ownLevelOf, serverLevelOf } from './rule-levels.js';
import { serverConnection, type ServerPlanOptions } from './server-connection.js';
import { ANY_SERVER, type ServerPlan } from './server-plan.js';
import { transportOf, typeOf } from './transport.js';
import { wiring } from './wired-schemes.js';

/**
 * A server whose guard sees to every level: a WebSocket server, or one under a transport of the app's own. Alternatives
 * that it cannot carry are left out; a conjunct never is.
 */
export const planGuardedServer = (
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

  const serverLevel = serverLevelOf(server, model, schemes);
  const requirement = serverLevel === null ? null : narrow(serverLevel, `the server ${server?.id ?? ANY_SERVER}`);
  const rulePolicies = new Map<string, RulePolicy>();
  for (const rule of rules) {
    const own = ownLevelOf(rule, model, schemes);
    const level = own === undefined ? null : narrow(own.anyOf, `the operation ${rule.operation}`);
    rulePolicies.set(rule.operation, { requirement: level });
    if (requirement !== null && level !== null) {
      diagnostics.push(...levelConflict(requirement, level, rule.operation, server, schemes, handshakePlace));
    }
  }
  const connection = serverConnection(server, requirement !== null || rules.length > 0, options);
  return {
    value: {
      id: server?.id ?? ANY_SERVER,
      server,
      operations: model.operations.filter((operation) => rulePolicies.has(operation.id)),
      policy: { ...connection.value, requirement, rules: Object.fromEntries(rulePolicies) },
      decidesRoles: new Set(rulePolicies.keys()),
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
    if (unwired === undefined) return [policyAlternative(alternative)];
    diagnostics.push(
      report('scheme-not-wired', alternative.at, {
        message: `For ${where} the alternative with ${unwired.id} (${typeOf(unwired)}) is left out: this release emits no authenticator for it.`,
        fix: `Keep another alternative beside it: an httpApiKey, http basic or bearer, oauth2 or openIdConnect scheme.`,
      }),
    );
    return [];
  });
  return value.length > 0 ? { value, diagnostics } : { diagnostics: noneLeft(diagnostics) };
};

/** Findings about alternatives, once it is known that no other is left. */
export const noneLeft = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.map((diagnostic) => ({
    ...diagnostic,
    severity: 'error',
    message: `${diagnostic.message} No alternative is left, so nobody could be let in.`,
  }));

/** An alternative as the policy holds it. */
export const policyAlternative = ({ allOf, actor }: RuleAlternative): Alternative => ({
  allOf: allOf.map(({ scheme, scopes }) => ({ scheme, scopes })),
  actor,
});
