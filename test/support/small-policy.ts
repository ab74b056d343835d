import { evidenceOf, type Evidence } from '../../src/runtime/evidence.js';
import type { Identity } from '../../src/runtime/identity.js';
import type { Policy, ProviderPolicy, Requirement, RolesPolicy } from '../../src/runtime/policy.js';

/** An alternative of schemes, each `scheme` or `scheme: scope scope`; the first is the actor unless another is named. */
export function allOf(uses: readonly string[], actor?: string | null): Requirement[number] {
  const parsed = uses.map((use) => {
    const [scheme = '', scopes = ''] = use.split(': ');
    return { scheme, scopes: scopes.split(' ').filter((scope) => scope !== '') };
  });
  return { allOf: parsed, actor: actor === undefined ? (parsed[0]?.scheme ?? null) : actor };
}

export const ROLES: RolesPolicy = {
  defaultContext: 'default',
  adminContext: '_admin',
  bareGrant: null,
  audit: null,
  roles: {
    READ: { deprecated: false, contexts: null },
    WRITE: { deprecated: false, contexts: null },
    OLD: { deprecated: true, contexts: null },
    ADMIN: { deprecated: false, contexts: ['_admin'] },
  },
};

export interface SmallPolicy {
  readonly server?: Requirement | null;
  readonly operation?: Requirement | null;
  readonly roles?: readonly string[];
  readonly access?: 'protected' | 'authenticated' | 'public';
  readonly providers?: Readonly<Record<string, Partial<ProviderPolicy>>>;
  readonly rolesPolicy?: RolesPolicy | null;
  readonly context?: Policy['operations'][string]['context'];
  readonly sameSubject?: boolean;
}

/** Three providers `a`, `b`, `c`, each with a scheme of its name; `a2` is a second scheme of `a`. One operation, `read`. */
export function smallPolicy(wanted: SmallPolicy): Policy {
  const provider = (key: string): ProviderPolicy => ({
    form: 'apiKey',
    carriers: [{ in: 'header', name: `x-${key}` }],
    rolesFrom: 'account',
    ...wanted.providers?.[key],
  });
  const scheme = (key: string): Policy['schemes'][string] => ({ type: 'httpApiKey', provider: key });
  return {
    contract: 1,
    providers: { a: provider('a'), b: provider('b'), c: provider('c') },
    schemes: { a: scheme('a'), a2: scheme('a'), b: scheme('b'), c: scheme('c') },
    channels: { events: { address: '/events', parameters: [] } },
    operations: {
      read: {
        action: 'receive',
        channel: 'events',
        access: wanted.access ?? 'protected',
        context: wanted.context ?? { header: 'x-context' },
        message: { by: 'channel' },
        replies: false,
      },
    },
    servers: {
      here: {
        protocol: 'wss',
        host: 'here.test',
        pathname: '/',
        describes: 'server',
        requirement: wanted.server ?? null,
        rules: { read: { requirement: wanted.operation ?? null } },
        hosts: ['here.test'],
        tls: true,
      },
    },
    roles: wanted.rolesPolicy === undefined ? ROLES : wanted.rolesPolicy,
    roleMap: wanted.roles === undefined ? {} : { read: wanted.roles },
    sameSubject: wanted.sameSubject ?? false,
  };
}

/** Evidence for some of the three providers: any key will do. */
export function presenting(...providers: readonly string[]): Evidence {
  return evidenceOf({ rawHeaders: providers.flatMap((key) => [`X-${key}`, `key-of-${key}`]) });
}

/** An authenticator that finds this identity, whatever is presented. */
export function finds(identity: Partial<Identity> = {}): () => Promise<Identity> {
  return () => Promise.resolve({ subject: 'alice', ...identity });
}

/** An authenticator that refuses for this reason, whatever is presented. */
export const refuses = (refused: string) => () => Promise.resolve({ refused });

/** An authenticator that is down. */
export const fails = () => Promise.reject(new Error('down'));
