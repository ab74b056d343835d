import type { AccountGrants } from './account-grants.js';
import { keyUrl } from './json-fetch.js';

export type { JwtAccount } from './account-grants.js';

/** Which tokens an issuer's verifier takes. */
export interface JwtOptions {
  /** Compared exactly with the claim `iss`. */
  readonly issuer: string;
  /** This app, as the issuer names it; one of several suffices. */
  readonly audience: string | readonly string[];
  /** Where the issuer publishes its keys; without it, what its `/.well-known/openid-configuration` says. */
  readonly jwksUri?: string;
  /** Signature algorithms; every asymmetric one of RFC 7518 and RFC 8037, unless given. */
  readonly algorithms?: readonly string[];
  /** The only `typ` of the header to take, such as `at+jwt` (RFC 9068). Without it: `at+jwt`, `JWT` or none. */
  readonly typ?: string;
  /** Seconds by which the clocks of issuer and app may differ (5, at most 300). */
  readonly clockTolerance?: number;
  /** The roles of an account, as `ROLE@context`; null for an account that does not exist, which refuses the token. */
  readonly grants?: AccountGrants;
}

/** Options with their defaults, found fit. */
export interface CheckedJwtOptions {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly jwksUrl: URL | null;
  readonly algorithms: readonly string[];
  readonly types: readonly string[];
  readonly clockTolerance: number;
}

const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Throws a TypeError for an option without which any token would do. */
export function checkedJwtOptions(options: JwtOptions): CheckedJwtOptions {
  const {
    issuer,
    audience,
    jwksUri,
    algorithms = ALGORITHMS,
    typ,
    clockTolerance = 5,
  } = options;
  if (isBlank(issuer)) throw new TypeError('jwt: issuer is missing or blank.');
  const audiences: readonly unknown[] = [audience].flat();
  if (audiences.length === 0 || audiences.some(isBlank))
    throw new TypeError('jwt: audience is missing or blank.');
  if (algorithms.length === 0)
    throw new TypeError('jwt: algorithms names none.');
  const unfit = algorithms.find((algorithm) => !ALGORITHMS.includes(algorithm));
  if (unfit !== undefined)
    throw new TypeError(
      `jwt: the algorithm ${JSON.stringify(unfit)} is none of ${ALGORITHMS.join(', ')}.`,
    );
  if (typ !== undefined && isBlank(typ))
    throw new TypeError('jwt: typ is blank.');
  if (!(clockTolerance >= 0 && clockTolerance <= 300))
    throw new TypeError('jwt: clockTolerance is not from 0 to 300 seconds.');
  if (jwksUri === undefined) keyUrl(issuer, 'jwt: without jwksUri, issuer');
  return {
    issuer,
    audiences: audiences.filter(
      (one): one is string => typeof one === 'string',
    ),
    jwksUrl: jwksUri === undefined ? null : keyUrl(jwksUri, 'jwt: jwksUri'),
    algorithms: [...algorithms],
    types: typ === undefined ? ['at+jwt', 'jwt'] : [shortType(typ)],
    clockTolerance,
  };
}

/** Media types compare without case, and `application/` may be left out (RFC 7515, section 4.1.9). */
export function shortType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
