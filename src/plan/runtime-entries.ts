import type { Policy } from '../runtime/policy.js';
import type { RuntimeEntry } from './plan.js';

/** Which parts of the runtime a document needs. */
export interface RuntimeNeeds {
  readonly policy: Policy;
  readonly listens: boolean;
  readonly dials: boolean;
}

interface Part extends RuntimeEntry {
  readonly needed: boolean;
  /** Whether the folder's `index.ts` offers these names to the app; else only emitted files use them. */
  readonly public: boolean;
}

const partsOf = ({ policy, listens, dials }: RuntimeNeeds): readonly Part[] => {
  const forms = new Set(Object.values(policy.providers).map((provider) => provider.form));
  const part = (module: string, values: readonly string[], types: readonly string[], needed = true): Part => ({
    module,
    values,
    types,
    needed,
    public: true,
  });
  return [
    part('api-keys', ['apiKeys', 'digestOf'], [], forms.has('apiKey')),
    part('authorized', [], ['Authorized']),
    part('caller', [], ['Caller']),
    part('credentials', ['fromEnv', 'fromFile'], ['PasswordSource', 'Source'], dials),
    part('decision', [], ['Allowed', 'Decision', 'Denied', 'DenialCode', 'Undecided', 'UndecidedCause']),
    part('errors', ['AccessDeniedError'], []),
    part('evidence', ['evidenceOf'], ['Evidence']),
    { ...part('guard', ['createGuard'], []), public: false },
    part('guard-types', [], ['DecisionEvent', 'Guard', 'GuardLimits', 'GuardOptions']),
    part(
      'identity',
      [],
      [
        'ApiKeyEvidence',
        'AuthenticationCall',
        'Authenticator',
        'Identity',
        'PasswordEvidence',
        'Principal',
        'PrincipalOf',
        'Proof',
        'Refusal',
        'TokenEvidence',
      ],
    ),
    part('jwt', ['jwt'], ['JwtOptions'], forms.has('bearer')),
    part('passwords', ['hashPassword', 'passwords'], ['PasswordAccount'], forms.has('basic')),
    { ...part('policy', [], ['Policy', 'RolesPolicy']), public: false },
    { ...part('websocket/client', ['webSocketClient'], [], dials), public: false },
    part('websocket/client-types', [], ['WebSocketClient', 'WebSocketClientOptions', 'WebSocketConnection'], dials),
    { ...part('websocket/server', ['webSocketGuard'], [], listens), public: false },
    part('websocket/server-types', [], ['WebSocketGuard', 'WebSocketGuardOptions'], listens),
  ].filter((candidate) => candidate.needed);
};

/** The modules that the emitted barrel of the runtime names, in order. */
export const runtimeEntries = (needs: RuntimeNeeds): readonly RuntimeEntry[] =>
  partsOf(needs).map(({ module, values, types }) => ({ module, values, types }));

/** Names of the runtime that the folder's `index.ts` offers. */
export const publicRuntimeNames = (
  needs: RuntimeNeeds,
): { readonly values: readonly string[]; readonly types: readonly string[] } => {
  const offered = partsOf(needs).filter((part) => part.public);
  return {
    values: offered.flatMap((part) => part.values).sort(byText),
    types: offered.flatMap((part) => part.types).sort(byText),
  };
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
