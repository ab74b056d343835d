import { hash } from 'node:crypto';
import type { RecordHeader } from '../record.js';

/** SHA-256 in base64url; null for what is absent: a record without key, a tombstone. */
export function sha256(bytes: Uint8Array | string | null): string | null {
  return bytes === null ? null : hash('sha256', bytes, 'base64url');
}

/** The names that a proof covers: the document's and the app's, each once, in the order of their code points. */
export function coveredNames(
  documented: readonly string[],
  listed: readonly string[],
): readonly string[] {
  if (documented.length < 2 && listed.length === 0) return documented;
  const names = [...new Set([...documented, ...listed])];
  return names.sort(byCodePoint);
}

/**
 * The claim `hdr`: a digest of `[[name, digest], ...]` as JSON without blanks, with null as the digest of a header that
 * is absent; null where no header is covered. Undefined where one of them comes twice or without a value: nobody can
 * say what was signed.
 */
export function headersDigest(
  names: readonly string[],
  headers: readonly RecordHeader[],
): string | null | undefined {
  if (names.length === 0) return null;
  const pairs: (readonly [string, string | null])[] = [];
  for (const name of names) {
    const found = headers.filter((header) => header.name === name);
    const value = found[0]?.value ?? null;
    if (found.length > 1 || (found.length === 1 && value === null))
      return undefined;
    pairs.push([name, sha256(value)]);
  }
  return sha256(JSON.stringify(pairs));
}

/** UTF-8 sorts as code points do; JavaScript's own comparison goes by UTF-16. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
