import { type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Operation, Rule, RuleAlternative, Scheme, SecurityModel, Server } from '../model/security-model.js';
import type { Requirement, RulePolicy } from '../runtime/policy.js';
import { kafkaServerFindings } from './enforcement.js';
import { policyAlternative } from './guarded-server.js';
import { plannedBrokers } from './kafka-brokers.js';
import { proofConflicts } from './kafka-carriers.js';
import { kafkaKinds, kafkaLevel } from './kafka-enforcement.js';
import { plannedLogins } from './kafka-logins.js';
import { checkTopics } from './kafka-topics.js';
import { own } from './own.js';
import { ownLevelOf, serverLevelOf } from './rule-levels.js';
import { serverConnection, type ServerPlanOptions } from './server-connection.js';
import type { ServerPlan } from './server-plan.js';

/** A Kafka server: what its guards and producers see to, and what an app presents to its brokers. */
export const planKafkaServer = (
  model: SecurityModel,
  server: Server,
  options: ServerPlanOptions,
): Outcome<ServerPlan> => {
  const schemes = new Map(model.schemes.map((scheme) => [scheme.id, scheme]));
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const rules = model.rules.filter((rule) => rule.server === server.id && rule.status !== 'refused');
  const diagnostics: Diagnostic[] = rules.length === 0 ? [...kafkaServerFindings(server, schemes)] : [];

  const serverLevel = serverLevelOf(server, model, schemes);
  const requirement = serverLevel === null ? null : guarded(serverLevel, 'receive', server, schemes);
  const rulePolicies = new Map<string, RulePolicy>();
  const levels = new Map<string, Requirement>();
  const decidesRoles = new Set<string>();
  for (const rule of rules) {
    const operation = operations.get(rule.operation);
    if (operation === undefined) continue;
    const stated = ownLevelOf(rule, model, schemes);
    const level = stated === undefined ? null : guarded(stated.anyOf, operation.action, server, schemes);
    const unguarded = rule.requirements.length > 0 && requirement === null && level === null;
    rulePolicies.set(rule.operation, { requirement: level, ...(unguarded ? { enforcedBy: 'broker' } : {}) });
    if (decidesRolesOf(rule, operation, server, schemes)) decidesRoles.add(operation.id);
    if (level !== null) levels.set(rule.operation, level);
  }
  if (requirement !== null) diagnostics.push(...proofConflicts(server, requirement, levels, schemes));
  const logins = plannedLogins(server, rules, schemes, options.config);
  const brokers = plannedBrokers(server, own(options.config.servers, server.id));
  const secured = logins.value.length > 0 || rules.some((rule) => rule.requirements.length > 0);
  const connection = serverConnection(server, secured, options);
  const used = new Set(rules.map((rule) => operations.get(rule.operation)?.channel));
  const channels = model.channels.filter(({ id }) => used.has(id));
  return {
    value: {
      id: server.id,
      server,
      operations: model.operations.filter((operation) => rulePolicies.has(operation.id)),
      policy: {
        ...connection.value,
        hosts: [...new Set([...brokers.value, ...(own(options.config.servers, server.id)?.hosts ?? [])])],
        requirement,
        rules: Object.fromEntries(rulePolicies),
        kafka: { brokers: brokers.value, logins: logins.value },
      },
      decidesRoles,
    },
    diagnostics: [
      ...diagnostics,
      ...logins.diagnostics,
      ...brokers.diagnostics,
      ...connection.diagnostics,
      ...checkTopics(server, channels, options.config.kafka?.topicAliases),
    ],
  };
};

/** What the guard is left of a level; null: nothing. Of a `send` operation it is what the app signs into its records. */
const guarded = (
  anyOf: readonly RuleAlternative[],
  action: Operation['action'],
  server: Server,
  schemes: ReadonlyMap<string, Scheme>,
): Requirement | null => {
  if (action === 'receive' && kafkaLevel(anyOf, action, server, schemes).enforcer === 'broker') return null;
  const kinds = kafkaKinds(anyOf, server, schemes);
  const carried = anyOf.filter((_, index) => kinds[index]?.guard === true).map(policyAlternative);
  return carried.length === 0 ? null : carried;
};

/** Roles bind whom the acting level names: a guard decides them where that level is left to it. */
const decidesRolesOf = (
  rule: Rule,
  operation: Operation,
  server: Server,
  schemes: ReadonlyMap<string, Scheme>,
): boolean => {
  const acting = rule.requirements.find((requirement) => requirement.acting);
  return (
    acting !== undefined &&
    operation.action === 'receive' &&
    kafkaLevel(acting.anyOf, operation.action, server, schemes).enforcer !== 'broker'
  );
};
