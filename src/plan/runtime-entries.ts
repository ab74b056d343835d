import type { Policy } from '../runtime/policy.js';
import type { RuntimeEntry } from './plan.js';
import { kafkaFactories, type Sides } from './sides.js';

/** Which parts of the runtime a document needs. */
export interface RuntimeNeeds {
  readonly policy: Policy;
  readonly sides: Sides;
}

interface Part extends RuntimeEntry {
  readonly needed: boolean;
}

const partsOf = ({ policy, sides }: RuntimeNeeds): readonly Part[] => {
  const providers = Object.values(policy.providers);
  const forms = new Set(providers.flatMap(({ form, record }) => [form, ...(record === undefined ? [] : [record])]));
  const [listens, dials] = [sides.listening.size > 0, sides.dialling.size > 0];
  const clusters = [...sides.applications, ...sides.peers];
  const kafka = clusters.length > 0;
  const factories = new Set(kafkaFactories(policy, sides).map(({ factory }) => factory));
  const records = factories.has('kafkajsApplication') || factories.has('kafkajsPeer');
  const logins = clusters.flatMap((id) => policy.servers[id]?.kafka?.logins.flat() ?? []);
  const certificates = logins.some(({ mechanism }) => mechanism === 'X509');
  const passwords = dials || logins.some(({ mechanism }) => mechanism !== 'X509');
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
    part(
      'credentials',
      ['CredentialError', 'fromEnv', 'fromFile'],
      ['Source', ...(passwords ? ['PasswordCredential'] : []), ...(certificates ? ['CertificateCredential'] : [])],
      dials || kafka,
    ),
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
        ...(forms.has('proof') ? ['ProofEvidence'] : []),
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
    part('kafka/authorized-record', [], ['AuthorizedRecord'], records),
    part('kafka/connection-error', ['KafkaConnectionError'], [], kafka),
    part('kafka/consumer-stopped-error', ['ConsumerStoppedError'], [], records),
    part('kafka/denial-policy', ['skip', 'stop'], ['DenialPolicy'], records),
    part('kafka/handlers-of', [], ['HandlersOf', 'LooseHandlersOf'], records),
    part(
      'kafkajs/application',
      [...factories].filter((factory) => factory !== 'kafkajsConnection'),
      [],
      records,
    ),
    part('kafkajs/connection', ['kafkajsConnection'], [], factories.has('kafkajsConnection')),
    part('kafkajs/connection-types', [], ['KafkaConnection', 'KafkaOptions'], kafka),
    part('kafkajs/dead-letter', ['deadLetter'], [], records),
    part(
      'kafkajs/types',
      [],
      [
        'KafkaGuard',
        'KafkaGuardOptions',
        'KafkaProducer',
        'OutgoingRecord',
        'RetryOptions',
        'RoutedByApp',
        'Send',
        'Unproved',
      ],
      records,
    ),
    part('kafkajs/unreachable-error', ['KafkaUnreachableError'], [], kafka),
    part('proof/signer', ['proofSigner'], ['ProofSigner', 'ProofSignerOptions', 'SignedParts'], forms.has('proof')),
    part('proof/verifier', ['proofVerifier'], ['ProofAge', 'ProofClaims', 'ProofVerifierOptions'], forms.has('proof')),
    part('record', [], ['KafkaRecord', 'RecordHeader'], kafka),
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
const INTERNAL: ReadonlySet<string> = new Set([
  'createGuard',
  'kafkajsApplication',
  'kafkajsConnection',
  'kafkajsPeer',
  'webSocketClient',
  'webSocketGuard',
  'Policy',
]);

/** Names of the runtime that the folder's `index.ts` offers to the app. */
export const publicRuntimeNames = (
  needs: RuntimeNeeds,
): { readonly values: readonly string[]; readonly types: readonly string[] } => {
  const offered = (names: readonly string[]): readonly string[] =>
    names.filter((name) => !INTERNAL.has(name)).sort((a, b) => (a < b ? -1 : 1));
  const parts = partsOf(needs);
  return { values: offered(parts.flatMap((part) => part.values)), types: offered(parts.flatMap((part) => part.types)) };
};
