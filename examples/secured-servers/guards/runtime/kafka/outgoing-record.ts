import { isRecord } from '../message-route.js';
import type { Policy } from '../policy.js';
import type { RecordHeader } from '../record.js';
import type { SignedParts } from '../record-signer.js';
import { recordPlaces, topicOf } from '../record-places.js';
import { isCredentialHeader } from './credential-headers.js';

/** What an app gives to be sent, of whatever type it really is. */
export interface GivenRecord {
  readonly key?: unknown;
  readonly message?: unknown;
  readonly value?: unknown;
  readonly headers?: unknown;
  readonly parameters?: unknown;
  readonly context?: unknown;
}

/** A record that is ready but for its proof. */
export interface OutgoingParts extends SignedParts {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Makes the records of one operation. Throws a TypeError for what would be sent to another topic, or be read as something else. */
export function outgoingRecords(
  policy: Policy,
  server: string,
  operation: string,
): (given: GivenRecord) => OutgoingParts {
  const channel = policy.operations[operation]?.channel ?? '';
  const places = recordPlaces(policy, server);
  const source = policy.operations[operation]?.context;
  const contextHeader =
    source !== undefined && 'header' in source ? source.header : null;
  return (given) => {
    const { parameters = {} } = given;
    if (!isRecord(parameters))
      throw new TypeError(
        `${operation}: give the channel's parameters as an object.`,
      );
    const topic = topicOf(policy, channel, parameters);
    const place = places(topic);
    if (place?.channel !== channel)
      throw new TypeError(
        `${operation}: nobody could tell of which channel the topic ${topic} is.`,
      );
    return {
      topic,
      key: bytesOf(given.key ?? null, `${operation}: key`),
      value: valueOf(given, operation),
      headers: headersOf(given, operation, contextHeader),
      signedHeaders: place.signedHeaders,
    };
  };
}

function valueOf(given: GivenRecord, operation: string): Buffer | null {
  if (given.value !== undefined) {
    if (given.message !== undefined)
      throw new TypeError(`${operation}: give message or value, not both.`);
    return bytesOf(given.value, `${operation}: value`);
  }
  const text = JSON.stringify(given.message) as string | undefined;
  if (text === undefined)
    throw new TypeError(
      `${operation}: give a message that has a JSON form, or value: null for a tombstone.`,
    );
  return Buffer.from(text);
}

function headersOf(
  { headers = {}, context }: GivenRecord,
  operation: string,
  contextHeader: string | null,
): readonly RecordHeader[] {
  if (!isRecord(headers))
    throw new TypeError(`${operation}: give the headers as an object.`);
  const list = Object.entries(headers).map(([name, given]) => {
    if (isCredentialHeader(name))
      throw new TypeError(
        `${operation}: the header ${name} is the signer's; it cannot be given.`,
      );
    const value = bytesOf(given, `${operation}: the header ${name}`);
    // Not every client can send one.
    if (value === null)
      throw new TypeError(
        `${operation}: the header ${name} is null; leave it out.`,
      );
    return { name, value };
  });
  if (context === undefined) return list;
  if (contextHeader === null)
    throw new TypeError(
      `${operation}: no header names its context; leave context out.`,
    );
  if (typeof context !== 'string' || context === '')
    throw new TypeError(`${operation}: context must be a text.`);
  const value = Buffer.from(context);
  const named = list.find(({ name }) => name === contextHeader);
  if (named === undefined) return [...list, { name: contextHeader, value }];
  if (!named.value.equals(value))
    throw new TypeError(
      `${operation}: context is ${JSON.stringify(context)}, but the header ${contextHeader} names another.`,
    );
  return list;
}

/** A copy: what was signed must be what is sent, whatever the app does with its own bytes meanwhile. */
function bytesOf(given: unknown, what: string): Buffer | null {
  if (given === null) return null;
  if (typeof given === 'string') return Buffer.from(given);
  if (given instanceof Uint8Array) return Buffer.from(given);
  throw new TypeError(`${what} must be a text or bytes.`);
}
