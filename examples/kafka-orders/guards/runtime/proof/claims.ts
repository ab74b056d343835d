import type { SignedParts } from '../record-signer.js';
import { coveredNames, sha256, headersDigest } from './digests.js';

/** What a record proof of format 1 claims: all of it, and nothing else. */
export interface ProofClaims {
  /** Who vouches for the producers. */
  readonly iss: string;
  /** The producer. */
  readonly sub: string;
  /** When it was signed: whole seconds since 1970. */
  readonly iat: number;
  /** Of this record alone, among all of this producer's. */
  readonly jti: string;
  /** The topic, as the document names it. */
  readonly top: string;
  /** Digest of the key; null: the record has none. */
  readonly key: string | null;
  /** Digest of the value; null: a tombstone. */
  readonly val: string | null;
  /** Digest of the covered headers; null: none is covered. */
  readonly hdr: string | null;
}

export const PROOF_TYPE = 'record-proof+jwt';
export const LONGEST_NAME = 256;

const MEMBERS = ['iss', 'sub', 'iat', 'jti', 'top', 'key', 'val', 'hdr'];
const JTI = /^[\w.~-]{1,128}$/;
const DIGEST = /^[\w-]{43}$/;

/** The claims about a record's parts; undefined where a covered header comes twice or without a value. */
export function recordClaims(
  { topic, key, value, headers, signedHeaders }: SignedParts,
  listed: readonly string[],
): Pick<ProofClaims, 'top' | 'key' | 'val' | 'hdr'> | undefined {
  const hdr = headersDigest(coveredNames(signedHeaders, listed), headers);
  return hdr === undefined
    ? undefined
    : { top: topic, key: sha256(key), val: sha256(value), hdr };
}

/** Whether these are claims of format 1, each of its type. */
export function isProofClaims(
  claims: object,
): claims is ProofClaims & typeof claims {
  const { iss, sub, iat, jti, top, key, val, hdr } = claims as Partial<
    Readonly<Record<keyof ProofClaims, unknown>>
  >;
  return (
    Object.keys(claims).length === MEMBERS.length &&
    typeof iss === 'string' &&
    isName(sub) &&
    typeof iat === 'number' &&
    Number.isSafeInteger(iat) &&
    iat >= 0 &&
    typeof jti === 'string' &&
    JTI.test(jti) &&
    typeof top === 'string' &&
    isDigest(key) &&
    isDigest(val) &&
    isDigest(hdr)
  );
}

/** A producer, or a key: a text that is not blank, and short enough to be remembered. */
export function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    value.length <= LONGEST_NAME
  );
}

function isDigest(value: unknown): boolean {
  return value === null || (typeof value === 'string' && DIGEST.test(value));
}
