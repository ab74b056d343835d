import { grantsFrom } from './account-grants.js';
import { readCompact } from './compact-token.js';
import type { UnverifiedToken } from './compact-token.js';
import { EXPIRED, INVALID } from './identity-check.js';
import type {
  Authenticator,
  Identity,
  Refusal,
  TokenEvidence,
} from './identity.js';
import { fetchDeadline, fetchJson, keyUrl } from './json-fetch.js';
import { checkedJwtOptions, shortType } from './jwt-options.js';
import type { CheckedJwtOptions, JwtOptions } from './jwt-options.js';
import { KeySet } from './key-set.js';
import { ownFault } from './own-faults.js';
import { publicKeys } from './public-keys.js';
import type { PublicKey } from './public-keys.js';
import { Signatures } from './signatures.js';

export type { JwtAccount, JwtOptions } from './jwt-options.js';

/** The claims of a verified token. */
export type JwtClaims = Readonly<Record<string, unknown>>;

const MOST_SCOPES = 1000;
const LATEST_DATE = 8.64e12;

/**
 * Authenticates the access tokens of one issuer (JWT, RFC 9068). Everything that costs nothing is checked before keys
 * are fetched or a signature is verified. Keys that cannot be had leave a token unjudged.
 */
export function jwt(
  options: JwtOptions,
): Authenticator<TokenEvidence, JwtClaims> {
  const checked = checkedJwtOptions(options);
  const signatures = new Signatures(checked, new KeySet(keySource(checked)));
  return async ({ token }, { usernameClaim }) => {
    const unverified = readCompact(token);
    if (unverified === null) return INVALID;
    const refusal = refuseUnverified(unverified, checked);
    if (refusal !== null) return refusal;
    if (!signatures.remembers(token, unverified)) {
      const unproved = await signatures.refuse(token, unverified);
      if (unproved !== null) return unproved;
    }
    const { claims } = unverified;
    return identityOf(claims, usernameClaim, checked, options.grants);
  };
}

/** Reasons to refuse that need no key. What passes is still not believed. */
function refuseUnverified(
  { header, claims }: UnverifiedToken,
  options: CheckedJwtOptions,
): Refusal | null {
  const { alg, typ, kid } = header;
  if (typeof alg !== 'string' || !options.algorithms.includes(alg))
    return INVALID;
  if (kid !== undefined && typeof kid !== 'string') return INVALID;
  if (!isAcceptedType(typ, options)) return INVALID;
  const { iss, aud, sub, exp, nbf } = claims;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (
    iss !== options.issuer ||
    !audiences.some((one) => options.audiences.some((own) => own === one))
  )
    return INVALID;
  if (typeof sub !== 'string' || sub.trim() === '') return INVALID;
  const now = Date.now() / 1000;
  if (
    !isDate(exp) ||
    (nbf !== undefined && (!isDate(nbf) || nbf > now + options.clockTolerance))
  )
    return INVALID;
  return exp + options.clockTolerance <= now ? EXPIRED : null;
}

/** No type is taken for an access token of the plain kind, unless the options name one. */
function isAcceptedType(typ: unknown, { types }: CheckedJwtOptions): boolean {
  if (typ === undefined) return types.includes('jwt');
  return typeof typ === 'string' && types.includes(shortType(typ));
}

async function identityOf(
  claims: JwtClaims,
  usernameClaim: string | null,
  { issuer, clockTolerance }: CheckedJwtOptions,
  grants: JwtOptions['grants'],
): Promise<Identity<JwtClaims> | Refusal> {
  const scopes = scopesOf(claims);
  const subject = claims['sub'];
  const account =
    usernameClaim === null ? subject : ownClaim(claims, usernameClaim);
  if (
    scopes === null ||
    typeof subject !== 'string' ||
    typeof account !== 'string' ||
    account === ''
  )
    return INVALID;
  const granted = await grantsFrom(grants, { issuer, subject, account });
  if (granted === null) return INVALID;
  const expiresAt = (Number(claims['exp']) + clockTolerance) * 1000;
  return {
    issuer,
    subject,
    account,
    scopes,
    grants: granted,
    // One text for all tokens that are kept, instead of one each.
    claims: { ...claims, iss: issuer },
    expiresAt,
  };
}

/** `scope` (RFC 8693) or `scp`, as a text or a list; null for more of them than a token may carry. */
function scopesOf(claims: JwtClaims): readonly string[] | null {
  const stated = claims['scope'] ?? claims['scp'] ?? [];
  const listed: readonly unknown[] =
    typeof stated === 'string'
      ? stated.split(' ')
      : Array.isArray(stated)
        ? stated
        : [];
  const scopes = listed.filter(
    (scope): scope is string => typeof scope === 'string' && scope !== '',
  );
  return scopes.length > MOST_SCOPES ? null : scopes;
}

function keySource({
  issuer,
  jwksUrl,
}: CheckedJwtOptions): () => Promise<readonly PublicKey[]> {
  return async () => {
    const deadline = fetchDeadline();
    const url = jwksUrl ?? (await discovered(issuer, deadline));
    return publicKeys(await fetchJson(url, deadline));
  };
}

/** OpenID Connect Discovery, sections 4.1 and 4.3: the document must name the issuer that was asked for. */
async function discovered(issuer: string, deadline: AbortSignal): Promise<URL> {
  const metadata = await fetchJson(
    keyUrl(
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      'issuer',
    ),
    deadline,
  );
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    !('issuer' in metadata) ||
    metadata.issuer !== issuer
  )
    throw ownFault(
      new Error(`What is published for ${issuer} names another issuer.`),
    );
  if (!('jwks_uri' in metadata) || typeof metadata.jwks_uri !== 'string')
    throw ownFault(
      new Error(`What is published for ${issuer} names no jwks_uri.`),
    );
  return keyUrl(metadata.jwks_uri, 'jwks_uri');
}

function ownClaim(claims: JwtClaims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}

function isDate(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    Math.abs(value) < LATEST_DATE
  );
}
