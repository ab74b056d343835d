import { fc } from './seeded.js';
import type { Authenticator, ApiKeyEvidence, Identity, Refusal } from '../../src/runtime/identity.js';
import type { Policy } from '../../src/runtime/policy.js';
import { CONTEXTS, ROLES, SCOPES } from './arbitrary-policy.js';
import type { ProviderState } from './second-model.js';

/** What one provider will make of a caller's evidence. */
export type Fate =
  | { readonly fate: 'absent' | 'two values' }
  | { readonly fate: 'refused'; readonly code: Refusal['refused'] }
  | { readonly fate: 'fails'; readonly how: Failure }
  | ProvedFate;

export interface ProvedFate {
  readonly fate: 'proved';
  readonly issuer: string;
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly grants: readonly string[];
  readonly lasts: Lifetime;
  readonly spoilt: boolean;
}

/** `soon` runs out between the first and the second round of questions. */
export type Lifetime = 'past' | 'soon' | 'later' | 'never';

const FAILURES = {
  throws: (): never => {
    throw new Error('down');
  },
  rejects: () => Promise.reject(new Error('down')),
  'answers nothing': () => Promise.resolve(undefined),
  'answers null': () => Promise.resolve(null),
  'answers an empty object': () => Promise.resolve({}),
  'answers true': () => Promise.resolve(true),
  'names nobody': () => Promise.resolve({ subject: '' }),
  'ends at no number': () => Promise.resolve({ subject: 'ann', expiresAt: NaN }),
  'gives a text for grants': () => Promise.resolve({ subject: 'ann', grants: 'ADMIN@*' }),
  'gives a text for scopes': () => Promise.resolve({ subject: 'ann', scopes: 'read' }),
  'refuses with an unknown word': () => Promise.resolve({ refused: 'maybe' }),
} satisfies Record<string, () => unknown>;

type Failure = keyof typeof FAILURES;

export const SUBJECTS = ['ann', 'bob'] as const;
export const ISSUERS = ['', 'https://idp.acme.test'] as const;

const GRANTS = ROLES.flatMap((role) => [role, ...['*', ...CONTEXTS].map((context) => `${role}@${context}`)]);

export const arbitraryFate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>({ fate: 'absent' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ fate: 'two values' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Refusal['refused']>('invalid-credential', 'credential-expired', 'revoked', 'replayed')
      .map((code): Fate => ({ fate: 'refused', code })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Failure[]>(...(Object.keys(FAILURES) as Failure[]))
      .map((how): Fate => ({ fate: 'fails', how })),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      fate: fc.constant('proved' as const),
      issuer: fc.constantFrom(...ISSUERS),
      subject: fc.constantFrom(...SUBJECTS, SUBJECTS[0]),
      scopes: fc.subarray([...SCOPES]),
      grants: fc.subarray(GRANTS, { maxLength: 3 }),
      lasts: fc.constantFrom<Lifetime[]>('never', 'never', 'later', 'later', 'soon', 'past'),
      spoilt: fc.constantFrom(false, false, false, false, false, false, false, true),
    }),
  },
);

/** A grant that is malformed, or of a role that does not exist. */
const SPOILT = 'NOBODY@billing';

const endOf = (lasts: Lifetime, now: number): number =>
  ({ past: now - 1_000, soon: now + 500, later: now + 5_000, never: Infinity })[lasts];

/** What an account source of this policy may hold: a bare grant only where the policy says how to read it. */
const grantsOf = (fate: ProvedFate, policy: Policy): readonly string[] =>
  policy.roles?.bareGrant === 'every-context' ? fate.grants : fate.grants.filter((grant) => grant.includes('@'));

/** Whether the provider's roles come with the identity, so that a bad one is a fault of the account source. */
function readsGrants(policy: Policy, provider: string): boolean {
  const source = policy.providers[provider]?.rolesFrom ?? null;
  return policy.roles !== null && (source === 'account' || source === 'ldap' || source === 'certificate');
}

/** The fate in the words of the second model. */
export function stateOf(fate: Fate, provider: string, policy: Policy, now: number): ProviderState {
  switch (fate.fate) {
    case 'absent':
      return { state: 'absent' };
    case 'two values':
      return { state: 'invalid', code: 'invalid-credential' };
    case 'refused':
      return { state: 'invalid', code: fate.code };
    case 'fails':
      return { state: 'undecided', cause: 'authenticator-failed' };
    case 'proved': {
      // What has already ended proves nothing, whatever else it says.
      if (fate.lasts === 'past') return { state: 'invalid', code: 'credential-expired' };
      if (fate.spoilt && readsGrants(policy, provider)) return { state: 'undecided', cause: 'authenticator-failed' };
      const { issuer, subject, scopes } = fate;
      const grants = policy.providers[provider]?.rolesFrom === 'groups' ? withContext(fate) : grantsOf(fate, policy);
      return { state: 'proved', issuer, subject, scopes, grants, expiresAt: endOf(fate.lasts, now), revoked: false };
    }
  }
}

const withContext = (fate: ProvedFate): readonly string[] => fate.grants.filter((grant) => grant.includes('@'));

/** The fate as the app's own authenticator would bring it about. */
export function authenticatorFor(
  provider: string,
  policy: Policy,
  fateOf: (key: string) => Fate | undefined,
  now: () => number,
): Authenticator<ApiKeyEvidence> {
  // The engine must survive answers that the types forbid.
  return ({ key }) => answerOf(fateOf(key), provider, policy, now()) as Promise<Identity>;
}

function answerOf(fate: Fate | undefined, provider: string, policy: Policy, now: number): unknown {
  switch (fate?.fate) {
    case 'fails':
      return FAILURES[fate.how]();
    case 'refused':
      return Promise.resolve({ refused: fate.code });
    case 'proved': {
      const { issuer, subject, scopes } = fate;
      const grants = grantsOf(fate, policy);
      const identity = {
        issuer,
        subject,
        scopes,
        grants: fate.spoilt && readsGrants(policy, provider) ? [...grants, SPOILT] : grants,
        claims: { realm: { roles: grants }, groups: withContext(fate).map((grant) => `group of ${grant}`) },
      };
      return Promise.resolve(fate.lasts === 'never' ? identity : { ...identity, expiresAt: endOf(fate.lasts, now) });
    }
    default:
      throw new Error(`The authenticator of ${provider} was asked although there was nothing to authenticate.`);
  }
}

/** The headers with which the caller of this number brings its fates about. */
export function headersOf(number: number, fates: ReadonlyMap<string, Fate>, policy: Policy): string[] {
  return [...fates].flatMap(([provider, { fate }]) => {
    const carrier = policy.providers[provider]?.carriers[0];
    if (carrier === undefined || fate === 'absent') return [];
    const line = [carrier.name, `key-${String(number)}`];
    return fate === 'two values' ? [...line, carrier.name, 'another-key'] : line;
  });
}
