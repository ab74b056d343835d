import { atOnce } from '../at-once.js';
import { authorizeAs } from '../authorized.js';
import { bestDecision } from '../best-decision.js';
import type { Caller } from '../caller.js';
import { tick } from '../clock.js';
import type { Decision, Denied, Undecided } from '../decision.js';
import { evidenceOf } from '../evidence.js';
import type { GuardCore } from '../guard-core.js';
import { contextOf } from '../message-context.js';
import { denied } from '../outcomes.js';
import type { KafkaRecord, RecordHeader } from '../record.js';
import { recordPlaces } from '../record-places.js';
import { AuthorizedRecord } from './authorized-record.js';
import { credentialFilter } from './credential-headers.js';
import type { Decode } from './decode-json.js';
import type { HandledChannel } from './handled-channels.js';
import { recordContextHeaders } from './record-context.js';

/** What became of one record. The operation is null where it is of none, or where that is not known yet. */
export type JudgedRecord =
  | {
      readonly outcome: 'allowed';
      readonly operation: string;
      readonly authorized: AuthorizedRecord;
    }
  | NotAllowed
  /** Of a channel of which this consumer has no handler. */
  | {
      readonly outcome: 'unhandled';
      readonly operation: null;
      readonly channel: string;
    };

type NotAllowed = (Denied | Undecided) & { readonly operation: string | null };

/** Judges records. Never rejects. */
export type RecordJudge = (record: KafkaRecord) => Promise<JudgedRecord>;

/** Its message, once it is known that somebody may have sent it. */
interface Message {
  readonly operation: string;
  readonly message: unknown;
}

/** Who produced a record is found out before its payload is parsed; each decision is told to `onDecision`. */
export function recordJudge(
  core: GuardCore,
  channels: ReadonlyMap<string, HandledChannel>,
  decode: Decode,
): RecordJudge {
  const places = recordPlaces(core.policy, core.server);
  const withoutCredentials = credentialFilter(core.policy);
  const nobody = core.authenticate(evidenceOf({}));

  const told = (
    operation: string | null,
    caller: Caller,
    context: string | undefined,
    decision: Decision,
  ): void => {
    core.emit('inbound', operation ?? '', caller, context ?? null, decision);
  };

  return async (record) => {
    const place = places(record.topic);
    if (place === null) {
      const decision = denied('unknown-operation');
      told(null, await nobody, undefined, decision);
      return { ...decision, operation: null };
    }
    const channel = channels.get(place.channel);
    if (channel === undefined)
      return { outcome: 'unhandled', operation: null, channel: place.channel };
    const caller = channel.isGuarded
      ? await core.authenticate(evidenceOf(record))
      : await nobody;
    tick();
    const refused = refusal(core, channel, caller);
    if (refused !== null) {
      told(refused.operation, caller, undefined, refused);
      return refused;
    }
    const read = readMessage(channel, record, decode);
    if ('outcome' in read) {
      told(null, caller, undefined, read);
      return { ...read, operation: null };
    }
    const { operation, message } = read;
    const { parameters } = place;
    const headers = recordContextHeaders(core.policy, operation, record);
    const context = contextOf(
      core.policy,
      operation,
      { parameters, headers },
      message,
    );
    const decision = core.decide(operation, caller, context);
    told(operation, caller, context, decision);
    if (decision.outcome !== 'allowed') return { ...decision, operation };
    const authorized = authorizeAs(
      AuthorizedRecord,
      decision,
      { operation, message, context: context ?? '', parameters },
      {
        topic: record.topic,
        partition: record.partition,
        offset: record.offset,
        timestamp: record.timestamp,
        key: bufferOf(record.key),
        value: bufferOf(record.value),
        headers: byName(withoutCredentials(record.headers)),
      },
    );
    return { outcome: 'allowed', operation, authorized };
  };
}

/** Why the producer may use none of the channel's operations, whatever the payload says; null where it may use one. */
function refusal(
  core: GuardCore,
  { operations }: HandledChannel,
  caller: Caller,
): NotAllowed | null {
  const best = bestDecision(
    operations.map((operation) => core.couldAllow(operation, caller)),
  );
  if (best.outcome === 'allowed') return null;
  const [only = null, ...more] = operations;
  return { ...best, operation: more.length === 0 ? only : null };
}

/** Decoded once: the value that is routed is the one that is decided on and handed over. */
function readMessage(
  channel: HandledChannel,
  record: KafkaRecord,
  decode: Decode,
): Message | Denied {
  try {
    const message = record.value === null ? null : atOnce(decode(record.value));
    const operation = channel.route(message);
    return operation === undefined
      ? denied('unknown-operation')
      : { operation, message };
  } catch {
    return denied('malformed-message');
  }
}

function byName(
  headers: readonly RecordHeader[],
): ReadonlyMap<string, readonly (Buffer | null)[]> {
  const values = new Map<string, (Buffer | null)[]>();
  for (const { name, value } of headers) {
    const others = values.get(name);
    if (others === undefined) values.set(name, [bufferOf(value)]);
    else others.push(bufferOf(value));
  }
  return values;
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null || Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
