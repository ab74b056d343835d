import type { Producer } from 'kafkajs';
import { credentialFilter } from '../kafka/credential-headers.js';
import type { DenialPolicy } from '../kafka/denial-policy.js';
import type { RecordHeader } from '../record.js';
import { kafkajsHeaders } from './kafkajs-headers.js';
import type { KafkaProducer } from './types.js';

/** Headers by which a dead letter says what became of the record; those of the record's own producer are replaced. */
const TOLD = 'denied-';

/**
 * A denied record goes to another topic, with its key and value and those of its headers that hold no credential; further
 * headers name the denial (`denied-code`) and the record (`denied-topic`, `denied-partition`, `denied-offset`). It counts as
 * handled when all replicas have it. The producer must be connected.
 */
export function deadLetter(
  producer: KafkaProducer | Producer,
  topic: string,
): DenialPolicy {
  if (typeof topic !== 'string' || topic === '')
    throw new TypeError('deadLetter: name the topic for denied records.');
  const client = 'raw' in producer ? producer.raw : producer;
  const withoutCredentials = credentialFilter(null);
  return Object.freeze<DenialPolicy>({
    kind: 'dead-letter',
    topic,
    async write(record, code) {
      const headers: readonly RecordHeader[] = [
        ...withoutCredentials(record.headers).filter(
          ({ name }) => !name.startsWith(TOLD),
        ),
        told('code', code),
        told('topic', record.topic),
        told('partition', String(record.partition)),
        told('offset', record.offset),
      ];
      await client.send({
        topic,
        acks: -1,
        messages: [
          {
            key: bytes(record.key),
            value: bytes(record.value),
            headers: kafkajsHeaders(headers),
          },
        ],
      });
    },
  });
}

function told(what: string, value: string): RecordHeader {
  return { name: `${TOLD}${what}`, value: Buffer.from(value) };
}

function bytes(given: Uint8Array | null): Buffer | null {
  return given === null ? null : Buffer.from(given);
}
