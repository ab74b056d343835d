import { grantsFrom } from '../account-grants.js';
import { readCompact } from '../compact-token.js';
import type { Authenticator, ProofEvidence, Refusal } from '../identity.js';
import { EXPIRED, INVALID } from '../identity-check.js';
import { isName, isProofClaims, PROOF_TYPE, recordClaims } from './claims.js';
import type { ProofClaims } from './claims.js';
import { ProofKeys } from './proof-keys.js';
import type { SignedProof } from './proof-keys.js';
import { ReplayMemory } from './replay-memory.js';
import { checkedVerifierOptions } from './verifier-options.js';
import type {
  CheckedVerifierOptions,
  ProofVerifierOptions,
} from './verifier-options.js';

export type { ProofClaims } from './claims.js';
export type { ProofAge, ProofVerifierOptions } from './verifier-options.js';

interface ReadProof {
  readonly signed: SignedProof;
  readonly claims: ProofClaims;
}

const REPLAYED: Refusal = Object.freeze({ refused: 'replayed' });

/**
 * Authenticates who produced a record by its proof (format 1). Everything that costs nothing is checked before keys are
 * fetched or a signature is verified, and only proofs that were verified are remembered. Keys or grants that cannot be
 * had leave a record unjudged.
 */
export function proofVerifier(
  options: ProofVerifierOptions,
): Authenticator<ProofEvidence, ProofClaims> {
  const checked = checkedVerifierOptions(options);
  const { issuer, maxAge, clockTolerance, remembered } = checked;
  const keys = new ProofKeys(checked);
  const life = (maxAge + clockTolerance) * 1000;
  const memory = new ReplayMemory(remembered, life);
  return async (evidence) => {
    const proof = read(evidence.proof, checked);
    if (proof === null) return INVALID;
    const { claims, signed } = proof;
    const refusal = refuseUnverified(claims, evidence, checked);
    if (refusal !== null) return refusal;
    if (!(await keys.isSigned(signed))) return INVALID;
    const { sub: subject, jti, iat } = claims;
    if (memory.isReplay(subject, jti, evidence.record)) return REPLAYED;
    const account = { issuer, subject, account: subject };
    const grants = await grantsFrom(options.grants, account);
    if (grants === null) return INVALID;
    return evidence.record.appendTime
      ? { issuer, subject, grants, claims }
      : { issuer, subject, grants, claims, expiresAt: iat * 1000 + life };
  };
}

/** Reads a proof of format 1: its header and claims, each of its type, and none besides. */
function read(
  token: string,
  { issuer, algorithms }: CheckedVerifierOptions,
): ReadProof | null {
  const unverified = readCompact(token);
  if (unverified === null) return null;
  const { header, claims } = unverified;
  const { typ, alg, kid } = header;
  // No `crit`, no `b64`, and no key of the sender's own choice.
  if (Object.keys(header).length !== 3 || typ !== PROOF_TYPE || !isName(kid))
    return null;
  if (!isProofClaims(claims) || claims.iss !== issuer) return null;
  const { sub: subject } = claims;
  if (typeof alg !== 'string') return null;
  // HS256 is only for those whose secret is known, which is up to the keys.
  if (alg !== 'HS256' && !algorithms.includes(alg)) return null;
  const end = token.lastIndexOf('.');
  const input = token.slice(0, end);
  const signature = token.slice(end + 1);
  return { signed: { alg, kid, subject, input, signature }, claims };
}

/** Reasons to refuse that need no key. What passes is still not believed. */
function refuseUnverified(
  claims: ProofClaims,
  { record, topic, signedHeaders }: ProofEvidence,
  { headers, maxAge, clockTolerance }: CheckedVerifierOptions,
): Refusal | null {
  if (claims.top !== topic) return INVALID;
  const now = Date.now() / 1000;
  // The broker's time, where it wrote one: a record that waits in the log gets no older, and a producer cannot choose it.
  const written = record.appendTime ? record.timestamp / 1000 : now;
  if (claims.iat > Math.min(now, written) + clockTolerance) return INVALID;
  if (!(written - claims.iat <= maxAge + clockTolerance)) return EXPIRED;
  const { key, value, headers: list } = record;
  const parts = { topic, key, value, headers: list, signedHeaders };
  const found = recordClaims(parts, headers);
  const isOfRecord =
    found?.key === claims.key &&
    found.val === claims.val &&
    found.hdr === claims.hdr;
  return isOfRecord ? null : INVALID;
}
