import { INVALID_CONTEXT, type ContextHeaders } from '../message-context.js';
import type { Policy } from '../policy.js';
import { headerValues } from './raw-headers.js';

/** What these operations will need of the handshake. A header that is there twice names no context at all. */
export function contextHeaders(
  policy: Policy,
  operations: readonly string[],
  rawHeaders: readonly string[],
): ContextHeaders | undefined {
  const headers = new Map<string, string>();
  for (const operation of operations) {
    const source = policy.operations[operation]?.context;
    if (source === undefined || !('header' in source)) continue;
    const name = source.header.toLowerCase();
    const [value, ...more] = headerValues(rawHeaders, name);
    if (value !== undefined)
      headers.set(source.header, more.length === 0 ? value : INVALID_CONTEXT);
  }
  return headers.size === 0 ? undefined : headers;
}
