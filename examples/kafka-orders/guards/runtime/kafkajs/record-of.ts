import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { KafkaRecord, RecordHeader } from '../record.js';

/** Kafka's own number for times that the broker wrote. */
const LOG_APPEND_TIME = 1;

/** A record as kafkajs hands it over. */
export function recordOf(
  topic: string,
  partition: number,
  message: KafkaMessage,
): KafkaRecord {
  return {
    topic,
    partition,
    offset: message.offset,
    timestamp: Number(message.timestamp),
    appendTime: timestampTypeOf(message) === LOG_APPEND_TIME,
    key: message.key,
    value: message.value,
    headers: headerList(message.headers ?? {}),
  };
}

/**
 * Every header, as often as it came. kafkajs makes an array of a name that came twice, and also of `constructor` or
 * `__proto__` that came once, with what every object has of that name before it.
 */
export function headerList(headers: IHeaders): readonly RecordHeader[] {
  const list: RecordHeader[] = [];
  const add = (name: string, value: unknown): void => {
    if (value === null || Buffer.isBuffer(value)) list.push({ name, value });
    else if (typeof value === 'string')
      list.push({ name, value: Buffer.from(value) });
  };
  for (const [name, value] of Object.entries<unknown>(headers))
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else add(name, value);
  return list;
}

/** Missing in the types of kafkajs. */
function timestampTypeOf(message: object): unknown {
  if (!('batchContext' in message)) return undefined;
  const { batchContext } = message;
  return typeof batchContext === 'object' &&
    batchContext !== null &&
    'timestampType' in batchContext
    ? batchContext.timestampType
    : undefined;
}
