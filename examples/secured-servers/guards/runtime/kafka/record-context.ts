import { INVALID_CONTEXT, type ContextHeaders } from '../message-context.js';
import type { Policy } from '../policy.js';
import type { KafkaRecord } from '../record.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The header from which the operation's context is read. One that is there twice, or is no text, names no context at all. */
export function recordContextHeaders(
  policy: Policy,
  operation: string,
  { headers }: KafkaRecord,
): ContextHeaders | undefined {
  const source = policy.operations[operation]?.context;
  if (source === undefined || !('header' in source)) return undefined;
  const values = headers.filter(({ name }) => name === source.header);
  const [first] = values;
  if (first === undefined) return undefined;
  return new Map([
    [
      source.header,
      values.length === 1 ? textOf(first.value) : INVALID_CONTEXT,
    ],
  ]);
}

function textOf(value: Uint8Array | null): string {
  try {
    return value === null ? INVALID_CONTEXT : UTF8.decode(value);
  } catch {
    return INVALID_CONTEXT;
  }
}
