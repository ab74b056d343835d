import { once } from 'node:events';
import { connect } from 'node:net';

/** A record that no client library would send. */
export interface RawRecord {
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: readonly (readonly [name: string | Buffer, value: Buffer | null])[];
}

export interface RawBatch {
  readonly topic: string;
  readonly partition?: number;
  readonly records: readonly RawRecord[];
  /** Bits of the batch: 0x07 the codec, 0x08 that the broker wrote the time. */
  readonly attributes?: number;
  /** Milliseconds since 1970, of all records. */
  readonly timestamp?: number;
  /** Of the records, as the codec in `attributes` does it. */
  readonly compress?: (records: Buffer) => Buffer;
}

/** Kafka's error code; 0: written. Speaks Produce 3 to a listener without TLS and login. */
export async function rawProduce(port: number, batch: RawBatch): Promise<number> {
  const { topic, partition = 0 } = batch;
  const body = Buffer.concat([
    // Header: api key, version, correlation, client; then no transaction, all acknowledge, 10 s.
    int16(0),
    int16(3),
    int32(1),
    text('raw'),
    int16(-1),
    int16(-1),
    int32(10_000),
    int32(1),
    text(topic),
    int32(1),
    int32(partition),
    sized(recordBatch(batch)),
  ]);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(sized(body));
  let answer = Buffer.alloc(0);
  for await (const chunk of socket) {
    answer = Buffer.concat([answer, chunk as Buffer]);
    if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) break;
  }
  socket.destroy();
  // Size, correlation, one topic, its name, one partition, its number.
  return answer.readInt16BE(4 + 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4);
}

function recordBatch({ records, attributes = 0, timestamp = Date.now(), compress }: RawBatch): Buffer {
  const encoded = Buffer.concat(records.map(record));
  const rest = Buffer.concat([
    int16(attributes),
    int32(records.length - 1),
    int64(timestamp),
    int64(timestamp),
    int64(-1),
    int16(-1),
    int32(-1),
    int32(records.length),
    compress === undefined ? encoded : compress(encoded),
  ]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32c(rest));
  return Buffer.concat([int64(0), sized(Buffer.concat([int32(-1), Buffer.of(2), crc, rest]))]);
}

function record({ key = null, value = null, headers = [] }: RawRecord, offset: number): Buffer {
  const body = Buffer.concat([
    Buffer.of(0),
    varint(0),
    varint(offset),
    bytes(key),
    bytes(value),
    varint(headers.length),
    ...headers.flatMap(([name, content]) => [bytes(Buffer.from(name)), bytes(content)]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function bytes(given: Buffer | null): Buffer {
  return given === null ? varint(-1) : Buffer.concat([varint(given.length), given]);
}

/** Zigzag, as Kafka's records have it. */
function varint(given: number): Buffer {
  const parts: number[] = [];
  let rest = ((given << 1) ^ (given >> 31)) >>> 0;
  while (rest > 0x7f) {
    parts.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...parts, rest]);
}

function int16(given: number): Buffer {
  const made = Buffer.alloc(2);
  made.writeInt16BE(given);
  return made;
}

function int32(given: number): Buffer {
  const made = Buffer.alloc(4);
  made.writeInt32BE(given);
  return made;
}

function int64(given: number): Buffer {
  const made = Buffer.alloc(8);
  made.writeBigInt64BE(BigInt(given));
  return made;
}

function text(given: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(given)), Buffer.from(given)]);
}

function sized(given: Buffer): Buffer {
  return Buffer.concat([int32(given.length), given]);
}

const CASTAGNOLI = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest >>> 0;
});

function crc32c(given: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of given) crc = (CASTAGNOLI[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Snappy as Kafka's Java has it, without compressing anything. */
export function snappy(given: Buffer): Buffer {
  const size: number[] = [];
  let rest = given.length;
  while (rest > 0x7f) {
    size.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  const literal = Buffer.from([...size, rest, 61 << 2, (given.length - 1) & 0xff, (given.length - 1) >> 8]);
  const block = Buffer.concat([literal, given]);
  return Buffer.concat([Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0]), int32(1), int32(1), sized(block)]);
}
