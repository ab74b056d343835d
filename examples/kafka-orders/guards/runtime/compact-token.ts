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
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Reads a compact JWT (RFC 7519); null for anything else. Stricter than jose, which takes blanks and loose bits in the
 * base64 of a segment: one token, one spelling.
 */
export function readCompact(token: string): UnverifiedToken | null {
  if (token.length > LONGEST || !COMPACT.test(token)) return null;
  const [header = '', claims = '', signature = ''] = token.split('.');
  if (![header, claims, signature].every(isCanonical)) return null;
  if (lastHeader.segment !== header)
    lastHeader = { segment: header, header: objectIn(header) };
  const read = objectIn(claims);
  return lastHeader.header === null || read === null
    ? null
    : { header: lastHeader.header, claims: read };
}

/** Whether the bits beyond the last byte are zero (RFC 4648, section 3.5); four characters are three bytes. */
function isCanonical(segment: string): boolean {
  const last = segment.at(-1) ?? '';
  switch (segment.length % 4) {
    case 0:
      return true;
    case 2:
      return 'AQgw'.includes(last);
    case 3:
      return 'AEIMQUYcgkosw048'.includes(last);
    default:
      return false;
  }
}

function objectIn(segment: string): Readonly<Record<string, unknown>> | null {
  return jsonObject(Buffer.from(segment, 'base64url').toString('utf8'));
}
