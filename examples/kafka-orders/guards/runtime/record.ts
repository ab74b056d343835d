/** A record as a consumer received it, whatever its client library. `evidenceOf` reads it. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  /** Decimal digits: an offset may be beyond the safe integers. */
  readonly offset: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Whether the broker wrote the time (LogAppendTime); else the producer did. */
  readonly appendTime: boolean;
  readonly key: Uint8Array | null;
  /** Null: a tombstone. */
  readonly value: Uint8Array | null;
  /** A list, so that a header that came twice is seen twice. Names are told apart by case. */
  readonly headers: readonly RecordHeader[];
}

export interface RecordHeader {
  readonly name: string;
  readonly value: Uint8Array | null;
}

/** The header of a record proof. */
export const PROOF_HEADER = 'asyncapi-proof';
