import { hasErrors, report, type Diagnostic, type DiagnosticCode, type Outcome } from '../diagnostics/index.js';
import type {
  Alternative,
  Operation,
  Requirement,
  RuleAlternative,
  Scheme,
  SecurityModel,
  Server,
} from '../model/security-model.js';
import { bareFindings, bareSchemes, type BareScheme } from './kafka-carriers.js';
import { kafkaKinds, kafkaLevel, kafkaRuleFindings, type KafkaConfig } from './kafka-enforcement.js';
import { schemesOf, sharedPlace } from './places.js';
import { alternativeFix, proofFix } from './record-proofs.js';
import { transportOf, typeOf, unfitForWebSocket } from './transport.js';

export type Enforcer = 'broker' | 'guard' | 'both';

/** An alternative that the rule's transport cannot carry: left out, which only narrows. */
export interface DroppedAlternative {
  readonly requirement: number;
  readonly alternative: number;
  readonly why: string;
  /** The diagnostic that tells it. */
  readonly code: DiagnosticCode;
}

/** Who sees to one rule, level by level. */
export interface EnforcedRule {
  readonly operation: string;
  readonly server: string | null;
  /** Parallel to the rule's requirements. */
  readonly enforcedBy: readonly Enforcer[];
  /** The same for people: what a record of this app carries is enforced nowhere here. */
  readonly inWords: readonly (Enforcer | 'signed here' | 'broker, signed here')[];
  readonly dropped: readonly DroppedAlternative[];
}

/** Who sees to one level, and what its transport cannot carry. */
export interface EnforcedLevel {
  readonly enforcer: Enforcer;
  readonly dropped: readonly { readonly alternative: number; readonly why: string }[];
}

interface Setting {
  readonly operation: Operation;
  readonly server: Server | null;
  readonly schemes: ReadonlyMap<string, Scheme>;
}

/** Says for each rule who enforces each of its levels, and which alternatives its transport cannot carry. */
export const enforcement = (model: SecurityModel, config: KafkaConfig): Outcome<readonly EnforcedRule[]> => {
  const schemes = new Map(model.schemes.map((scheme) => [scheme.id, scheme]));
  const servers = new Map(model.servers.map((server) => [server.id, server]));
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const diagnostics: Diagnostic[] = [];
  const bare: BareScheme[] = [];
  const value = model.rules.flatMap((rule): EnforcedRule[] => {
    const operation = operations.get(rule.operation);
    if (operation === undefined) return [];
    const server = rule.server === null ? null : (servers.get(rule.server) ?? null);
    const setting: Setting = { operation, server, schemes };
    const levels = rule.requirements.map((requirement) => {
      const level = carriedLevel(requirement.anyOf, operation.action, server, schemes);
      diagnostics.push(...levelFindings(requirement, level, setting, bare));
      return level;
    });
    if (server !== null && transportOf(server) === 'kafka')
      diagnostics.push(
        ...kafkaRuleFindings({ requirements: rule.requirements, levels, operation, server, schemes, config }),
      );
    return [
      {
        operation: rule.operation,
        server: rule.server,
        enforcedBy: levels.map((level) => level.enforcer),
        inWords: levels.map(({ enforcer }, index) => signedHere(rule.requirements[index], setting) ?? enforcer),
        dropped: levels.flatMap((level, index) =>
          level.dropped.map((entry) => ({
            requirement: index,
            ...entry,
            code: dropCode(entry.alternative, rule.requirements[index], level, setting),
          })),
        ),
      },
    ];
  });
  return { value, diagnostics: [...diagnostics, ...bareFindings(bare)] };
};

const signedHere = (
  requirement: Requirement | undefined,
  { operation, server, schemes }: Setting,
): 'signed here' | 'broker, signed here' | null => {
  if (operation.action !== 'send' || transportOf(server) !== 'kafka') return null;
  const kinds = kafkaKinds(requirement?.anyOf ?? [], server, schemes);
  if (!kinds.some(({ guard }) => guard)) return null;
  return kinds.some(({ broker }) => broker) ? 'broker, signed here' : 'signed here';
};

/** Who sees to a level on a server, and what its transport cannot carry; on no server: the guard, and anything. */
export const carriedLevel = (
  anyOf: readonly Pick<RuleAlternative, 'allOf'>[],
  action: Operation['action'],
  server: Server | null,
  schemes: ReadonlyMap<string, Scheme>,
): EnforcedLevel => {
  switch (transportOf(server)) {
    case 'websocket':
      return { enforcer: 'guard', dropped: webSocketDrops(anyOf, schemes) };
    case 'kafka':
      return kafkaLevel(anyOf, action, server, schemes);
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
    const shared = sharedPlace(used, handshakePlace);
    if (unfit !== undefined) return [{ alternative: index, why: unfit }];
    return shared === null ? [] : [{ alternative: index, why: `it needs two values in one place, ${shared}` }];
  });

/** Where a handshake carries a scheme's evidence. */
export const handshakePlace = (scheme: Scheme): string =>
  scheme.type === 'httpApiKey'
    ? `the ${scheme.in} ${scheme.in === 'header' ? scheme.name.toLowerCase() : scheme.name}`
    : scheme.type === 'X509'
      ? 'the client certificate'
      : 'the header authorization';

/** What the transport cannot carry of one level; schemes without a carrier go to `bare`. `operation` is null where only the server's level is looked at. */
const levelFindings = (
  { level: name, anyOf }: { readonly level: Requirement['level']; readonly anyOf: readonly Alternative[] },
  level: EnforcedLevel,
  { operation, server, schemes }: Omit<Setting, 'operation'> & { readonly operation: Operation | null },
  bare: BareScheme[],
): readonly Diagnostic[] => {
  const onServer = server === null ? '' : ` on ${server.id}`;
  const where =
    name === 'server' || operation === null ? `the server ${server?.id ?? ''}` : `${operation.id}${onServer}`;
  const kafka = transportOf(server) === 'kafka';
  const drops = level.dropped.flatMap((drop) => {
    const alternative = anyOf[drop.alternative];
    if (alternative === undefined) return [];
    const foreign = kafka && name === 'server' ? foreignScheme(alternative, schemes) : undefined;
    if (foreign !== undefined) return [notCarried(foreign, alternative, where)];
    const names = alternative.allOf.map((use) => use.scheme).join(' and ');
    const code = partCode(kafka, level);
    return [
      report(code, alternative.at, {
        message: `${where}: the alternative ${names} is left out: ${drop.why}.`,
        fix:
          code === 'carrier-missing'
            ? `${proofFix(schemesOf(alternative, schemes))}, or keep only alternatives of one kind.`
            : `Remove ${names} from this list, or use a scheme that ${server?.protocol ?? 'the transport'} can carry.`,
      }),
    ];
  });
  if (level.dropped.length < anyOf.length || anyOf.length === 0 || hasErrors(drops)) return drops;
  const fixable =
    kafka && server !== null
      ? bareSchemes(anyOf, name === 'server' || operation === null ? where : operation.id, server, schemes)
      : [];
  bare.push(...fixable);
  if (fixable.length > 0) return [];
  return [
    report('alternative-unsatisfiable', anyOf[0]?.at ?? operation?.at, {
      message: `${where}: nobody could satisfy its ${name} security: ${kafka ? (level.dropped[0]?.why ?? '') : `no alternative can be carried over ${server?.protocol ?? 'its transport'}`}.`,
      fix: kafka
        ? `${alternativeFix(schemesOf(anyOf[0], schemes))}, or take the operation off this server.`
        : 'Add an alternative with a scheme that this transport can carry, or take the operation off this server.',
    }),
  ];
};

/** The code under which a dropped alternative is told. */
const dropCode = (
  alternative: number,
  requirement: Requirement | undefined,
  level: EnforcedLevel,
  { server, schemes }: Setting,
): DiagnosticCode => {
  const anyOf = requirement?.anyOf ?? [];
  const kafka = transportOf(server) === 'kafka';
  const ofServer = kafka && requirement?.level === 'server';
  if (ofServer && foreignScheme(anyOf[alternative], schemes) !== undefined) return 'scheme-not-carried';
  if (level.dropped.length < anyOf.length) return partCode(kafka, level);
  const told = ofServer && anyOf.some((one) => foreignScheme(one, schemes) !== undefined);
  return told ? partCode(kafka, level) : 'alternative-unsatisfiable';
};

/** Where the guard decides what is left of a Kafka level, a carrier is what was missing. */
const partCode = (kafka: boolean, level: EnforcedLevel): 'carrier-missing' | 'alternative-dropped' =>
  kafka && level.enforcer === 'guard' ? 'carrier-missing' : 'alternative-dropped';

/** What no connection to a broker can carry of a Kafka server's own level. */
export const kafkaServerFindings = (server: Server, schemes: ReadonlyMap<string, Scheme>): readonly Diagnostic[] => {
  const { anyOf } = server.security;
  const bare: BareScheme[] = [];
  const level = kafkaLevel(anyOf, 'receive', server, schemes);
  const found = levelFindings({ level: 'server', anyOf }, level, { operation: null, server, schemes }, bare);
  return [...found, ...bareFindings(bare)];
};

const foreignScheme = (
  alternative: Pick<Alternative, 'allOf'> | undefined,
  schemes: ReadonlyMap<string, Scheme>,
): Scheme | undefined => schemesOf(alternative, schemes).find(isOfHttpAlone);

const isOfHttpAlone = (scheme: Scheme): boolean =>
  scheme.access.carrier === null &&
  (scheme.type === 'httpApiKey' || (scheme.type === 'http' && scheme.scheme !== 'bearer'));

const notCarried = (scheme: Scheme, { at }: Alternative, where: string): Diagnostic =>
  report('scheme-not-carried', at, {
    message: `${where}: it demands ${scheme.id} (${typeOf(scheme)}), which no connection to a Kafka broker can present.`,
    fix: 'Use the scheme that the broker checks: plain, scramSha256, scramSha512 or X509. What producers prove in each record is stated on operations.',
  });
