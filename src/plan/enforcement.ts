import type { Config } from '../config/config.js';
import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type {
  Operation,
  Requirement,
  RuleAlternative,
  Scheme,
  SecurityModel,
  Server,
} from '../model/security-model.js';
import { own } from './own.js';
import { isBearerScheme, isBrokerScheme, transportOf, unfitForWebSocket } from './transport.js';

export type Enforcer = 'broker' | 'guard' | 'both';

/** An alternative that the rule's transport cannot carry: left out, which only narrows. */
export interface DroppedAlternative {
  readonly requirement: number;
  readonly alternative: number;
  readonly why: string;
}

/** Who sees to one rule, level by level. */
export interface EnforcedRule {
  readonly operation: string;
  readonly server: string | null;
  /** Parallel to the rule's requirements. */
  readonly enforcedBy: readonly Enforcer[];
  readonly dropped: readonly DroppedAlternative[];
}

interface Setting {
  readonly operation: Operation;
  readonly server: Server | null;
  readonly schemes: ReadonlyMap<string, Scheme>;
  readonly config: Pick<Config, 'schemes' | 'kafka'>;
}

interface EnforcedLevel {
  readonly enforcer: Enforcer;
  readonly dropped: readonly { readonly alternative: number; readonly why: string }[];
}

/** Says for each rule who enforces each of its levels, and which alternatives its transport cannot carry. */
export const enforcement = (
  model: SecurityModel,
  config: Pick<Config, 'schemes' | 'kafka'>,
): Outcome<readonly EnforcedRule[]> => {
  const schemes = new Map(model.schemes.map((scheme) => [scheme.id, scheme]));
  const servers = new Map(model.servers.map((server) => [server.id, server]));
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const diagnostics: Diagnostic[] = [];
  const value = model.rules.flatMap((rule): EnforcedRule[] => {
    const operation = operations.get(rule.operation);
    if (operation === undefined) return [];
    const server = rule.server === null ? null : (servers.get(rule.server) ?? null);
    const setting: Setting = { operation, server, schemes, config };
    const levels = rule.requirements.map((requirement) => {
      const level = enforceLevel(requirement, setting);
      diagnostics.push(...findings(requirement, level, setting));
      return level;
    });
    if (transportOf(server) === 'kafka') diagnostics.push(...rolesWithoutGuard(levels, setting));
    return [
      {
        operation: rule.operation,
        server: rule.server,
        enforcedBy: levels.map((level) => level.enforcer),
        dropped: levels.flatMap((level, index) => level.dropped.map((entry) => ({ requirement: index, ...entry }))),
      },
    ];
  });
  return { value, diagnostics };
};

const enforceLevel = (requirement: Requirement, setting: Setting): EnforcedLevel => {
  switch (transportOf(setting.server)) {
    case 'websocket':
      return { enforcer: 'guard', dropped: webSocketDrops(requirement.anyOf, setting.schemes) };
    case 'kafka':
      return setting.operation.action === 'send'
        ? { enforcer: 'broker', dropped: kafkaKinds(requirement, setting).flatMap(unlessBroker) }
        : kafkaLevel(requirement, setting);
    case 'other':
      return { enforcer: 'guard', dropped: [] };
  }
};

/** Alternatives that a WebSocket handshake cannot carry: no place for a scheme, or two values in one place. */
export const webSocketDrops = (
  anyOf: readonly Pick<RuleAlternative, 'allOf'>[],
  schemes: ReadonlyMap<string, Scheme>,
): EnforcedLevel['dropped'] =>
  anyOf.flatMap((alternative, index) => {
    const used = schemesOf(alternative, schemes);
    const unfit = used.map(unfitForWebSocket).find((reason) => reason !== null);
    const shared = sharedPlace(used);
    if (unfit !== undefined) return [{ alternative: index, why: unfit }];
    return shared === null ? [] : [{ alternative: index, why: `it needs two values in one place, ${shared}` }];
  });

/** The place of a handshake where two of these schemes would each need a value of their own; null where none is. */
export const sharedPlace = (schemes: readonly Scheme[]): string | null => {
  const owners = new Map<string, string>();
  for (const scheme of schemes) {
    const place = handshakePlace(scheme);
    const owner = owners.get(place) ?? scheme.provider;
    if (owner !== scheme.provider) return place;
    owners.set(place, owner);
  }
  return null;
};

const handshakePlace = (scheme: Scheme): string =>
  scheme.type === 'httpApiKey'
    ? `the ${scheme.in} ${scheme.in === 'header' ? scheme.name.toLowerCase() : scheme.name}`
    : scheme.type === 'X509'
      ? 'the client certificate'
      : 'the header authorization';

interface KafkaKind {
  readonly alternative: number;
  readonly broker: boolean;
  readonly guard: boolean;
}

const kafkaKinds = (requirement: Requirement, setting: Setting): readonly KafkaKind[] => {
  const listed = new Set(
    (setting.server?.security.anyOf ?? []).flatMap((alternative) =>
      schemesOf(alternative, setting.schemes).map((scheme) => scheme.provider),
    ),
  );
  return requirement.anyOf.map((alternative, index) => {
    const used = schemesOf(alternative, setting.schemes);
    return {
      alternative: index,
      broker: used.every((scheme) => isBrokerScheme(scheme) || (isBearerScheme(scheme) && listed.has(scheme.provider))),
      guard: used.every(
        (scheme) => (own(setting.config.schemes, scheme.id)?.carrier ?? scheme.access.carrier) !== null,
      ),
    };
  });
};

const unlessBroker = (kind: KafkaKind): EnforcedLevel['dropped'] =>
  kind.broker ? [] : [{ alternative: kind.alternative, why: 'no Kafka broker can check it' }];

/** Design section 8: one kind: that; all both: both; mixed: what has no record carrier is dropped. */
const kafkaLevel = (requirement: Requirement, setting: Setting): EnforcedLevel => {
  const kinds = kafkaKinds(requirement, setting);
  const fit = kinds.filter((kind) => kind.broker || kind.guard);
  const unfit = kinds
    .filter((kind) => !kind.broker && !kind.guard)
    .map((kind) => ({
      alternative: kind.alternative,
      why: 'no Kafka broker can check it, and it has no carrier in a record',
    }));
  if (fit.length > 0 && fit.every((kind) => kind.broker && kind.guard)) return { enforcer: 'both', dropped: unfit };
  if (fit.every((kind) => kind.broker)) return { enforcer: 'broker', dropped: unfit };
  const bare = fit
    .filter((kind) => !kind.guard)
    .map((kind) => ({
      alternative: kind.alternative,
      why: 'it has no carrier in a record (proof or bearer), and other alternatives of this level have one',
    }));
  return { enforcer: 'guard', dropped: [...unfit, ...bare].sort((a, b) => a.alternative - b.alternative) };
};

const findings = (requirement: Requirement, level: EnforcedLevel, setting: Setting): readonly Diagnostic[] => {
  const { operation, server } = setting;
  const where = server === null ? operation.id : `${operation.id} on ${server.id}`;
  const drops = level.dropped.flatMap((drop) => {
    const alternative = requirement.anyOf[drop.alternative];
    if (alternative === undefined) return [];
    const names = alternative.allOf.map((use) => use.scheme).join(' and ');
    const mixed = transportOf(server) === 'kafka' && level.enforcer === 'guard';
    return [
      report(mixed ? 'carrier-missing' : 'alternative-dropped', alternative.at, {
        message: `${where}: the alternative ${names} is left out: ${drop.why}.`,
        fix: mixed
          ? `State \`x-access-control: { carrier: proof }\` on ${names}, or keep only alternatives of one kind.`
          : `Remove ${names} from this list, or use a scheme that ${server?.protocol ?? 'the transport'} can carry.`,
      }),
    ];
  });
  if (level.dropped.length < requirement.anyOf.length || requirement.anyOf.length === 0) return drops;
  return [
    report('alternative-unsatisfiable', requirement.anyOf[0]?.at ?? operation.at, {
      message: `${where}: nobody could satisfy its ${requirement.level} security: no alternative can be carried over ${server?.protocol ?? 'its transport'}.`,
      fix: 'Add an alternative with a scheme that this transport can carry, or take the operation off this server.',
    }),
  ];
};

const rolesWithoutGuard = (levels: readonly EnforcedLevel[], setting: Setting): readonly Diagnostic[] => {
  const { operation, server, config } = setting;
  if (operation.roles === null || operation.roles.length === 0 || config.kafka?.roles === 'acl') return [];
  if (levels.some((level) => level.enforcer !== 'broker')) return [];
  return [
    report('role-unenforceable', operation.at, {
      message: `${operation.id} on ${server?.id ?? 'any server'}: its roles (${operation.roles.join(', ')}) are decided by nobody: on Kafka only the broker sees ${operation.action === 'send' ? 'who reads' : 'who connects'}.`,
      fix:
        operation.action === 'send'
          ? 'Set `kafka: { roles: acl }` in the configuration and turn the roles into broker ACLs, or remove them.'
          : 'Give a scheme of this operation `x-access-control: { carrier: proof }`, or set `kafka: { roles: acl }`.',
    }),
  ];
};

/** The schemes of an alternative, in its order. */
export const schemesOf = (
  alternative: Pick<RuleAlternative, 'allOf'>,
  schemes: ReadonlyMap<string, Scheme>,
): readonly Scheme[] =>
  alternative.allOf.flatMap((use) => {
    const scheme = schemes.get(use.scheme);
    return scheme === undefined ? [] : [scheme];
  });
