import { recordOf, valuesIn } from './evidence.js';
import type { Evidence } from './evidence.js';
import type { Carrier, EvidenceForm, ProviderPolicy } from './policy.js';
import {
  PresentedKey,
  PresentedPassword,
  PresentedProof,
  PresentedToken,
} from './presented.js';
import type { RecordPlaces } from './record-places.js';

/** What a caller presented for one provider. `invalid` is an answer too: it is denied and audited, not thrown. */
export type Presented =
  | 'absent'
  | 'invalid'
  | PresentedKey
  | PresentedPassword
  | PresentedToken
  | PresentedProof;

const LONGEST_TOKEN = 16 * 1024;
const LONGEST_KEY = 8 * 1024;
const LONGEST_BASIC = 8 * 1024;

/** RFC 6750, section 2.1. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const CONTROL = /\p{Cc}/u;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Found {
  readonly carrier: Carrier;
  readonly value: string;
}

/** Reads one provider's evidence from all of its carriers. */
export function readEvidence(
  evidence: Evidence,
  provider: ProviderPolicy,
  places: RecordPlaces | null,
): Presented {
  const found: Found[] = [];
  for (const carrier of provider.carriers) {
    const values = valuesIn(evidence, carrier);
    // Whoever reads another of the two than the broker or proxy before it lets a second credential pass.
    if (values.length > 1) return 'invalid';
    const value = values[0];
    if (value === undefined) continue;
    const own = ownPart(value, carrier, provider.form);
    if (own !== null) found.push({ carrier, value: own });
  }
  const first = found[0];
  if (first === undefined) return 'absent';
  if (!found.every((other) => other === first || isAlias(other, first)))
    return 'invalid';
  return provider.form === 'proof'
    ? parseProof(first.value, evidence, places)
    : parse(first.value, provider.form);
}

/** A client in transition sends the same key under a header's old and new name; anything else is two values. */
function isAlias(other: Found, first: Found): boolean {
  return (
    other.carrier.in === 'header' &&
    first.carrier.in === 'header' &&
    other.value === first.value
  );
}

/**
 * The part of a carrier's value that is this provider's; null where it is none of it. Basic and bearer share the
 * authorization header, told apart by its first word (RFC 9110, section 11.4).
 */
function ownPart(
  value: string,
  carrier: Carrier,
  form: EvidenceForm,
): string | null {
  if (
    form === 'apiKey' ||
    carrier.in !== 'header' ||
    carrier.name !== 'authorization'
  )
    return value;
  const end = value.indexOf(' ');
  const scheme = (end < 0 ? value : value.slice(0, end)).toLowerCase();
  if (scheme !== form) return null;
  return end < 0 ? '' : value.slice(end).replace(/^ +/, '');
}

/** A proof is of one record, in one topic of this server. */
function parseProof(
  token: string,
  evidence: Evidence,
  places: RecordPlaces | null,
): Presented {
  const record = recordOf(evidence);
  const place = record === null ? null : (places?.(record.topic) ?? null);
  if (record === null || place === null) return 'invalid';
  return token.length <= LONGEST_TOKEN && TOKEN.test(token)
    ? new PresentedProof(token, record, place)
    : 'invalid';
}

function parse(value: string, form: Exclude<EvidenceForm, 'proof'>): Presented {
  switch (form) {
    case 'apiKey':
      return isKey(value) ? new PresentedKey(value) : 'invalid';
    case 'bearer':
      return value.length <= LONGEST_TOKEN && TOKEN.test(value)
        ? new PresentedToken(value)
        : 'invalid';
    case 'basic':
      return parseBasic(value);
  }
}

function isKey(value: string): boolean {
  return value !== '' && value.length <= LONGEST_KEY && !CONTROL.test(value);
}

/** RFC 7617, section 2: base64 of `user-id ":" password`, the first colon divides, no control characters. */
function parseBasic(value: string): Presented {
  if (value.length > LONGEST_BASIC) return 'invalid';
  const bytes = Buffer.from(value, 'base64');
  // Buffer skips what is no base64; only a text that comes back whole was one.
  if (bytes.length === 0 || bytes.toString('base64') !== value)
    return 'invalid';
  const text = decode(bytes);
  if (text === null || CONTROL.test(text)) return 'invalid';
  const colon = text.indexOf(':');
  return colon < 0
    ? 'invalid'
    : new PresentedPassword(text.slice(0, colon), text.slice(colon + 1));
}

function decode(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}
