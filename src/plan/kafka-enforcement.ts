import type { Config } from '../config/config.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Operation, Requirement, RuleAlternative, Scheme, Server } from '../model/security-model.js';
import type { EnforcedLevel } from './enforcement.js';
import { schemesOf, sharedPlace } from './places.js';
import { listed, provesRecords, PROVING_TYPES } from './record-proofs.js';
import { isBearerScheme, isBrokerScheme, typeOf } from './transport.js';

/** What the team says about Kafka. */
export type KafkaConfig = Pick<Config, 'kafka' | 'allowReplayableTokens'>;

/** Who can see to one alternative on Kafka. */
export interface KafkaKind {
  readonly alternative: number;
  /** A broker can, when a client logs in. */
  readonly broker: boolean;
  /** A guard can: each scheme has a carrier in the record. */
  readonly guard: boolean;
}

/** Who can see to each alternative of a level (design section 8). */
export const kafkaKinds = (
  anyOf: readonly Pick<RuleAlternative, 'allOf'>[],
  server: Server | null,
  schemes: ReadonlyMap<string, Scheme>,
): readonly KafkaKind[] => {
  const listed = new Set(
    (server?.security.anyOf ?? []).flatMap((alternative) =>
      schemesOf(alternative, schemes).map((scheme) => scheme.provider),
    ),
  );
  return anyOf.map((alternative, index) => {
    const used = schemesOf(alternative, schemes);
    return {
      alternative: index,
      broker:
        used.every((scheme) => isBrokerScheme(scheme) || (isBearerScheme(scheme) && listed.has(scheme.provider))) &&
        sharedPlace(used, loginPlace) === null,
      guard: used.every((scheme) => scheme.access.carrier !== null) && sharedPlace(used, recordPlace) === null,
    };
  });
};

/** One kind: that; all both: both; mixed: what has no record carrier is dropped. A broker alone binds who reads. */
export const kafkaLevel = (
  anyOf: readonly Pick<RuleAlternative, 'allOf'>[],
  action: Operation['action'],
  server: Server | null,
  schemes: ReadonlyMap<string, Scheme>,
): EnforcedLevel => {
  const kinds = kafkaKinds(anyOf, server, schemes);
  const fit = kinds.filter((kind) => kind.broker || kind.guard);
  const unfit = kinds
    .filter((kind) => !kind.broker && !kind.guard)
    .map(({ alternative }) => ({ alternative, why: unfitReason(schemesOf(anyOf[alternative], schemes)) }));
  if (action === 'send') return { enforcer: 'broker', dropped: unfit };
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

const unfitReason = (used: readonly Scheme[]): string => {
  const login = used.every(isBrokerScheme) ? sharedPlace(used, loginPlace) : null;
  if (login !== null) return `one connection has ${login} once, and it needs two`;
  const record = used.every((scheme) => scheme.access.carrier !== null) ? sharedPlace(used, recordPlace) : null;
  return record === null
    ? 'no Kafka broker can check it, and it has no carrier in a record'
    : `it needs two values in one place of a record, ${record}`;
};

/** Where a connection presents a scheme's credential. */
export const loginPlace = (scheme: Scheme): string =>
  scheme.type === 'X509' ? 'a client certificate' : 'a SASL login';

/** Where a record carries a scheme's evidence. */
export const recordPlace = (scheme: Scheme): string =>
  scheme.access.carrier === 'bearer' ? 'the header authorization' : 'the header asyncapi-proof';

/** A rule on a Kafka server, with what became of its levels. */
export interface KafkaRule {
  readonly requirements: readonly Requirement[];
  /** Parallel to the requirements. */
  readonly levels: readonly EnforcedLevel[];
  readonly operation: Operation;
  readonly server: Server;
  readonly schemes: ReadonlyMap<string, Scheme>;
  readonly config: KafkaConfig;
}

/** What of a rule on Kafka nobody would enforce, or would be kept in the log for all to read. */
export const kafkaRuleFindings = (rule: KafkaRule): readonly Diagnostic[] => {
  const { requirements, levels, operation, schemes, config } = rule;
  const carried = requirements.flatMap((requirement) =>
    requirement.anyOf.flatMap((alternative) =>
      schemesOf(alternative, schemes).filter((scheme) => scheme.access.carrier !== null),
    ),
  );
  const satisfiable = levels.every((level, index) => (requirements[index]?.anyOf.length ?? 0) > level.dropped.length);
  // Where nobody could satisfy a level, that is told, and the rest follows from it.
  const roles = satisfiable || operation.action === 'send' ? roleFindings(rule) : [];
  return [
    ...carried.flatMap(secretInRecord),
    ...replayableTokens(carried, operation, config),
    ...roles,
    ...(roles.length > 0 || !satisfiable ? [] : unproved(rule)),
  ];
};

const PASSWORDS: readonly Scheme['type'][] = ['userPassword', 'apiKey', 'httpApiKey'];

const secretInRecord = (scheme: Scheme): readonly Diagnostic[] => {
  const basic = scheme.type === 'http' && scheme.scheme === 'basic';
  const { carrier } = scheme.access;
  if (!basic && !PASSWORDS.includes(scheme.type) && (carrier !== 'bearer' || isBearerScheme(scheme))) return [];
  return [
    report('secret-in-record', scheme.at, {
      message: `The scheme ${scheme.id} (${typeOf(scheme)}) has the carrier ${carrier ?? ''}: its secret may not travel inside a Kafka record, which is kept and read by many.`,
      fix: `Remove the carrier of ${scheme.id}, and demand a scheme that can prove a record (${PROVING_TYPES}), with \`x-access-control: { carrier: proof }\`.`,
    }),
  ];
};

const replayableTokens = (
  carried: readonly Scheme[],
  operation: Operation,
  { allowReplayableTokens = [] }: KafkaConfig,
): readonly Diagnostic[] => {
  const bearer = carried.find((scheme) => scheme.access.carrier === 'bearer' && isBearerScheme(scheme));
  if (bearer === undefined || allowReplayableTokens.includes(operation.id)) return [];
  return [
    report('replayable-token', operation.at, {
      message: `${operation.id}: records carry the token of ${bearer.id} itself (carrier: bearer), and whoever reads the topic can present it elsewhere until it expires.`,
      fix: `Use \`carrier: proof\`, or accept it by name in the configuration: \`allowReplayableTokens: [${operation.id}]\`.`,
    }),
  ];
};

const roleFindings = ({
  requirements,
  levels,
  operation,
  server,
  schemes,
  config,
}: KafkaRule): readonly Diagnostic[] => {
  if (operation.roles === null || operation.roles.length === 0 || config.kafka?.roles === 'acl') return [];
  const acting = requirements.findIndex((requirement) => requirement.acting);
  if (levels[acting]?.enforcer !== 'broker') return [];
  return [
    report('role-unenforceable', operation.at, {
      message: `${operation.id} on ${server.id}: its roles (${operation.roles.join(', ')}) are decided by nobody: on Kafka only the broker sees ${operation.action === 'send' ? 'who reads' : 'who connects'}.`,
      fix:
        operation.action === 'send'
          ? 'Set `kafka: { roles: acl }` in the configuration and turn the roles into broker ACLs, or remove them.'
          : `${proverFix(requirements[acting]?.anyOf ?? [], schemes)}; or set \`kafka: { roles: acl }\` in the configuration and turn the roles into broker ACLs.`,
    }),
  ];
};

const proverFix = (anyOf: readonly RuleAlternative[], schemes: ReadonlyMap<string, Scheme>): string => {
  const provers = anyOf.flatMap((alternative) => schemesOf(alternative, schemes)).filter(provesRecords);
  return provers.length > 0
    ? `State \`x-access-control: { carrier: proof }\` on ${listed([...new Set(provers.map(({ id }) => id))])}`
    : `Give the operation security of its own: a scheme that can prove a record (${PROVING_TYPES}), with \`x-access-control: { carrier: proof, rolesFrom: account }\``;
};

const unproved = ({ levels, operation, server }: KafkaRule): readonly Diagnostic[] => {
  if (operation.action === 'send' || levels.length === 0) return [];
  if (levels.some((level) => level.enforcer !== 'broker')) return [];
  return [
    report('record-principal-unproved', operation.at, {
      message: `${operation.id} on ${server.id}: the broker lets its producers in, and no record says who they are; handlers get no principal.`,
      fix: 'State `x-access-control: { carrier: proof }` on a scheme of the operation if the app must know; else write `silence: [record-principal-unproved]` in the configuration.',
    }),
  ];
};
