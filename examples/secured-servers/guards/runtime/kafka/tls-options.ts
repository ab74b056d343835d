import {
  checkServerIdentity,
  createSecureContext,
  type ConnectionOptions,
  type PeerCertificate,
} from 'node:tls';
import {
  CredentialError,
  readSecret,
  readText,
  type Source,
} from '../credentials.js';
import type { CertificateLogin } from './login.js';

/** What every TLS connection to a broker demands, whatever else it is given. */
export const STRICT_TLS = {
  // Said here, so that neither NODE_TLS_REJECT_UNAUTHORIZED nor an option that gets past the types switches it off.
  rejectUnauthorized: true,
  checkServerIdentity: serverIdentity,
} as const satisfies ConnectionOptions;

/** Reads the authorities and the client's certificate from their sources, and makes sure that they can be used. */
export async function readCertificates(
  ca: Source<string> | undefined,
  login: CertificateLogin | null,
): Promise<ConnectionOptions> {
  const authorities = ca === undefined ? {} : { ca: await readPem(ca, 'ca') };
  if (login === null) return usable(authorities, 'ca');
  const { slot, credential } = login;
  const [cert, key] = await Promise.all([
    readPem(credential.cert, `${slot}.cert`),
    readPem(credential.key, `${slot}.key`),
  ]);
  const passphrase =
    credential.passphrase === undefined
      ? {}
      : {
          passphrase: await readSecret(
            credential.passphrase,
            `${slot}.passphrase`,
          ),
        };
  return usable({ ...authorities, cert, key, ...passphrase }, slot);
}

async function readPem(source: Source<string>, slot: string): Promise<string> {
  const text = await readText(source, slot);
  if (!text.includes('-----BEGIN '))
    throw new CredentialError(
      slot,
      'its source gave no PEM; where it is a file, give fromFile(path)',
    );
  return text;
}

function usable(options: ConnectionOptions, slot: string): ConnectionOptions {
  try {
    return { secureContext: createSecureContext(options) };
  } catch (error) {
    // OpenSSL's message names a part of the file at most; its code says as much.
    const code =
      error instanceof Error && 'code' in error
        ? String(error.code)
        : 'unknown';
    throw new CredentialError(
      slot,
      `TLS cannot use its certificate and key together (${code})`,
    );
  }
}

// Node falls back to the common name where a certificate has no subject alternative names; RFC 9525 forbids that.
function serverIdentity(
  host: string,
  certificate: PeerCertificate,
): Error | undefined {
  if ((certificate.subjectaltname ?? '') === '')
    return Object.assign(
      new Error(
        `the certificate of ${host} has no subject alternative name that says so`,
      ),
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    );
  return checkServerIdentity(host, certificate);
}
