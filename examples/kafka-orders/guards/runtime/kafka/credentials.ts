import type { Source } from '../credentials.js';

/** A client certificate (with its chain) and its key, PEM, read anew for each connection. */
export interface CertificateCredential {
  readonly cert: Source<string>;
  readonly key: Source<string>;
  /** Of an encrypted key. */
  readonly passphrase?: Source<string>;
}
