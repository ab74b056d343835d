import type { Operation, Requirement, Rule, SecurityModel, Server } from '../model/index.js';
import type { EnforcedRule, Unguarded } from '../plan/index.js';
import { ruleKey } from './policy-answer.js';

/** A policy arranged for people: servers that demand the same side by side, operations that demand the same together. */
export interface PolicyOutline {
  readonly sections: readonly OutlineSection[];
  /** The schemes that some level demands, in document order. */
  readonly schemes: readonly { readonly id: string; readonly kind: string }[];
}

/** Servers on which every operation demands the same. */
export interface OutlineSection {
  /** Empty where the document has no servers. */
  readonly servers: readonly { readonly id: string; readonly host: string }[];
  readonly protocol: string;
  readonly groups: readonly OutlineGroup[];
  /** What the server itself demands, where no operation says so. */
  readonly idle: OutlineLevel | null;
}

/** Operations of one direction that demand the same. */
export interface OutlineGroup {
  readonly action: Operation['action'];
  readonly operations: readonly string[];
  readonly status: Rule['status'];
  /** Codes of the errors for which the rules are refused. */
  readonly refusedFor: readonly string[];
  /** All must hold. */
  readonly levels: readonly OutlineLevel[];
  readonly roles: OutlineRoles | null;
}

export interface OutlineLevel {
  readonly checkedBy: string;
  /** Any one suffices. */
  readonly alternatives: readonly OutlineAlternative[];
}

export interface OutlineAlternative {
  readonly allOf: readonly { readonly scheme: string; readonly scopes: readonly string[] }[];
  /** The code that says why it is left out; null where it is not. */
  readonly dropped: string | null;
  /** It demands scopes, and who checks the level sees none. */
  readonly scopesUnchecked: boolean;
}

export interface OutlineRoles {
  readonly anyOf: readonly string[];
  readonly context: Operation['context'];
  readonly checkedBy: string;
}

/** What nobody checks. */
const NOBODY = 'nobody';

/** The same on a server for which nothing is emitted. */
const NO_GUARD = `${NOBODY}: no guard emitted`;

/** What an outline is told beside the policy. */
export interface OutlineOptions {
  readonly rolesAsAcl: boolean;
  /** The codes for which a rule is refused. */
  readonly refusedFor: (rule: Rule) => readonly string[];
  readonly unguarded: Unguarded;
}

/** Arranges a policy for people. */
export const policyOutline = (
  model: SecurityModel,
  enforced: readonly EnforcedRule[],
  told: OutlineOptions,
): PolicyOutline => {
  const enforcers = new Map(enforced.map((one) => [ruleKey(one), one]));
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const byServer = new Map<string | null, Rule[]>();
  for (const rule of model.rules) {
    const known = byServer.get(rule.server);
    if (known === undefined) byServer.set(rule.server, [rule]);
    else known.push(rule);
  }
  const groupsOn = (server: Server | null): readonly OutlineGroup[] =>
    grouped(
      (byServer.get(server?.id ?? null) ?? []).flatMap((rule) => {
        const operation = operations.get(rule.operation);
        return operation === undefined ? [] : [{ rule, operation, enforcer: enforcers.get(ruleKey(rule)) }];
      }),
      server,
      told,
    );
  const sections: OutlineSection[] =
    model.servers.length > 0
      ? model.servers.map((server) => ({
          servers: [{ id: server.id, host: server.host }],
          protocol: server.protocol,
          groups: groupsOn(server),
          idle: byServer.has(server.id) ? null : idleLevel(server),
        }))
      : byServer.has(null)
        ? [{ servers: [], protocol: '', groups: groupsOn(null), idle: null }]
        : [];
  return { sections: joined(sections), schemes: demanded(model) };
};

/** Puts together what is equal in all but the names. */
const grouped = (
  rules: readonly {
    readonly rule: Rule;
    readonly operation: Operation;
    readonly enforcer: EnforcedRule | undefined;
  }[],
  server: Server | null,
  told: OutlineOptions,
): readonly OutlineGroup[] => {
  const groups = new Map<string, { operations: string[]; rest: Omit<OutlineGroup, 'operations'> }>();
  for (const { rule, operation, enforcer } of rules) {
    const levels =
      rule.status === 'protected'
        ? rule.requirements.map((requirement, index) => level(requirement, index, enforcer, server, told.unguarded))
        : [];
    const rest: Omit<OutlineGroup, 'operations'> = {
      action: operation.action,
      status: rule.status,
      refusedFor: rule.status === 'refused' ? told.refusedFor(rule) : [],
      levels: onceEach(levels),
      roles: rule.status === 'protected' ? rolesOf(operation, enforcer, server, told) : null,
    };
    const key = JSON.stringify(rest);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { operations: [operation.id], rest });
    else known.operations.push(operation.id);
  }
  return [...groups.values()].map(({ operations, rest }) => ({ ...rest, operations }));
};

const level = (
  { anyOf }: Requirement,
  index: number,
  enforced: EnforcedRule | undefined,
  server: Server | null,
  unguarded: Unguarded,
): OutlineLevel => {
  const checkedBy = isSkipped(server, unguarded) ? NO_GUARD : (enforced?.inWords[index] ?? 'guard');
  const dropped = enforced?.dropped.filter(({ requirement }) => requirement === index) ?? [];
  const unwired = unguarded.schemes.get(server?.id ?? null);
  return {
    checkedBy,
    alternatives: anyOf.map(({ allOf }, alternative) => ({
      allOf: allOf.map(({ scheme, scopes }) => ({ scheme, scopes })),
      dropped:
        dropped.find((one) => one.alternative === alternative)?.code ??
        (allOf.some(({ scheme }) => unwired?.has(scheme)) ? 'scheme-not-wired' : null),
      scopesUnchecked: checkedBy === 'broker' && allOf.some(({ scopes }) => scopes.length > 0),
    })),
  };
};

const isSkipped = (server: Server | null, { servers }: Unguarded): boolean => server !== null && servers.has(server.id);

/** Server and operation may demand the same, and the same of the same checker is met at once. */
const onceEach = (levels: readonly OutlineLevel[]): readonly OutlineLevel[] => [
  ...new Map(levels.map((one) => [JSON.stringify(one), one])).values(),
];

/** Roles are decided where the acting level is: the last one. A broker knows of roles only what ACLs say. */
const rolesOf = (
  { roles, context }: Operation,
  enforced: EnforcedRule | undefined,
  server: Server | null,
  { rolesAsAcl, unguarded }: OutlineOptions,
): OutlineRoles | null => {
  if (roles === null || roles.length === 0) return null;
  if (isSkipped(server, unguarded)) return { anyOf: roles, context, checkedBy: NO_GUARD };
  const byBroker = enforced?.enforcedBy.at(-1) === 'broker';
  return { anyOf: roles, context, checkedBy: byBroker ? (rolesAsAcl ? 'broker (ACLs)' : NOBODY) : 'guard' };
};

const idleLevel = ({ security }: Server): OutlineLevel | null =>
  security.state === 'list'
    ? {
        checkedBy: '',
        alternatives: security.anyOf.map(({ allOf }) => ({ allOf, dropped: null, scopesUnchecked: false })),
      }
    : null;

const joined = (sections: readonly OutlineSection[]): readonly OutlineSection[] => {
  const found = new Map<string, OutlineSection>();
  for (const { servers, ...rest } of sections) {
    const key = JSON.stringify(rest);
    found.set(key, { ...rest, servers: [...(found.get(key)?.servers ?? []), ...servers] });
  }
  return [...found.values()];
};

const demanded = ({ schemes, servers, operations }: SecurityModel): PolicyOutline['schemes'] => {
  const ids = new Set(
    [...servers, ...operations].flatMap(({ security }) =>
      security.anyOf.flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme)),
    ),
  );
  return schemes.flatMap((scheme) => {
    if (!ids.has(scheme.id)) return [];
    switch (scheme.type) {
      case 'http':
        return { id: scheme.id, kind: `http ${scheme.scheme}` };
      case 'httpApiKey':
        return { id: scheme.id, kind: `httpApiKey in ${scheme.in} ${scheme.name}` };
      case 'apiKey':
        return { id: scheme.id, kind: `apiKey as ${scheme.in}` };
      case 'oauth2':
        return { id: scheme.id, kind: `oauth2 (${scheme.flows.map(({ name }) => name).join(', ')})` };
      default:
        return { id: scheme.id, kind: scheme.type };
    }
  });
};
