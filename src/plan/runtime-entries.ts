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
}

const partsOf = ({ policy, listens, dials }: RuntimeNeeds): readonly Part[] => {
  const forms = new Set(Object.values(policy.providers).map((provider) => provider.form));
  const part = (module: string, values: readonly string[], types: readonly string[], needed = true): Part => ({
    module,
    values,
    types,
    needed,
  });
  return [
    part('api-keys', ['apiKeys', 'digestOf'], [], forms.has('apiKey')),
    part('authorized', [], ['Authorized']),
    part('caller', [], ['Caller']),
    part('credentials', ['CredentialError', 'fromEnv', 'fromFile'], ['PasswordCredential', 'Source'], dials),
    part('decision', [], ['Allowed', 'Decision', 'Denied', 'DenialCode', 'Undecided', 'UndecidedCause']),
    part('errors', ['AccessDeniedError', 'CannotJudgeError', 'isAccessDenied'], []),
    part('evidence', ['evidenceOf'], ['Evidence', 'EvidenceSource']),
    part('guard', ['createGuard'], []),
    part(
      'guard-types',
      [],
      ['AuthenticationFault', 'DecisionEvent', 'Guard', 'GuardLimits', 'GuardOptions', 'RefusalCause'],
    ),
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
    part('jwt', ['jwt'], ['JwtClaims'], forms.has('bearer')),
    part('jwt-options', [], ['JwtAccount', 'JwtOptions'], forms.has('bearer')),
    part('passwords', ['hashPassword', 'passwords'], ['PasswordAccount'], forms.has('basic')),
    part('policy', [], ['Policy']),
    part('websocket/client', ['webSocketClient'], ['WebSocketClient', 'WebSocketClientOptions'], dials),
    part('websocket/connection-types', [], ['WebSocketConnection'], dials),
    part('websocket/reconnect', [], ['Closed'], dials),
    part('websocket/connection-error', ['ConnectionError'], [], dials),
    part('websocket/server', ['webSocketGuard'], ['WebSocketGuard', 'WebSocketGuardOptions'], listens),
  ].filter((candidate) => candidate.needed);
};

/** The modules that the emitted barrel of the runtime names, in order. */
export const runtimeEntries = (needs: RuntimeNeeds): readonly RuntimeEntry[] =>
  partsOf(needs).map(({ module, values, types }) => ({ module, values, types }));

/** Factories are for the emitted files alone: an app that calls one could pass a policy of its own making. */
const INTERNAL: ReadonlySet<string> = new Set(['createGuard', 'webSocketClient', 'webSocketGuard', 'Policy']);

/** Names of the runtime that the folder's `index.ts` offers to the app. */
export const publicRuntimeNames = (
  needs: RuntimeNeeds,
): { readonly values: readonly string[]; readonly types: readonly string[] } => {
  const offered = (names: readonly string[]): readonly string[] =>
    names.filter((name) => !INTERNAL.has(name)).sort((a, b) => (a < b ? -1 : 1));
  const parts = partsOf(needs);
  return { values: offered(parts.flatMap((part) => part.values)), types: offered(parts.flatMap((part) => part.types)) };
};
