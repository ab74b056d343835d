import { readSecret, type Source } from '../credentials.js';
import type { Policy } from '../policy.js';
import { PROOF_HEADER, type RecordHeader } from '../record.js';
import type { ProofSigner, SignedParts } from '../record-signer.js';
import { recordCarriers, recordCredentials } from './record-credentials.js';

/** What makes the credential headers of a record. */
export type CredentialHeaders = (
  parts: SignedParts,
) => Promise<readonly RecordHeader[]>;

type Signer = (parts: SignedParts) => Promise<RecordHeader>;

/**
 * How the records of each operation are signed. Throws a TypeError where a signer is missing, is none, or is asked for by
 * nobody: an app learns that when it starts.
 */
export function recordSigning(
  policy: Policy,
  server: string,
  operations: readonly string[],
  given: object,
): ReadonlyMap<string, CredentialHeaders> {
  const carriers = recordCarriers(policy, server, operations);
  const signers = new Map<string, Signer>();
  for (const [provider, signer] of Object.entries(given)) {
    if (signer === undefined) continue;
    const carrier = carriers.get(provider);
    if (carrier === undefined)
      throw new TypeError(
        `signers: no record is signed with ${provider}; known are ${[...carriers.keys()].join(', ') || 'none'}.`,
      );
    signers.set(provider, signerOf(provider, carrier, signer));
  }
  return new Map(
    operations.map((operation) => {
      const used = recordCredentials(
        policy,
        server,
        operation,
        new Set(signers.keys()),
      ).flatMap(({ provider }) => signers.get(provider) ?? []);
      return [
        operation,
        (parts) => Promise.all(used.map((sign) => sign(parts))),
      ];
    }),
  );
}

function signerOf(
  provider: string,
  carrier: 'proof' | 'bearer',
  signer: unknown,
): Signer {
  if (carrier === 'proof') {
    if (!isProofSigner(signer))
      throw new TypeError(`signers.${provider}: give a proofSigner().`);
    return async (parts) => ({
      name: PROOF_HEADER,
      value: Buffer.from(await signer.sign(parts)),
    });
  }
  if (!isSource(signer))
    throw new TypeError(
      `signers.${provider}: give a token, or a function that gives one.`,
    );
  return async () => {
    const token = await readSecret(signer, `signers.${provider}`);
    return { name: 'authorization', value: Buffer.from(`Bearer ${token}`) };
  };
}

function isProofSigner(signer: unknown): signer is ProofSigner {
  return (
    typeof signer === 'object' &&
    signer !== null &&
    'sign' in signer &&
    typeof signer.sign === 'function'
  );
}

function isSource(signer: unknown): signer is Source<string> {
  return typeof signer === 'string' || typeof signer === 'function';
}
