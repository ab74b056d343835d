import type {
  CertificateCredential,
  PasswordCredential,
} from '../credentials.js';
import type { Login, LoginPart, Policy, ServerPolicy } from '../policy.js';
import { KafkaConnectionError } from './connection-error.js';

/** What of a login is said by SASL. */
export interface SaslLogin {
  /** The slot whose credential is presented. */
  readonly slot: string;
  readonly mechanism: Exclude<LoginPart['mechanism'], 'X509'>;
  readonly credential: PasswordCredential;
}

/** What of a login is said by TLS. */
export interface CertificateLogin {
  readonly slot: string;
  readonly credential: CertificateCredential;
}

/** As whom an app connects. Both null: as nobody, where the document asks for no login. */
export interface ChosenLogin {
  readonly sasl: SaslLogin | null;
  readonly certificate: CertificateLogin | null;
}

/**
 * The first login of the server all of whose credentials are given. Throws KafkaConnectionError, naming the slots, where there
 * is none, and TypeError for a slot that the policy does not know or a credential of another form.
 */
export function chooseLogin(
  policy: Policy,
  id: string,
  server: ServerPolicy,
  credentials: object,
): ChosenLogin {
  const given = givenSlots(policy, credentials);
  const logins = server.kafka?.logins ?? [];
  if (logins.length === 0) return { sasl: null, certificate: null };
  const login = logins.find((parts) =>
    parts.every(({ provider }) => given.has(provider)),
  );
  if (login === undefined) throw missing(id, logins, given);
  let chosen: ChosenLogin = { sasl: null, certificate: null };
  for (const { provider: slot, mechanism } of login) {
    const credential = given.get(slot);
    if (mechanism === 'X509') {
      if (!isCertificate(credential))
        throw new TypeError(`credentials.${slot}: give { cert, key }.`);
      chosen = { ...chosen, certificate: { slot, credential } };
    } else {
      if (!isPassword(credential))
        throw new TypeError(
          `credentials.${slot}: give { username, password }.`,
        );
      chosen = { ...chosen, sasl: { slot, mechanism, credential } };
    }
  }
  return chosen;
}

function givenSlots(
  policy: Policy,
  credentials: object,
): ReadonlyMap<string, unknown> {
  const given = Object.entries(credentials).filter(
    ([, credential]) => credential !== undefined,
  );
  // Of any server: an app may have one set of credentials for all.
  const known = new Set(
    Object.values(policy.servers).flatMap(({ kafka }) =>
      (kafka?.logins ?? []).flat().map(({ provider }) => provider),
    ),
  );
  for (const [slot] of given) {
    if (!known.has(slot))
      throw new TypeError(
        `credentials: no login has the slot ${slot}; known are ${[...known].join(', ') || 'none'}.`,
      );
  }
  return new Map<string, unknown>(given);
}

function isPassword(credential: unknown): credential is PasswordCredential {
  return hasAll(credential, 'username', 'password');
}

function isCertificate(
  credential: unknown,
): credential is CertificateCredential {
  return hasAll(credential, 'cert', 'key');
}

function hasAll(credential: unknown, ...names: readonly string[]): boolean {
  return (
    typeof credential === 'object' &&
    credential !== null &&
    names.every((name) => name in credential)
  );
}

function missing(
  id: string,
  logins: readonly Login[],
  given: ReadonlyMap<string, unknown>,
): KafkaConnectionError {
  const needed = logins
    .map((parts) => parts.map(({ provider }) => provider).join(' and '))
    .join(', or ');
  const names = given.size === 0 ? 'none' : [...given.keys()].join(', ');
  return new KafkaConnectionError(
    'credential-missing',
    `The credentials given (${names}) are no login of server "${id}". It needs: ${needed}.`,
  );
}
