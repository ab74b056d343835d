import { PROOF_HEADER } from '../record.js';

/** An option that must say something. Throws a TypeError. */
export function checkedText(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '')
    throw new TypeError(`${what} is missing or blank.`);
  return value;
}

/** Names of headers to cover. Throws a TypeError. */
export function checkedHeaders(
  headers: readonly string[] | undefined,
  what: string,
): readonly string[] {
  const names = (headers ?? []).map((name) => checkedText(name, what));
  if (names.includes(PROOF_HEADER))
    throw new TypeError(
      `${what} names ${PROOF_HEADER}, which cannot cover itself.`,
    );
  return names;
}
