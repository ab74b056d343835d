import { fc } from './seeded.js';
import type {
  Alternative,
  ContextSource,
  OperationPolicy,
  Policy,
  ProviderPolicy,
  Requirement,
  RolePolicy,
  RolesPolicy,
  RulePolicy,
  SchemePolicy,
  ServerPolicy,
} from '../../src/runtime/policy.js';

/** Small pools: what matters is met often only where names collide often. */
export const CONTEXTS = ['default', 'billing', '_admin'] as const;
export const ROLES = ['ADMIN', 'READER', 'WRITER', 'OLD_READER'] as const;
/** One scope reads as a grant, for the providers whose roles come from scopes. */
export const SCOPES = ['read', 'write', 'READER@billing', 'ADMIN@_admin'] as const;
/** Some of them are names that every object has. */
export const OPERATIONS: readonly string[] = ['readEvents', 'appendEvent', 'toString', 'constructor', 'listContexts'];
const SCHEMES = ['token', 'userLogin', 'externalLogin', 'workload', 'valueOf'] as const;
export const PROVIDERS = ['idp', 'accounts', 'mesh', 'hasOwnProperty'] as const;
const SERVERS = ['production', 'staging'] as const;

const ROLE_SOURCES = ['account', 'account', 'certificate', 'ldap', 'scopes', 'claim', 'groups', null] as const;

/** Policies as the plan can print them: every shape of the algebra, no broken data. */
export const arbitraryPolicy: fc.Arbitrary<Policy> = fc
  .record({
    sources: fc.tuple(...PROVIDERS.map(() => fc.constantFrom(...ROLE_SOURCES))),
    providerOf: fc.tuple(...SCHEMES.map(() => fc.constantFrom(...PROVIDERS))),
    roles: fc.option(arbitraryRoles(), { freq: 5 }),
    sameSubject: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    operations: fc.tuple(...OPERATIONS.map(() => arbitraryOperation())),
    servers: fc.tuple(...SERVERS.map(() => arbitraryServer())),
  })
  .map(({ sources, providerOf, roles, sameSubject, operations, servers }) => {
    const providers = Object.fromEntries(
      PROVIDERS.map((name, at): [string, ProviderPolicy] => [name, providerPolicy(name, sources[at] ?? null)]),
    );
    const schemes = Object.fromEntries(
      SCHEMES.map((name, at): [string, SchemePolicy] => [
        name,
        { type: 'httpApiKey', provider: providerOf[at] ?? PROVIDERS[0] },
      ]),
    );
    const withActors = (level: readonly DrawnAlternative[] | null): Requirement | null =>
      level === null ? null : level.map((drawn) => alternativeOf(drawn, providers, schemes));
    const policy: Policy = {
      contract: 1,
      providers,
      schemes,
      channels: { events: { address: '/contexts/{context}/events', parameters: ['context'] } },
      operations: Object.fromEntries(
        OPERATIONS.map((name, at): [string, OperationPolicy] => [name, operationPolicy(operations[at])]),
      ),
      servers: Object.fromEntries(
        SERVERS.map((name, at): [string, ServerPolicy] => {
          const drawn = servers[at];
          const rules = OPERATIONS.flatMap((operation, index): [string, RulePolicy][] => {
            const level = drawn?.rules[index];
            if (level === undefined || level === 'not here') return [];
            const open = operations[index]?.access === 'public';
            if (!open && level === null && drawn?.requirement === null) return [];
            return [[operation, { requirement: open ? null : withActors(level) }]];
          });
          return [
            name,
            {
              protocol: 'wss',
              host: `${name}.acme.test`,
              pathname: '/',
              describes: 'server',
              requirement: withActors(drawn?.requirement ?? null),
              rules: Object.fromEntries(rules),
              hosts: [`${name}.acme.test`],
              tls: true,
            },
          ];
        }),
      ),
      roles,
      roleMap: {},
      sameSubject,
    };
    return { ...policy, roleMap: roleMapOf(policy, operations) };
  });

/** The same policy with every list of alternatives and of conjuncts, and every map, the other way round. */
export function reversed(policy: Policy): Policy {
  const turn = (level: Requirement | null): Requirement | null =>
    level === null ? null : backwards(level.map(({ allOf, actor }) => ({ allOf: backwards(allOf), actor })));
  const back = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(backwards(Object.entries(record)));
  return {
    ...policy,
    providers: back(policy.providers),
    schemes: back(policy.schemes),
    operations: back(policy.operations),
    servers: Object.fromEntries(
      Object.entries(policy.servers).map(([name, server]) => [
        name,
        {
          ...server,
          requirement: turn(server.requirement),
          rules: Object.fromEntries(
            backwards(Object.entries(server.rules)).map(([operation, rule]) => [
              operation,
              { requirement: turn(rule.requirement) },
            ]),
          ),
        },
      ]),
    ),
    roleMap: Object.fromEntries(Object.entries(policy.roleMap).map(([name, roles]) => [name, backwards(roles)])),
  };
}

const backwards = <T>(list: readonly T[]): T[] => [...list].reverse();

interface DrawnAlternative {
  readonly uses: readonly { readonly scheme: string; readonly scopes: readonly string[] }[];
  /** Which of the schemes that have a source of roles acts. */
  readonly actor: number | 'whoever';
}

interface DrawnServer {
  readonly requirement: readonly DrawnAlternative[] | null;
  readonly rules: readonly (readonly DrawnAlternative[] | null | 'not here')[];
}

interface DrawnOperation {
  readonly access: OperationPolicy['access'];
  readonly context: ContextSource;
  readonly roles: readonly string[] | null;
}

function arbitraryLevel(): fc.Arbitrary<readonly DrawnAlternative[]> {
  const use = fc.record({
    scheme: fc.constantFrom(...SCHEMES),
    scopes: fc.oneof(fc.constant([]), fc.subarray([...SCOPES], { maxLength: 2 })),
  });
  const alternative = fc.record({
    uses: fc.uniqueArray(use, { minLength: 1, maxLength: 3, selector: ({ scheme }) => scheme }),
    actor: fc.constantFrom(0, 1, 2, 0, 1, 2, 'whoever' as const),
  });
  return fc.array(alternative, { minLength: 1, maxLength: 4 });
}

function arbitraryServer(): fc.Arbitrary<DrawnServer> {
  return fc.record({
    requirement: fc.option(arbitraryLevel(), { freq: 2 }),
    rules: fc.tuple(
      ...OPERATIONS.map(() =>
        fc.oneof(
          { weight: 5, arbitrary: arbitraryLevel() },
          { weight: 2, arbitrary: fc.constant(null) },
          { weight: 1, arbitrary: fc.constant('not here' as const) },
        ),
      ),
    ),
  });
}

function arbitraryOperation(): fc.Arbitrary<DrawnOperation> {
  return fc.record({
    access: fc.oneof(
      { weight: 6, arbitrary: fc.constant('protected' as const) },
      { weight: 1, arbitrary: fc.constant('authenticated' as const) },
      { weight: 1, arbitrary: fc.constant('public' as const) },
    ),
    context: fc.constantFrom<ContextSource>(
      { parameter: 'context' },
      { header: 'x-context' },
      { field: 'context' },
      { value: '_admin' },
    ),
    roles: fc.option(fc.subarray([...ROLES], { minLength: 1, maxLength: 3 }), { freq: 4 }),
  });
}

/** So many that the roles that matter are the 1st, 2nd, 32nd and 33rd: an engine may keep them in words of bits. */
const OTHER_ROLES = Array.from({ length: 29 }, (_, at): [string, RolePolicy] => [
  `OTHER_${String(at)}`,
  { deprecated: false, contexts: null },
]);

function arbitraryRoles(): fc.Arbitrary<RolesPolicy> {
  const contexts = fc.option(fc.subarray([...CONTEXTS], { minLength: 1 }), { freq: 2 });
  return fc.record({
    defaultContext: fc.constantFrom(...CONTEXTS),
    adminContext: fc.constantFrom(null, '_admin'),
    bareGrant: fc.constantFrom(null, 'every-context' as const),
    audit: fc.constantFrom(null, 'denied' as const, 'all' as const),
    roles: fc.tuple(...ROLES.map(() => contexts)).map((limits) => {
      const named = ROLES.map((role, at): [string, RolePolicy] => [
        role,
        { deprecated: role === 'OLD_READER', contexts: limits[at] ?? null },
      ]);
      return Object.fromEntries([...named.slice(0, 2), ...OTHER_ROLES, ...named.slice(2)]);
    }),
  });
}

function providerPolicy(name: string, rolesFrom: ProviderPolicy['rolesFrom']): ProviderPolicy {
  const common = { form: 'apiKey', carriers: [{ in: 'header', name: `x-${name.toLowerCase()}` }], rolesFrom } as const;
  if (rolesFrom === 'claim') return { ...common, claim: { path: 'realm.roles' } };
  if (rolesFrom !== 'groups') return common;
  const grants = ROLES.flatMap((role) => ['*', ...CONTEXTS].map((context) => `${role}@${context}`));
  return {
    ...common,
    claim: { path: 'groups' },
    groupRoles: Object.fromEntries(grants.map((grant) => [`group of ${grant}`, [grant]])),
  };
}

function alternativeOf(
  { uses, actor }: DrawnAlternative,
  providers: Policy['providers'],
  schemes: Policy['schemes'],
): Alternative {
  const sources = uses.filter(({ scheme }) => {
    const provider = schemes[scheme]?.provider;
    return provider !== undefined && (providers[provider]?.rolesFrom ?? null) !== null;
  });
  // The plan names no actor without a source of roles; if one slips through, nobody must get a role by it.
  const acting = actor === 'whoever' ? uses : sources;
  const position = actor === 'whoever' ? 0 : actor % Math.max(acting.length, 1);
  return { allOf: uses, actor: acting[position]?.scheme ?? null };
}

function operationPolicy(drawn: DrawnOperation | undefined): OperationPolicy {
  return {
    action: 'receive',
    channel: 'events',
    access: drawn?.access ?? 'protected',
    context: drawn?.context ?? { parameter: 'context' },
    message: { by: 'app' },
    replies: false,
  };
}

/** Roles need a level that can act, on each server where the operation is; the generator refuses anything else. */
function roleMapOf(policy: Policy, operations: readonly DrawnOperation[]): Policy['roleMap'] {
  if (policy.roles === null) return {};
  const entries = OPERATIONS.flatMap((name, at): [string, readonly string[]][] => {
    const drawn = operations[at];
    if (drawn?.access !== 'protected' || drawn.roles === null) return [];
    const everywhere = Object.values(policy.servers).every((server) => {
      const rule = Object.hasOwn(server.rules, name) ? server.rules[name] : undefined;
      return rule === undefined || (rule.requirement ?? server.requirement) !== null;
    });
    return everywhere ? [[name, drawn.roles]] : [];
  });
  return Object.fromEntries(entries);
}

/** The providers that this server's rules ask for. */
export function providersOf(policy: Policy, server: string): Set<string> {
  const described = policy.servers[server];
  if (described === undefined) return new Set();
  const levels = [described.requirement, ...Object.values(described.rules).map(({ requirement }) => requirement)];
  const uses = levels.flatMap((level) => (level ?? []).flatMap(({ allOf }) => allOf));
  return new Set(uses.flatMap(({ scheme }) => policy.schemes[scheme]?.provider ?? []));
}
