import { randomUUID } from 'node:crypto';
import { readText } from '../credentials.js';
import type { Source } from '../credentials.js';
import type { ProofSigner } from '../record-signer.js';
import { LONGEST_NAME, recordClaims } from './claims.js';
import { checkedHeaders, checkedText } from './option-checks.js';
import { signingKey } from './signing-key.js';
import type { SignClaims } from './signing-key.js';

export type { ProofSigner, SignedParts } from '../record-signer.js';

/** As whom records are signed. */
export interface ProofSignerOptions {
  /** Who vouches for the producers; the verifiers' `issuer`. */
  readonly issuer: string;
  /** This producer, as the issuer names it. */
  readonly subject: string;
  /** A private JWK in JSON with `kid` and `alg`; of `kty` oct for HS256. Another text of the source is another key. */
  readonly key: Source<string>;
  /** Headers to cover beside those of the document. The verifiers must name the same. */
  readonly headers?: readonly string[];
}

const SLOT = 'proofSigner.key';

/** Makes the signer of one producer (record proof, format 1). Throws for an option that is missing, blank or unfit. */
export function proofSigner(options: ProofSignerOptions): ProofSigner {
  const iss = checkedText(options.issuer, 'proofSigner: issuer');
  const sub = checkedText(options.subject, 'proofSigner: subject');
  if (sub.length > LONGEST_NAME)
    throw new TypeError(
      `proofSigner: subject is longer than ${String(LONGEST_NAME)} characters.`,
    );
  const listed = checkedHeaders(options.headers, 'proofSigner: headers');
  const signClaims = rotated(options.key);
  return Object.freeze<ProofSigner>({
    async sign(parts) {
      const sign = await signClaims();
      const claims = recordClaims(parts, listed);
      if (claims === undefined)
        throw new TypeError(
          `A header of the record for ${parts.topic} that its proof covers comes twice, or without a value.`,
        );
      const iat = Math.floor(Date.now() / 1000);
      return sign({ iss, sub, iat, jti: randomUUID(), ...claims });
    },
  });
}

/** The key as its source gives it now; a text that it gave before is not read again. */
function rotated(source: Source<string>): () => Promise<SignClaims> {
  if (typeof source !== 'function') {
    const sign = signingKey(checkedText(source, 'proofSigner: key'), SLOT);
    return () => Promise.resolve(sign);
  }
  let known: { readonly text: string; readonly sign: SignClaims } | undefined;
  return async () => {
    const text = await readText(source, SLOT);
    if (known?.text !== text) known = { text, sign: signingKey(text, SLOT) };
    return known.sign;
  };
}
