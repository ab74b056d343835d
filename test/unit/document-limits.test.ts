import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnostic, Place } from '../../src/diagnostics/index.js';
import { documentFacts, LIMITS, readDocument } from '../../src/document/index.js';
import { parseYaml } from '../../src/document/parse-yaml.js';
import { Problems } from '../../src/document/reference-problems.js';
import { writtenOutSize } from '../../src/document/reference-size.js';
import { lookup, type Files } from '../../src/document/resolve.js';
import { inFolder, readText, told } from '../support/documents.js';

const HEAD = 'asyncapi: 3.0.0\ninfo: {title: t, version: 1.0.0}\nchannels: {}\n';
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

interface Cost {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the official parser is kept from it. */
  readonly forParser: 'fit' | 'broken' | 'large' | undefined;
  readonly milliseconds: number;
}

/** Time of the processor, not of the clock: other tests run beside this one. */
const cost = (files: Readonly<Record<string, string>>): Promise<Cost> =>
  inFolder(files, async (folder) => {
    const start = process.cpuUsage();
    const { value, diagnostics } = await readDocument({ path: `${folder}/doc.yaml`, cwd: folder }, { allowRefs: [] });
    const facts = value && documentFacts(value);
    const { user, system } = process.cpuUsage(start);
    return {
      diagnostics: [...diagnostics, ...(facts?.diagnostics ?? [])],
      forParser: value?.forParser,
      milliseconds: (user + system) / 1000,
    };
  });

const schemas = (levels: number): string =>
  `components:\n  schemas:\n${lines(levels, (level) => `    s${String(level)}: {properties: {a: {$ref: '#/components/schemas/s${String(level + 1)}'}, b: {$ref: '#/components/schemas/s${String(level + 1)}'}}}`)}\n    s${String(levels)}: {type: string}\n`;

for (const [what, files, want] of [
  [
    'a chain of 10,000 references',
    {
      'doc.yaml': `${HEAD}x:\n${lines(10_000, (i) => `  k${String(i)}: {$ref: '#/x/k${String(i + 1)}'}`)}\n  k10000: {a: 1}`,
    },
    ['document-limit'],
  ],
  [
    'a circle of 10,000 references',
    { 'doc.yaml': `${HEAD}x:\n${lines(10_000, (i) => `  k${String(i)}: {$ref: '#/x/k${String((i + 1) % 10_000)}'}`)}` },
    ['ref-circular'],
  ],
  [
    '3,000 references on the way of one another',
    {
      'doc.yaml': `${HEAD}x:\n${lines(3000, (i) => `  k${String(i)}: {$ref: '#/x/k${String(i + 1)}/p'}`)}\n  k3000: {p: {$ref: '#/x/k3000'}}`,
    },
    ['document-limit'],
  ],
  ['references that double forty times', { 'doc.yaml': HEAD + schemas(40) }, ['document-limit']],
  [
    'a long key above many nodes',
    {
      'doc.yaml': `${HEAD}x:\n  "${'k'.repeat(200_000)}":\n${lines(10_000, (i) => `    k${String(i)}: {$ref: '#/info'}`)}`,
    },
    ['document-limit'],
  ],
  [
    'long keys, one in another',
    {
      'doc.yaml': `${HEAD}x: ${'{'.concat(`${'k'.repeat(50_000)}: {`.repeat(80))}a: [${'1,'.repeat(1000)}1]${'}'.repeat(81)}`,
    },
    ['document-limit'],
  ],
  [
    'nodes in several files',
    {
      'doc.yaml': `${HEAD}x: [{$ref: a.yaml}, {$ref: b.yaml}, {$ref: c.yaml}]`,
      'a.yaml': `[${'1,'.repeat(400_000)}1]`,
      'b.yaml': `[${'1,'.repeat(400_000)}1]`,
      'c.yaml': `[${'1,'.repeat(400_000)}1]`,
    },
    ['document-limit'],
  ],
  [
    'one mistake in 50,000 places',
    { 'doc.yaml': `${HEAD}x:\n${lines(50_000, (i) => `  k${String(i)}: {$ref: '#/nope'}`)}` },
    ['ref-unresolved'],
  ],
] as const) {
  test(`${what} cost little, and the official parser sees none of it`, async () => {
    const { diagnostics, forParser, milliseconds } = await cost(files);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      want,
    );
    assert.notEqual(forParser, 'fit');
    assert.ok(milliseconds < 2000, String(milliseconds));
  });
}

test('20,000 mistakes beside 20,000 names cost little', async () => {
  const { diagnostics, milliseconds } = await cost({
    'doc.yaml': `${HEAD}x:\n${lines(20_000, (i) => `  k${String(i)}: {$ref: '#/x/nope${String(i)}'}`)}`,
  });
  assert.equal(diagnostics.length, 20_000);
  assert.ok(milliseconds < 3000, String(milliseconds));
});

test('a document has 1,000 files and no more', async () => {
  const files = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${String(index)}.yaml`, 'a: 1']));
  const refs = (count: number): string => `${HEAD}x:\n${lines(count, (i) => `  - {$ref: f${String(i)}.yaml}`)}`;
  assert.deepEqual((await cost({ ...files, 'doc.yaml': refs(999) })).diagnostics, []);
  const { diagnostics } = await cost({ ...files, 'doc.yaml': refs(1001) });
  assert.deepEqual(
    diagnostics.map(({ code, at, also }) => [code, at?.pointer, also?.length]),
    [['document-limit', '/x/999/$ref', 1]],
  );
});

for (const [what, text] of [
  [
    'a chain of 100 references',
    `${HEAD}x:\n${lines(100, (i) => `  k${String(i)}: {$ref: '#/x/k${String(i + 1)}'}`)}\n  k100: {a: 1}`,
  ],
  ['references that double ten times', HEAD + schemas(10)],
  [
    'a key of 10,000 characters',
    `${HEAD}x:\n  "${'k'.repeat(10_000)}":\n${lines(1000, (i) => `    k${String(i)}: {$ref: '#/info'}`)}`,
  ],
] as const) {
  test(`${what} is no excess`, async () => {
    const { diagnostics, forParser } = await cost({ 'doc.yaml': text });
    assert.deepEqual([diagnostics, forParser], [[], 'fit']);
  });
}

/** So many references, each to the next. */
const links = (count: number, way: string, name = 'x'): string =>
  lines(count, (i) => `${name}-${String(i)}: {$ref: '#/${name}-${String(i + 1)}${way}'}`);

const filesOf = (text: string): Files => {
  const { value } = parseYaml('-', text);
  assert.ok(value !== undefined);
  return { folder: '/f', files: new Map([['-', { path: '-', text, root: value }]]) };
};

test('what a reference leads to is of one kind', () => {
  const files = filesOf(
    `a: 1\nto: {$ref: 'gone.yaml'}\nself: {$ref: '#/self/x'}\nring: {$ref: '#/ring'}\n${links(150, '')}\nx-150: {a: 1}`,
  );
  for (const [text, kind] of [
    ['#/a', 'found'],
    ['#/b', 'missing'],
    ['http://h.test/a', 'unknown'],
    ['gone.yaml', 'unknown'],
    ['#/to/x', 'unknown'],
    ['#/self/x', 'circular'],
    ['#/ring/x', 'unknown'],
    ['#/x-50/a', 'found'],
    ['#/x-49/a', 'long'],
  ] as const) {
    assert.equal(lookup(files, '-', text).kind, kind, text);
  }
});

test('a way is as long as what was not found before, and what is found is found again', () => {
  // Each on the way of the one before: 16 of them lead to the second of 15 others.
  const text = `${links(15, '/p')}\nx-15: {$ref: '#/y-1/p'}\n${links(15, '/p', 'y')}\ny-15: {p: {$ref: '#/y-15'}}`;
  const first = (from: readonly string[]): string => {
    const files = filesOf(text);
    return from.map((name) => lookup(files, '-', `#/${name}/p`).kind).join();
  };
  assert.equal(first(['x-0']), 'long');
  assert.equal(first(['y-0', 'x-0']), 'found,found');
});

test('a text alone is one node', () => {
  const files = filesOf('text');
  assert.deepEqual(writtenOutSize(files, files.files.get('-')?.root ?? assert.fail()), { all: 1, outline: 1 });
});

test('what is told twice of one place is told of it once', () => {
  const problems = new Problems();
  const at = (pointer: string): Place => ({
    file: '-',
    pointer,
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
  });
  for (const pointer of ['/a', '/a', '/b', '/b'])
    problems.add('one', 'ref-unresolved', at(pointer), { message: 'm', fix: 'f' });
  problems.add('one', 'scheme-undefined', at('/c'), { message: 'm', fix: 'f' });
  assert.deepEqual(
    problems.diagnostics().map(({ code, at: first, also }) => [code, first?.pointer, also?.map((one) => one.pointer)]),
    [
      ['ref-unresolved', '/a', ['/b']],
      ['scheme-undefined', '/c', undefined],
    ],
  );
  assert.deepEqual(
    (['ref-unresolved', 'scheme-undefined', 'ref-circular'] as const).map((code) => problems.has(code)),
    [true, true, false],
  );
});

test('what is too much is told once, and another mistake keeps no file from being read', async () => {
  const refs = `x: [{$ref: a.yaml}, {$ref: b.yaml}, {$ref: c.yaml}]`;
  const twice = 'y: {a: 1, a: 2}';
  const deep = '['.repeat(101);
  for (const [what, files, want] of [
    ['a file that is too deep', { 'doc.yaml': HEAD + refs, 'a.yaml': deep, 'b.yaml': deep }, ['document-limit ']],
    [
      'a key written twice',
      { 'doc.yaml': `${HEAD}${refs}\n${twice}`, 'a.yaml': 'a: 1', 'b.yaml': 'a: 1' },
      ['key-duplicate /y/a', 'ref-unreadable /x/2/$ref'],
    ],
  ] as const) {
    assert.deepEqual(told((await cost(files)).diagnostics), want, what);
  }
});

test('a document that is not there is told at its start, or where it is named', async () => {
  const path = '/nowhere/doc.yaml';
  const start = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const namedAt = { file: '/nowhere/config.yaml', pointer: '/document', range: start };
  for (const [source, at, says] of [
    [{ path, cwd: '/nowhere' }, { file: path, pointer: '', range: start }, 'The document cannot be read: '],
    [{ path, cwd: '/nowhere', namedAt }, namedAt, 'The document doc.yaml cannot be read: '],
  ] as const) {
    const [found] = (await readDocument(source, { allowRefs: [] })).diagnostics;
    assert.deepEqual(found?.at, at);
    assert.ok(found.message.startsWith(says));
    assert.equal(found.fix, 'Name an existing YAML or JSON file that this user may read, or - for standard input.');
  }
});

test('standard input that says nothing is empty, and one of too many bytes is no more than that', async () => {
  const { diagnostics } = await readDocument({ path: '-', cwd: '/nowhere' }, { allowRefs: [] });
  assert.deepEqual(told(diagnostics), ['document-empty ']);
  const [large] = (await readText('#'.repeat(LIMITS.bytes + 1))).diagnostics;
  assert.equal(large?.message, 'This file is not read: it has more than 10 MiB.');
});
