import type { IHeaders } from 'kafkajs';
import type { RecordHeader } from '../record.js';

/** Headers as kafkajs sends them. It has no word for null, which becomes an empty value. */
export function kafkajsHeaders(headers: readonly RecordHeader[]): IHeaders {
  // Without a prototype, so that a header may have any name.
  const values = Object.create(null) as Record<string, Buffer[]>;
  for (const { name, value } of headers)
    (values[name] ??= []).push(Buffer.from(value ?? ''));
  return values;
}
