/** The parts of a signed token, read without trust: they may only be the reason to refuse it. */
export interface UnverifiedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LONGEST = 16 * 1024;
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Reads a compact JWT (RFC 7519); null for anything else. Stricter than jose, which takes blanks and loose bits in the
 * base64 of a segment: one token, one spelling.
 */
export function readCompact(token: string): UnverifiedToken | null {
  if (token.length > LONGEST || !COMPACT.test(token)) return null;
  const segments = token.split('.');
  if (!segments.every(isCanonical)) return null;
  const [header, claims] = segments.slice(0, 2).map(jsonObject);
  return header === undefined ||
    claims === undefined ||
    header === null ||
    claims === null
    ? null
    : { header, claims };
}

function isCanonical(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

function jsonObject(segment: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(segment, 'base64url').toString('utf8'),
    );
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
