import { jsonObject } from './json-object.js';

/** The parts of a signed token, read without trust: they may only be the reason to refuse it. */
export interface UnverifiedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LONGEST = 16 * 1024;
/** Of the last token: an issuer writes all of its tokens under one header. */
let lastHeader: {
  readonly segment: string;
  readonly header: UnverifiedToken['header'] | null;
} = { segment: '', header: null };

/**
 * Reads a compact JWT (RFC 7519); null for anything else. Stricter than jose, which takes blanks and loose bits in the
 * base64 of a segment: one token, one spelling.
 */
export function readCompact(token: string): UnverifiedToken | null {
  if (token.length > LONGEST) return null;
  const [header = '', claims = '', signature = '', more] = token.split('.', 4);
  if (more !== undefined || bytesOf(signature) === null) return null;
  if (lastHeader.segment !== header)
    lastHeader = { segment: header, header: objectIn(header) };
  const read = objectIn(claims);
  return lastHeader.header === null || read === null
    ? null
    : { header: lastHeader.header, claims: read };
}

function objectIn(segment: string): Readonly<Record<string, unknown>> | null {
  const bytes = bytesOf(segment);
  return bytes === null ? null : jsonObject(bytes.toString('utf8'));
}

/** Buffer passes over what is no base64url, and over bits beyond the last byte: only a text that comes back whole was one. */
function bytesOf(segment: string): Buffer | null {
  const bytes = Buffer.from(segment, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === segment
    ? bytes
    : null;
}
