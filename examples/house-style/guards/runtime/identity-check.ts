import type { Identity, Refusal } from './identity.js';
import { ownFault } from './own-faults.js';

const REFUSALS: readonly Refusal['refused'][] = [
  'invalid-credential',
  'credential-expired',
  'revoked',
  'replayed',
];

/** The evidence is not what it should be. */
export const INVALID: Refusal = Object.freeze({
  refused: 'invalid-credential',
});

/** The evidence was good once. */
export const EXPIRED: Refusal = Object.freeze({
  refused: 'credential-expired',
});

/** Whether an authenticator said no. */
export function isRefusal(answer: unknown): answer is Refusal {
  return (
    isObject(answer) && REFUSALS.some((reason) => answer['refused'] === reason)
  );
}

/**
 * The identity that an authenticator found, copied. Throws what is wrong with anything else: an authenticator in
 * JavaScript, or one that passes on what a database gave, can answer anything.
 */
export function checkedIdentity(answer: unknown): Required<Identity> {
  if (!isObject(answer))
    throw wrong('it answered neither an identity nor a refusal');
  if ('refused' in answer) throw wrong('it refused for an unknown reason');
  const {
    subject,
    account = subject,
    issuer = '',
    scopes = [],
    grants = [],
    claims,
    expiresAt = Infinity,
  } = answer;
  if (typeof subject !== 'string' || subject.trim() === '')
    throw wrong('it answered without a subject');
  if (typeof account !== 'string') throw wrong('its account is no text');
  if (typeof issuer !== 'string') throw wrong('its issuer is no text');
  if (!isTexts(scopes)) throw wrong('its scopes are no list of texts');
  if (!isTexts(grants)) throw wrong('its grants are no list of texts');
  if (typeof expiresAt !== 'number' || Number.isNaN(expiresAt))
    throw wrong('its expiresAt is no number');
  return {
    subject,
    account,
    issuer,
    scopes: [...scopes],
    grants: [...grants],
    claims,
    expiresAt,
  };
}

function wrong(what: string): TypeError {
  return ownFault(new TypeError(what));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === 'string')
  );
}
