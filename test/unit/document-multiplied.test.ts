import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspected, type Inspected } from '../support/inspected.js';

const HEAD = `asyncapi: 3.0.0
info: {title: t, version: 1.0.0}
servers: {s: {host: h, protocol: kafka-secure, security: [{$ref: '#/components/securitySchemes/k'}]}}
components: {securitySchemes: {k: {type: plain}}}
`;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
const many = (count: number, text: string): string => Array<string>(count).fill(text).join(', ');
const operations = (text: (index: number) => string): string => `operations:\n${lines(5000, text)}`;
const toShared = (index: number): string => `  o${String(index)}: {$ref: '#/x-shared'}`;
const inPlace = (index: number): string => `  o${String(index)}: {action: receive, channel: {$ref: '#/channels/c'}}`;
const CHANNEL = "channels: {c: {address: a}}\nx-shared: {action: receive, channel: {$ref: '#/channels/c'}";

interface Cost extends Inspected {
  /** Of the processor, not of the clock: other tests run beside this one. */
  readonly seconds: number;
}

/** The official parser is no part of what is measured; that it is asked at all is an error here. */
const cost = async (text: string): Promise<Cost> => {
  const start = process.cpuUsage();
  const found = await inspected(text, { check: () => Promise.reject(new Error('the parser was asked')) });
  return { ...found, seconds: process.cpuUsage(start).user / 1e6 };
};

const codes = ({ diagnostics }: Inspected): readonly string[] => diagnostics.map(({ code }) => code);

for (const [what, text] of [
  [
    'operations that share a list of alternatives',
    `${HEAD}${CHANNEL}, security: [${many(5000, "{$ref: '#/components/securitySchemes/k'}")}]}\n${operations(toShared)}`,
  ],
  [
    'operations that share a list of traits',
    `${HEAD}${CHANNEL}, traits: [${many(5000, '{}')}]}\n${operations(toShared)}`,
  ],
  [
    'operations on a channel of as many messages',
    `${HEAD}channels:\n  c:\n    messages:\n${lines(5000, (index) => `      m${String(index)}: {name: m}`)}\n${operations(inPlace)}`,
  ],
  [
    'operations on as many servers',
    `${HEAD.replace(/servers:.*\n/, '')}servers:\n${lines(5000, (index) => `  s${String(index)}: {host: h, protocol: kafka-secure, security: [{$ref: '#/components/securitySchemes/k'}]}`)}\nchannels: {c: {address: a}}\n${operations(inPlace)}`,
  ],
] as const) {
  test(`5,000 ${what} are refused in little time`, async () => {
    const found = await cost(text);
    assert.deepEqual(
      [codes(found).filter((code) => !code.startsWith('document-validation')), found.policy],
      [['document-limit'], null],
    );
    assert.ok(found.seconds < 6, String(found.seconds));
  });
}

for (const [what, mistake, code] of [
  ['keys written twice', () => '  k: 1', 'key-duplicate'],
  ['keys that are no text', (index: number) => `  [a, ${String(index)}]: 1`, 'key-not-text'],
  ['unknown tags', (index: number) => `  k${String(index)}: !foo 1`, 'tag-unsupported'],
  ['aliases of nothing', (index: number) => `  k${String(index)}: *nobody`, 'alias-invalid'],
] as const) {
  test(`of 100,000 ${what} the first are told`, async () => {
    const found = await cost(`${HEAD}x-keys:\n${lines(100_000, mistake)}`);
    const told = codes(found);
    assert.ok(told.includes('document-limit') && told.includes(code));
    assert.deepEqual([told.length, found.policy], [1001, null]);
  });
}

test('a document of 5,000 operations is understood, and checked by the parser', async () => {
  const text = `${HEAD}channels: {c: {address: a}}\n${operations(inPlace)}`;
  const { policy, diagnostics } = await inspected(text, { check: () => Promise.resolve({ errors: [] }) });
  assert.equal(policy?.rules.length, 5000);
  assert.ok(diagnostics.every(({ severity }) => severity !== 'error'));
});

for (const [what, text] of [
  ['20,001 keys in one object', lines(20_001, (index) => `  k${String(index)}: 1`)],
  [
    'references that double twenty times',
    `${lines(20, (level) => `  s${String(level)}: {properties: {a: {$ref: '#/x-part/s${String(level + 1)}'}, b: {$ref: '#/x-part/s${String(level + 1)}'}}}`).replaceAll('properties', 'payload')}\n  s20: {type: string}`,
  ],
] as const) {
  test(`with ${what} a document is understood without the parser, which is told`, async () => {
    const found = await cost(`${HEAD}x-part:\n${text}`);
    assert.ok(found.policy !== null);
    assert.deepEqual(
      found.diagnostics
        .filter(({ code }) => code.startsWith('document-validation'))
        .map(({ code, severity }) => [code, severity]),
      [['document-validation-skipped', 'warning']],
    );
  });
}

test('of a mistake in many places the first 1,000 are listed, and how many more there are', async () => {
  const { diagnostics } = await cost(`${HEAD}x:\n${lines(3000, (index) => `  k${String(index)}: {$ref: '#/nope'}`)}`);
  const [first] = diagnostics.filter(({ code }) => code === 'ref-unresolved');
  assert.equal(first?.also?.length, 1000);
  assert.match(first.message, /has no "nope"\. The same in 1999 more places, which are not listed\.$/);
});

test('of many mistakes the first 1,000 are listed, and how many more there are', async () => {
  const { diagnostics } = await cost(
    `${HEAD}x:\n${lines(3000, (index) => `  k${String(index)}: {$ref: '#/nope${String(index)}'}`)}`,
  );
  const told = diagnostics.filter(({ code }) => code === 'ref-unresolved');
  assert.deepEqual([told.length, told[0]?.at?.pointer], [1000, '/x/k0/$ref']);
  assert.match(told.at(-1)?.message ?? '', / 2000 more like it are not listed\.$/);
  assert.doesNotMatch(told.at(-2)?.message ?? '', /not listed/);
});
