import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../support/seeded.js';
import { proofSigner } from '../../src/runtime/proof/signer.js';
import type { KafkaRecord, RecordHeader } from '../../src/runtime/record.js';
import {
  evidence,
  ISSUER,
  keySetOf,
  producerKey,
  record,
  secretProducerKey,
  told,
  TOPIC,
  verifier,
  type Verify,
} from '../support/record-proofs.js';

const LISTED = 'type';
const COVERED = ['context', LISTED];
const RUNS = 400;

const bytes = fc.uint8Array({ maxLength: 40 });
const name = fc.oneof(
  fc.constantFrom('trace', 'Context', '__proto__', 'constructor', '\u{1F600}', ''),
  fc.string({ maxLength: 8 }),
);
const others = fc.array(
  fc.record({
    name: name.filter((one) => !COVERED.includes(one) && one !== 'asyncapi-proof'),
    value: fc.option(bytes),
  }),
  { maxLength: 4 },
);
/** Each covered header once, or not at all. */
const covered = fc
  .tuple(fc.option(bytes), fc.option(bytes))
  .map((values) =>
    values.flatMap((value, index): RecordHeader[] => (value === null ? [] : [{ name: COVERED[index] ?? '', value }])),
  );
const arbitraryRecord = fc
  .record({ key: fc.option(bytes), value: fc.option(bytes), covered, others, appendTime: fc.boolean() })
  .chain((parts) =>
    fc
      .shuffledSubarray([...parts.covered, ...parts.others], { minLength: parts.covered.length + parts.others.length })
      .map((headers) => record({ key: parts.key, value: parts.value, headers, appendTime: parts.appendTime })),
  );

interface Side {
  readonly sign: (of: KafkaRecord) => Promise<string>;
  readonly verify: Verify;
}

const sides: readonly Side[] = ['EdDSA', 'ES256', 'HS256'].map((alg) => {
  const key = alg === 'HS256' ? secretProducerKey('k', randomBytes(32)) : producerKey(alg, 'k');
  const keys = alg === 'HS256' ? { secrets: { billing: JSON.stringify(key.publicJwk) } } : { keys: keySetOf(key) };
  const signer = proofSigner({
    issuer: ISSUER,
    subject: 'billing',
    key: JSON.stringify(key.privateJwk),
    headers: [LISTED],
  });
  return {
    sign: ({ key, value, headers }) =>
      signer.sign({ topic: TOPIC, key, value, headers, signedHeaders: [COVERED[0] ?? ''] }),
    verify: verifier({ ...keys, headers: [LISTED] }),
  };
});
const arbitrarySide = fc.constantFrom(...sides);

const flipped = (of: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(of);
  const index = Math.floor(bit / 8) % copy.length;
  copy[index] = (copy[index] ?? 0) ^ (1 << (bit % 8));
  return copy;
};

/** Anything that a proof covers, changed in one place. */
const CHANGES: readonly ((of: KafkaRecord, bit: number) => Partial<KafkaRecord>)[] = [
  ({ key }, bit) => ({ key: key === null ? new Uint8Array() : key.length === 0 ? null : flipped(key, bit) }),
  ({ value }, bit) => ({ value: value === null ? new Uint8Array() : value.length === 0 ? null : flipped(value, bit) }),
  ({ key }, bit) => ({ key: Buffer.concat([key ?? new Uint8Array(), Buffer.from([bit % 256])]) }),
  ({ value }, bit) => ({ value: Buffer.concat([value ?? new Uint8Array(), Buffer.from([bit % 256])]) }),
  ({ headers }) => ({ headers: [...headers, { name: 'context', value: new Uint8Array() }] }),
  ({ headers }) => ({ headers: [{ name: LISTED, value: null }, ...headers] }),
  ({ headers }, bit) => ({ headers: headers.map((one) => (isCovered(one) ? changedHeader(one, bit) : one)) }),
  ({ headers }) => ({ headers: headers.filter((one) => !isCovered(one)) }),
];

const isCovered = ({ name: one }: RecordHeader): boolean => COVERED.includes(one);
const changedHeader = ({ name: one, value }: RecordHeader, bit: number): RecordHeader => ({
  name: one,
  value: value === null || value.length === 0 ? Buffer.from('x') : flipped(value, bit),
});

test('a verifier takes what a signer made', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySide, arbitraryRecord, async ({ sign, verify }, of) => {
      assert.equal(told(await verify(evidence(await sign(of), of))), 'billing');
    }),
    { numRuns: RUNS },
  );
});

test('a verifier takes no record of which anything that is covered was changed', async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      arbitrarySide,
      arbitraryRecord,
      fc.nat({ max: CHANGES.length - 1 }),
      fc.nat({ max: 1000 }),
      async ({ sign, verify }, of, which, bit) => {
        const changed = CHANGES[which]?.(of, bit) ?? {};
        // A record without covered headers has none to change.
        fc.pre(which < 6 || of.headers.some(isCovered));
        tried += 1;
        assert.equal(told(await verify(evidence(await sign(of), { ...of, ...changed }))), 'invalid-credential');
      },
    ),
    { numRuns: RUNS },
  );
  assert.ok(tried >= RUNS);
});

test('a verifier takes no token of which any character was changed, left out or put in', async () => {
  const of = record();
  const alphabet = 'ABCZaz09-_.=+/ \n\u00e9\0';
  for (const { sign, verify } of sides) {
    const token = await sign(of);
    const judge = async (text: string): Promise<string> => told(await verify(evidence(text, of)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: token.length - 1 }),
        fc.constantFrom(...Array.from(alphabet)),
        fc.nat({ max: 2 }),
        async (index, character, removed) => {
          const text = token.slice(0, index) + character + token.slice(index + removed);
          fc.pre(text !== token);
          // An `iat` with other digits is told to have expired.
          assert.match(await judge(text), /^(invalid-credential|credential-expired)$/, text);
        },
      ),
      { numRuns: RUNS },
    );
    assert.equal(await judge(token), 'billing');
  }
});

test('parts of two proofs make none', async () => {
  const of = record();
  const other = record({ value: Buffer.from('{"total":13}') });
  for (const { sign, verify } of sides) {
    const [head, claims, signature] = (await sign(of)).split('.');
    const [, otherClaims, otherSignature] = (await sign(other)).split('.');
    for (const mixed of [
      [head, claims, otherSignature],
      [head, otherClaims, signature],
    ])
      for (const given of [of, other])
        assert.equal(told(await verify(evidence(mixed.join('.'), given))), 'invalid-credential');
  }
});
