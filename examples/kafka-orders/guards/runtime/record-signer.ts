import type { RecordHeader } from './record.js';

/** What of a record its proof covers. */
export interface SignedParts {
  /** As the document names it. */
  readonly topic: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  /** Names of the headers that the document has signed. */
  readonly signedHeaders: readonly string[];
}

/** Signs a producer's records. */
export interface ProofSigner {
  /** The proof to send as the record's only header `asyncapi-proof`. */
  sign(parts: SignedParts): Promise<string>;
}
