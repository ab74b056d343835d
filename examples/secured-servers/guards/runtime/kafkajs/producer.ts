import type { Producer, RecordMetadata } from 'kafkajs';
import { isRecord } from '../message-route.js';
import { kafkaMember } from '../member-name.js';
import { outgoingRecords, type GivenRecord } from '../kafka/outgoing-record.js';
import { recordSigning } from '../kafka/record-signing.js';
import { sentOperations, type KafkaSide } from '../kafka/sides.js';
import type { Policy } from '../policy.js';
import { kafkajsHeaders } from './kafkajs-headers.js';
import type { KafkaProducer } from './types.js';

/** One method for each operation that this side sends, beside what every producer has. */
export function kafkajsProducer(
  policy: Policy,
  server: string,
  side: KafkaSide,
  client: Producer,
  signers: object,
): KafkaProducer {
  const operations = sentOperations(policy, server, side);
  const signing = recordSigning(policy, server, operations, signers);
  const methods = operations.map((operation) => {
    const prepare = outgoingRecords(policy, server, operation);
    const credentialsOf = signing.get(operation);
    const send = async (given: unknown): Promise<RecordMetadata[]> => {
      const record = checkedRecord(operation, given);
      const parts = prepare(record);
      const credentials = (await credentialsOf?.(parts)) ?? [];
      const { partition } = record;
      return client.send({
        topic: parts.topic,
        acks: -1,
        messages: [
          {
            key: parts.key,
            value: parts.value,
            headers: kafkajsHeaders([...parts.headers, ...credentials]),
            ...(typeof partition === 'number' ? { partition } : {}),
          },
        ],
      });
    };
    return [kafkaMember(operation), send] as const;
  });
  return Object.freeze({
    ...Object.fromEntries(methods),
    raw: client,
    connect: () => client.connect(),
    disconnect: () => client.disconnect(),
  });
}

function checkedRecord(
  operation: string,
  given: unknown,
): GivenRecord & { readonly partition?: unknown } {
  if (isRecord(given)) return given;
  throw new TypeError(`${operation}: give the record as an object.`);
}
