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
  /** Of a request: names, in lower case, and values in turn. */
  readonly headers: readonly string[];
  readonly query: string;
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
      headers: [],
      query: '',
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
      return parts.record === null
        ? valuesOf(parts.headers, carrier.name)
        : recordValues(parts.record, carrier.name);
    case 'query':
      // URLSearchParams takes any text.
      return parts.query === ''
        ? []
        : new URLSearchParams(parts.query).getAll(carrier.name);
    case 'cookie':
      return valuesOf(parts.headers, 'cookie').flatMap((header) =>
        cookiesNamed(carrier.name, header),
      );
  }
}

/** The peer's address; null where the transport names none. */
export function addressOf(evidence: Evidence): string | null {
  return partsOf(evidence)?.remoteAddress ?? null;
}

function headersOf(raw: readonly string[]): readonly string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    headers.push((raw[index] ?? '').toLowerCase(), raw[index + 1] ?? '');
  return headers;
}

function valuesOf(headers: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2)
    if (headers[index] === name) values.push(headers[index + 1] ?? '');
  return values;
}

/** Kafka tells names apart by case. A null is a value that nobody can use. */
function recordValues({ headers }: KafkaRecord, name: string): string[] {
  const values: string[] = [];
  for (const header of headers)
    if (header.name === name)
      values.push(
        header.value === null
          ? ''
          : Buffer.from(header.value).toString('latin1'),
      );
  return values;
}

/** By hand: `new URL` throws on the request targets `//` and `/\`. */
function queryOf(url: string): string {
  const fragment = url.indexOf('#');
  const target = fragment < 0 ? url : url.slice(0, fragment);
  const start = target.indexOf('?');
  return start < 0 ? '' : target.slice(start + 1);
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
