import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml, toJson, type Json, type Node } from '../../src/document/index.js';

/** `pointer line:column-line:column` of each scalar. */
const places = (node: Node): readonly string[] => {
  if (node.kind === 'list') return node.items.flatMap(places);
  if (node.kind === 'map') return [...node.entries.values()].flatMap(({ value }) => places(value));
  const { start, end } = node.at.range;
  return [`${node.at.pointer} ${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)}`];
};

for (const [what, text, want, at] of [
  [
    'a bracket below its key',
    'a:\n  b: [\n    one\n  ]\n  c: two\n',
    { a: { b: ['one'], c: 'two' } },
    ['/a/b/0 3:5-3:8', '/a/c 5:6-5:9'],
  ],
  [
    'several of them',
    'a: [\n]\nb: [\n  1\n]\nc: {\n}\nd: 1',
    { a: [], b: [1], c: {}, d: 1 },
    ['/b/0 4:3-4:4', '/d 8:4-8:5'],
  ],
  [
    'items below their key',
    'a:\n  b: [\n  one,\n  two ]\n',
    { a: { b: ['one', 'two'] } },
    ['/a/b/0 3:3-3:6', '/a/b/1 4:3-4:6'],
  ],
  ['items of items', '- - a: [\n  one\n]\n- b\n', [[{ a: ['one'] }], 'b'], ['/0/0/a/0 2:3-2:6', '/1 4:3-4:4']],
  ['quoted text', 'a: "one\ntwo"\nb: 1\n', { a: 'one two', b: 1 }, ['/a 1:4-2:5', '/b 3:4-3:5']],
  ['CRLF', 'a: [\r\n  1\r\n]\r\nb: 2\r\n', { a: [1], b: 2 }, ['/a/0 2:3-2:4', '/b 4:4-4:5']],
] as const satisfies readonly (readonly [string, string, Json, readonly string[]])[]) {
  test(`too little indentation is read as it is meant, places and all: ${what}`, () => {
    const { value, diagnostics } = parseYaml('a.yaml', text);
    assert.deepEqual(diagnostics, []);
    assert.ok(value !== undefined);
    assert.deepEqual(toJson(value), want);
    assert.deepEqual(places(value), at);
  });
}

test('another mistake behind it is told where it is written', () => {
  const { diagnostics } = parseYaml('a.yaml', 'a: [\n]\nb: [\n]\nc: one: two\n');
  assert.deepEqual(
    diagnostics.map(({ code, at }) => [code, at?.range.start]),
    [['yaml-syntax', { line: 5, column: 7 }]],
  );
});

test('a text full of it is given up in time', () => {
  const begin = performance.now();
  const { value } = parseYaml(
    'a.yaml',
    'k: [\n'.repeat(2) + Array.from({ length: 20_000 }, (_, n) => `k${String(n)}: [\n]\n`).join(''),
  );
  assert.equal(value, undefined);
  assert.ok(performance.now() - begin < 5_000);
});
