import type { Carrier } from './policy.js';
import type { KafkaRecord } from './record.js';

/** What `evidenceOf` reads: an `http.IncomingMessage` has this shape. */
export interface EvidenceSource {
  readonly url?: string | undefined;
  /** Names and values in turn, as Node gives them: a list, so that a header sent twice is seen twice. */
  readonly rawHeaders?: readonly string[] | undefined;
  /** Wins over the socket's: for a peer behind a proxy that you trust. */
  readonly remoteAddress?: string | undefined;
  readonly socket?: { readonly remoteAddress?: string | undefined } | undefined;
}

interface EvidenceParts {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly query: URLSearchParams;
  readonly remoteAddress: string | null;
  readonly record: KafkaRecord | null;
}

let partsOf: (value: object) => EvidenceParts | null;

/** What a caller presented. Keeps duplicates, judges nothing, and shows nothing in logs. */
export class Evidence {
  readonly #parts: EvidenceParts;

  static {
    partsOf = (value) => (#parts in value ? value.#parts : null);
  }

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }

  toJSON(): string {
    return '[evidence]';
  }
}

/** Gathers the evidence of a request or of a Kafka record. Never throws, whatever the peer sent. */
export function evidenceOf(source: EvidenceSource | KafkaRecord): Evidence {
  if ('topic' in source)
    return new Evidence({
      headers: recordHeaders(source),
      query: new URLSearchParams(),
      remoteAddress: null,
      record: source,
    });
  return new Evidence({
    headers: headersOf(source.rawHeaders ?? []),
    query: queryOf(source.url ?? ''),
    remoteAddress: source.remoteAddress ?? source.socket?.remoteAddress ?? null,
    record: null,
  });
}

/** The record that the evidence came in; null where it came in none. */
export function recordOf(evidence: Evidence): KafkaRecord | null {
  return partsOf(evidence)?.record ?? null;
}

/** All values of one carrier, in the order in which they came. None for what `evidenceOf` did not make. */
export function valuesIn(
  evidence: Evidence,
  carrier: Carrier,
): readonly string[] {
  const parts = partsOf(evidence);
  if (parts === null) return [];
  switch (carrier.in) {
    case 'header':
      return parts.headers.get(carrier.name) ?? [];
    case 'query':
      return parts.query.getAll(carrier.name);
    case 'cookie':
      return (parts.headers.get('cookie') ?? []).flatMap((header) =>
        cookiesNamed(carrier.name, header),
      );
  }
}

/** The peer's address; null where the transport names none. */
export function addressOf(evidence: Evidence): string | null {
  return partsOf(evidence)?.remoteAddress ?? null;
}

function headersOf(
  raw: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value]);
    else values.push(value);
  }
  return headers;
}

/** Names keep their case: Kafka tells them apart by it. A null is a value that nobody can use. */
function recordHeaders({
  headers,
}: KafkaRecord): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of headers) {
    const text = value === null ? '' : Buffer.from(value).toString('latin1');
    const others = values.get(name);
    if (others === undefined) values.set(name, [text]);
    else others.push(text);
  }
  return values;
}

/** By hand: `new URL` throws on the request targets `//` and `/\`, and URLSearchParams takes any text. */
function queryOf(url: string): URLSearchParams {
  const [target = ''] = url.split('#', 1);
  const start = target.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : target.slice(start + 1));
}

/** RFC 6265, section 4.1.1: the value may stand in double quotes; nothing in it is escaped. */
function cookiesNamed(name: string, header: string): string[] {
  const values: string[] = [];
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    const quoted =
      value.length >= 2 && value.startsWith('"') && value.endsWith('"');
    values.push(quoted ? value.slice(1, -1) : value);
  }
  return values;
}
