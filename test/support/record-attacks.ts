import { createPublicKey } from 'node:crypto';
import type { Message } from 'kafkajs';
import {
  at,
  device,
  forged,
  jsonRecord,
  KEYS,
  messageOf,
  ORDERS,
  proofOf,
  STRANGER,
  TOKEN,
  unsigned,
  withHeaders,
  ago,
  type Sign,
} from './kafka-attack.js';
import type { RawRecord } from './raw-produce.js';
import { claimsOf, compact, hs256, record } from './record-proofs.js';

const json64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const CONTEXT = ['context', 'billing'] as const;

/** A record that is sent, and what becomes of it. */
export interface Attack {
  readonly what: string;
  /** `allowed`, or the code of the denial. */
  readonly want: string;
  readonly topic?: string;
  readonly partition?: number;
  /** Null where a client would not send it: `raw` is. */
  readonly message: (sign: Sign) => Message | Promise<Message> | null;
  readonly raw?: () => RawRecord;
}
const row = (what: string, want: string, message: Attack['message'], more: Partial<Attack> = {}): Attack => ({
  what,
  want,
  message,
  ...more,
});
/** A right proof with something changed. */
const changed = (what: string, want: string, ...given: Parameters<typeof forged>): Attack =>
  row(what, want, () => forged(...given));

const KEY = Buffer.from(record().key ?? '');
const VALUE = Buffer.from(record().value ?? '');
const REPLAYED = forged({});
const REPLAYED_TOMBSTONE = forged({ of: { value: null } });

export const PROOFS: readonly Attack[] = [
  row('the emitted signer', 'allowed', (sign) => sign(ORDERS, { total: 1 }, { context: 'billing' })),
  changed('EdDSA', 'allowed', {}),
  changed('ES256', 'allowed', { key: KEYS.billingEs }),
  changed('RS256', 'allowed', { key: KEYS.billingRs }),
  row('HS256 of a producer with a secret', 'allowed', () => forged({ key: device, claims: { sub: 'device' } })),
  row('none', 'unauthenticated', () => messageOf({})),
  row('no header at all', 'unauthenticated', () => ({ value: '{}' })),
  row('unsigned user and roles', 'unauthenticated', () =>
    unsigned({ context: 'billing', user: 'billing', roles: 'WRITE', 'x-user': 'root', sub: 'root' }),
  ),
  row('a right one under another case', 'unauthenticated', () =>
    messageOf({
      headers: withHeaders(CONTEXT, ['Asyncapi-Proof', proofOf({ of: { headers: withHeaders(CONTEXT) } })]),
    }),
  ),
  row('a right one, and rubbish under another case', 'allowed', () =>
    messageOf({ headers: withHeaders(CONTEXT, ['ASYNCAPI-PROOF', 'x']) }, proofOf()),
  ),
  row('a right one as a bearer token', 'unauthenticated', () =>
    messageOf({ headers: withHeaders(CONTEXT, ['authorization', `Bearer ${proofOf()}`]) }),
  ),
  row('twice the same', 'invalid-credential', () => {
    const proof = proofOf();
    return messageOf({}, proof, proof);
  }),
  row('two right ones', 'invalid-credential', () => messageOf({}, proofOf(), proofOf({ key: KEYS.root }))),
  row('a right one, then an empty one', 'invalid-credential', () => messageOf({}, proofOf(), '')),
  row('an empty one', 'invalid-credential', () => messageOf({}, '')),
  row('rubbish', 'invalid-credential', () => messageOf({}, 'e30.e30.AA')),
  row('blanks around it', 'invalid-credential', () => messageOf({}, ` ${proofOf()}`)),
  row('of 20 KiB', 'invalid-credential', () => messageOf({}, `${proofOf()}${'A'.repeat(20_480)}`)),
  changed('of another topic', 'invalid-credential', { claims: { top: 'attack.events.billing' } }),
  changed('of another key', 'invalid-credential', {}, { key: Buffer.from('order-2') }),
  changed('of a record without key', 'invalid-credential', { of: { key: null } }, {}),
  changed('of a record with a key, on one without', 'invalid-credential', {}, { key: null }),
  changed('of another value', 'invalid-credential', {}, { value: Buffer.from('{"total":13}') }),
  changed('of a record, on a tombstone', 'invalid-credential', {}, { value: null }),
  changed('of a tombstone, on a record', 'invalid-credential', { of: { value: null } }, {}),
  changed(
    'of an empty value, on a tombstone',
    'invalid-credential',
    { of: { value: Buffer.alloc(0) } },
    { value: null },
  ),
  row('of a tombstone, on it', 'allowed', () => REPLAYED_TOMBSTONE),
  changed('of another context', 'invalid-credential', {}, { headers: withHeaders(['context', 'europe']) }),
  changed('of a context that is taken away', 'invalid-credential', {}, { headers: [] }),
  changed('of no context, to which one is added', 'invalid-credential', { of: { headers: [] } }, {}),
  changed('of a context that is there twice', 'invalid-credential', {}, { headers: withHeaders(CONTEXT, CONTEXT) }),
  row('of a context, on one that is null', 'invalid-credential', () => null, {
    raw: () => ({
      key: KEY,
      value: VALUE,
      headers: [
        ['context', null],
        ['asyncapi-proof', Buffer.from(proofOf())],
      ],
    }),
  }),
  row('of no context, on one that is null', 'invalid-credential', () => null, {
    raw: () => ({
      key: KEY,
      value: VALUE,
      headers: [
        ['context', null],
        ['asyncapi-proof', Buffer.from(proofOf({ of: { headers: [] } }))],
      ],
    }),
  }),
  changed(
    'beside another header that is changed',
    'allowed',
    {},
    { headers: withHeaders(CONTEXT, ['trace', 'other']) },
  ),
  changed(
    'beside a context under another case',
    'allowed',
    {},
    { headers: withHeaders(CONTEXT, ['Context', 'europe']) },
  ),
  changed('expired', 'credential-expired', { claims: { iat: ago(7200) } }),
  changed('of the future', 'invalid-credential', { claims: { iat: ago(-600) } }),
  changed('with a time that is no whole number', 'invalid-credential', { claims: { iat: ago(0) + 0.5 } }),
  changed('with its time as a text', 'invalid-credential', { claims: { iat: String(ago(0)) } }),
  changed('of a key that nobody published', 'invalid-credential', { key: STRANGER }),
  changed('of nobody’s key, named as a published one', 'invalid-credential', {
    key: { ...STRANGER, kid: KEYS.billing.kid },
  }),
  changed('of a key named __proto__', 'invalid-credential', { head: { kid: '__proto__' } }),
  changed('of another issuer', 'invalid-credential', { claims: { iss: 'acme ' } }),
  changed('of another producer’s name', 'invalid-credential', { key: KEYS.other, claims: { sub: 'billing' } }),
  changed('alg none, signed', 'invalid-credential', { head: { alg: 'none' } }),
  row('alg none, unsigned', 'invalid-credential', () =>
    messageOf(
      {},
      `${json64({ typ: 'record-proof+jwt', alg: 'none', kid: 'billing-ed' })}.${json64(claimsOf(record()))}.`,
    ),
  ),
  changed('alg ES256 by a key of EdDSA', 'invalid-credential', { head: { alg: 'ES256' } }),
  changed('alg PS256 by a key of RS256', 'invalid-credential', { key: KEYS.billingRs, head: { alg: 'PS256' } }),
  changed('alg in lower case', 'invalid-credential', { head: { alg: 'eddsa' } }),
  changed('alg as a list', 'invalid-credential', { head: { alg: ['EdDSA'] } }),
  row('HS256 with a published key as the secret', 'invalid-credential', () => {
    const pem = createPublicKey({ key: { ...KEYS.billingRs.publicJwk }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const head = { typ: 'record-proof+jwt', alg: 'HS256', kid: 'billing-rs' };
    return messageOf(
      {},
      compact(head, claimsOf(record()), (input) => hs256(pem.toString(), input)),
    );
  }),
  row('HS256 with another producer’s secret', 'invalid-credential', () =>
    forged({ key: device, claims: { sub: 'billing' } }),
  ),
  row('HS256 with a short signature', 'invalid-credential', () => {
    const head = { typ: 'record-proof+jwt', alg: 'HS256', kid: 'device-hs' };
    return messageOf(
      {},
      compact(head, claimsOf(record(), { sub: 'device' }), () => Buffer.of(1)),
    );
  }),
  ...[KEYS.billing, KEYS.billingEs, KEYS.billingRs].flatMap((key) =>
    [1, 63, 65, 600].map((length) =>
      row(`${key.alg} with a signature of ${String(length)} bytes`, 'invalid-credential', () =>
        messageOf(
          {},
          compact({ typ: 'record-proof+jwt', alg: key.alg, kid: key.kid }, claimsOf(record()), () =>
            Buffer.alloc(length, 255),
          ),
        ),
      ),
    ),
  ),
  changed('typ JWT', 'invalid-credential', { head: { typ: 'JWT' } }),
  changed('a key in its header', 'invalid-credential', { key: STRANGER, head: { jwk: STRANGER.publicJwk } }),
  changed('the address of a key in its header', 'invalid-credential', {
    key: STRANGER,
    head: { jku: 'http://127.0.0.1:1/' },
  }),
  changed('critical extensions', 'invalid-credential', { head: { crit: ['b64'], b64: false } }),
  changed('with roles of its own', 'invalid-credential', { key: KEYS.other, claims: { roles: ['WRITE@billing'] } }),
  changed('with a jti of one blank', 'invalid-credential', { claims: { jti: ' ' } }),
  changed('of a producer without the role', 'insufficient-role', { key: KEYS.other }),
  changed('in a context where the role is not held', 'insufficient-role', {
    of: { headers: withHeaders(['context', 'asia']) },
  }),
  changed('in the context *', 'invalid-context', { of: { headers: withHeaders(['context', '*']) } }),
  changed('in an empty context', 'invalid-context', { key: KEYS.root, of: { headers: withHeaders(['context', '']) } }),
  changed('of a producer that no longer exists', 'invalid-credential', { key: KEYS.gone }),
  row('once', 'allowed', () => REPLAYED),
  row('again at another offset', 'replayed', () => REPLAYED),
  row('again in another partition', 'replayed', () => REPLAYED, { partition: 1 }),
  row('a tombstone’s again', 'replayed', () => REPLAYED_TOMBSTONE, { partition: 1 }),
];

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** With a right proof: only its producer can send it. */
const poison = (
  what: string,
  want: string,
  value: string | Buffer,
  headers: readonly (readonly [string, string])[] = [],
): Attack[] => {
  const of = { value: Buffer.from(value), headers: withHeaders(CONTEXT, ...headers) };
  return [
    row(`${what}, with a proof`, want, () => forged({ of })),
    row(`${what}, without`, 'unauthenticated', () => messageOf(of)),
  ];
};
export const POISON: readonly Attack[] = [
  ...poison('malformed JSON', 'malformed-message', '{"total":'),
  ...poison('an empty value', 'malformed-message', ''),
  ...poison('no UTF-8', 'malformed-message', Buffer.from([0x22, 0xff, 0x22])),
  ...poison('900 kB', 'allowed', JSON.stringify('x'.repeat(900_000))),
  ...poison('lists in lists in lists', 'allowed', nested(100_000)),
  ...poison('__proto__', 'allowed', '{"__proto__":{"total":1},"constructor":{"prototype":{}}}'),
  ...poison(
    '1000 headers',
    'allowed',
    '{}',
    Array.from({ length: 1000 }, (_, n) => [`h${String(n)}`, 'v'] as const),
  ),
  ...poison('headers with names of Object’s', 'allowed', '{}', [
    ['constructor', 'c'],
    ['__proto__', 'p'],
    ['hasOwnProperty', 'h'],
    ['toString', 't'],
    ['', 'nameless'],
  ]),
  ...poison(
    'one header 50 times',
    'allowed',
    '{}',
    Array.from({ length: 50 }, () => ['h', 'v'] as const),
  ),
];

const event = (what: string, want: string, topic: string, top = topic, key = KEYS.billing): Attack => {
  const claims = { top, hdr: null };
  return row(what, want, () => forged({ key, claims }), { topic });
};
const payment = (what: string, want: string, value: unknown, key = KEYS.billing): Attack =>
  row(what, want, () => jsonRecord('attack.payments', value, key), { topic: 'attack.payments' });
const reading = (what: string, want: string, value: unknown): Attack =>
  row(what, want, () => jsonRecord('attack.readings', value, KEYS.billing), { topic: 'attack.readings' });
const feed = (what: string, want: string, ...headers: readonly (readonly [string, string])[]): Attack =>
  row(what, want, () => messageOf({ headers: withHeaders(...headers) }), { topic: 'attack.feed' });
const bearer = ['authorization', `Bearer ${TOKEN}`] as const;

export const PLACES: readonly Attack[] = [
  event('its own region', 'allowed', at('europe')),
  event('a region where the role is not held', 'insufficient-role', at('asia')),
  event('a proof of another region', 'invalid-credential', at('asia'), at('europe')),
  event('a proof of the pattern', 'invalid-credential', at('europe'), 'attack.events.{region}'),
  event('a mirror', 'allowed', `mirror.${at('europe')}`, at('europe')),
  event('a mirror, signed under its own name', 'invalid-credential', `mirror.${at('europe')}`),
  event('a mirror of a region where the role is not held', 'insufficient-role', `mirror.${at('asia')}`, at('asia')),
  event('a region of one dot, for a role held everywhere', 'invalid-context', at('.'), at('.'), KEYS.root),
  event('a region named __proto__', 'insufficient-role', at('__proto__')),
  event('a region of letters, a hyphen and an underscore', 'allowed', at('A-z_09'), at('A-z_09'), KEYS.root),
  event('a topic of no channel', 'unknown-operation', 'attack.nowhere'),
  payment('one operation of two', 'allowed', { type: 'paid' }, KEYS.other),
  payment('the other', 'allowed', { type: 'refund', context: 'billing' }),
  payment(
    'the other, by a producer of the one',
    'insufficient-role',
    { type: 'refund', context: 'billing' },
    KEYS.other,
  ),
  payment('the other, in another context', 'insufficient-role', { type: 'refund', context: 'europe' }),
  payment('the type as a list', 'unknown-operation', { type: ['paid'] }),
  payment('the type inherited', 'unknown-operation', { ['__proto__']: { type: 'paid' } }),
  payment('the type in another case', 'unknown-operation', { type: 'PAID' }),
  payment('a list', 'unknown-operation', [{ type: 'paid' }]),
  payment('null', 'unknown-operation', null),
  payment('the context as an object', 'invalid-context', { type: 'refund', context: { toString: 'billing' } }),
  payment('the context inherited', 'insufficient-role', { type: 'refund', ['__proto__']: { context: 'billing' } }),
  reading('routed by the app', 'allowed', { route: 'onWarm' }),
  reading('a route to another channel’s operation', 'unknown-operation', { route: 'onOrder' }),
  reading('a route to no operation', 'unknown-operation', { route: 'constructor' }),
  reading('a route that is a promise', 'unknown-operation', { route: 'promise' }),
  reading('a route that throws', 'malformed-message', { route: 'throw' }),
  feed('a token, and a context that nobody signed', 'allowed', CONTEXT, bearer),
  feed('a token, in a context where its role is not held', 'insufficient-role', ['context', 'asia'], bearer),
  feed('a token, and two contexts', 'invalid-context', CONTEXT, ['context', 'asia'], bearer),
  feed('a token, and twice the same context', 'invalid-context', CONTEXT, CONTEXT, bearer),
  feed('a token, and no context', 'insufficient-role', bearer),
  feed('two tokens', 'invalid-credential', CONTEXT, bearer, bearer),
  feed('a token in lower case', 'allowed', CONTEXT, ['authorization', `bearer ${TOKEN}`]),
  feed('a token under another case of the name', 'unauthenticated', CONTEXT, ['Authorization', `Bearer ${TOKEN}`]),
  feed('no token', 'unauthenticated', CONTEXT),
];
