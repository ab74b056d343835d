import { constants } from 'node:crypto';
import type { SigningOptions } from 'node:crypto';

/** A signature algorithm (RFC 7518, RFC 8037), as node:crypto is told of it. */
export interface Algorithm {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  /** Null: the key is of no curve. */
  readonly crv: string | null;
  /** Null: the algorithm brings its own. */
  readonly hash: string | null;
  readonly options: SigningOptions;
}

const PSS: SigningOptions = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};

const ED25519: Algorithm = {
  kty: 'OKP',
  crv: 'Ed25519',
  hash: null,
  options: {},
};

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ['EdDSA', ED25519],
  ['Ed25519', ED25519],
  ['ES256', ecdsa('P-256', 'sha256')],
  ['ES384', ecdsa('P-384', 'sha384')],
  ['ES512', ecdsa('P-521', 'sha512')],
  ['PS256', rsa('sha256', PSS)],
  ['PS384', rsa('sha384', PSS)],
  ['PS512', rsa('sha512', PSS)],
  ['RS256', rsa('sha256', {})],
  ['RS384', rsa('sha384', {})],
  ['RS512', rsa('sha512', {})],
]);

/** The asymmetric algorithms that a proof may be signed with. */
export const ALGORITHM_NAMES: readonly string[] = [...ALGORITHMS.keys()];

/** The algorithm of a key, where it is one that this name may be used with: no token chooses what its key is taken for. */
export function algorithmOf(
  name: string,
  { kty, crv, alg }: Readonly<Record<string, unknown>>,
): Algorithm | null {
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined || (alg !== undefined && alg !== name))
    return null;
  const isOfCurve = algorithm.crv === null || crv === algorithm.crv;
  return kty === algorithm.kty && isOfCurve ? algorithm : null;
}

function ecdsa(crv: string, hash: string): Algorithm {
  return { kty: 'EC', crv, hash, options: { dsaEncoding: 'ieee-p1363' } };
}

function rsa(hash: string, options: SigningOptions): Algorithm {
  return { kty: 'RSA', crv: null, hash, options };
}
