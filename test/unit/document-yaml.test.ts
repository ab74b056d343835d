import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS, parseYaml, toJson, type Json, type Node } from '../../src/document/index.js';
import { hasTooManySeparators, nothingSpent } from '../../src/document/yaml-limits.js';
import { told } from '../support/documents.js';

const valueOf = (text: string): Json => {
  const { value, diagnostics } = parseYaml('a.yaml', text);
  assert.deepEqual(diagnostics, []);
  assert.ok(value !== undefined);
  return toJson(value);
};

const values: readonly (readonly [what: string, text: string, want: Json])[] = [
  [
    'core schema scalars',
    'a: 1\nb: 0x1F\nc: 1.5\nd: true\ne: ~\nf: yes\ng: 012\nh: 2020-01-01',
    { a: 1, b: 31, c: 1.5, d: true, e: null, f: 'yes', g: 12, h: '2020-01-01' },
  ],
  ['quoted scalars are text', `a: '1'\nb: "true"\nc: !!str 1`, { a: '1', b: 'true', c: '1' }],
  ['keys are their text', '200: a\ntrue: b\n~: c\n0777: d', { '200': 'a', true: 'b', '~': 'c', '0777': 'd' }],
  ['JSON', '{"a": [1, {"b": null}], "c": "\\u00e9"}', { a: [1, { b: null }], c: 'é' }],
  ['byte order mark and CRLF', '\uFEFFa: 1\r\nb:\r\n  - 2\r\n', { a: 1, b: [2] }],
  ['a lone carriage return', 'a: 1\rb:\r  - 2\r', { a: 1, b: [2] }],
  [
    'keys that look like other types',
    'yes: a\n1e3: b\nnull: c\n0x1F: d\n2020-01-01: e\n-1: f',
    { yes: 'a', '1e3': 'b', null: 'c', '0x1F': 'd', '2020-01-01': 'e', '-1': 'f' },
  ],
  ['aliases', 'a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
  [
    'merge keys: own keys win, then the earlier map',
    'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  c: 3\n  <<: [*x, *y]',
    { x: { a: 1, b: 1 }, y: { b: 2, c: 2 }, z: { a: 1, b: 1, c: 3 } },
  ],
  ['a quoted << is a name', '"<<": {a: 1}', { '<<': { a: 1 } }],
  ['block text', 'a: |\n  one\n  two\nb: >-\n  one\n  two', { a: 'one\ntwo\n', b: 'one two' }],
  [
    'tags of the core schema',
    'a: !!int "7"\nb: ! 7\nc: !<tag:yaml.org,2002:str> 7\nd: !!map {}\ne: !!seq []\nf: !!null ""',
    { a: 7, b: '7', c: '7', d: {}, e: [], f: null },
  ],
  [
    'scalars at the edge of a type',
    'a: .5\nb: -1\nc: +2\nd: .inf.\ne: No\nf: FALSE\ng: 0o17\nh: -x\ni: Null\nj: t',
    { a: 0.5, b: -1, c: 2, d: '.inf.', e: 'No', f: false, g: 15, h: '-x', i: null, j: 't' },
  ],
  ['an anchored key as a key', '? &k a\n: 1\nb: {*k : 2}', { a: 1, b: { a: 2 } }],
  ['an anchor that is given again', 'a: &x 1\nb: &x [2]\nc: *x', { a: 1, b: [2], c: [2] }],
  ['a key that a merge gives and the map states', 'x: &x {a: 1}\ny: {<<: *x, a: 2}', { x: { a: 1 }, y: { a: 2 } }],
  ['an alias of a scalar as key', 'a: &k name\n*k : 1', { a: 'name', name: 1 }],
];
for (const [what, text, want] of values) {
  test(`reads ${what}`, () => {
    assert.deepEqual(valueOf(text), want);
  });
}

test('a key __proto__ is a plain key', () => {
  const json = valueOf('__proto__: {polluted: true}');
  assert.deepEqual(Object.keys(json as object), ['__proto__']);
  assert.equal(Object.getPrototypeOf(json), Object.prototype);
});

test('places are one-based, end exclusively and include quotes', () => {
  const { value } = parseYaml('a.yaml', 'a:\n  - "x"\n  - { b: y , c: [1, 2 ] }\nd: |\n  t\ne:\n');
  assert.ok(value?.kind === 'map');
  const list = value.entries.get('a')?.value;
  assert.ok(list?.kind === 'list');
  assert.deepEqual(list.items[0]?.at, {
    file: 'a.yaml',
    pointer: '/a/0',
    range: { start: { line: 2, column: 5 }, end: { line: 2, column: 8 } },
  });
  assert.deepEqual(list.items[1]?.at.range, { start: { line: 3, column: 5 }, end: { line: 3, column: 26 } });
  assert.deepEqual(value.entries.get('d')?.keyAt.range, { start: { line: 4, column: 1 }, end: { line: 4, column: 2 } });
  assert.deepEqual(value.entries.get('e')?.value.at.range, {
    start: { line: 6, column: 2 },
    end: { line: 6, column: 2 },
  });
});

/** `pointer line:column-line:column` of every node and key. */
const places = (node: Node): readonly string[] => {
  const { start, end } = node.at.range;
  const own = `${node.at.pointer} ${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)}`;
  if (node.kind === 'list') return [own, ...node.items.flatMap(places)];
  if (node.kind === 'scalar') return [own];
  return [
    own,
    ...[...node.entries.values()].flatMap(({ keyAt, value }) => [
      `key ${String(keyAt.range.start.column)}-${String(keyAt.range.end.column)}`,
      ...places(value),
    ]),
  ];
};

for (const [text, wanted] of [
  ['{}', [' 1:1-1:3']],
  ['[ ]', [' 1:1-1:4']],
  ['[1, 2 , ]  # x', [' 1:1-1:10', '/0 1:2-1:3', '/1 1:5-1:6']],
  ['[1 # ]\n]', [' 1:1-2:2', '/0 1:2-1:3']],
  ['\uFEFFa: 1', [' 1:1-1:5', 'key 1-2', '/a 1:4-1:5']],
  ['a: ~ \nb:   c  ', [' 1:1-2:7', 'key 1-2', '/a 1:4-1:5', 'key 1-2', '/b 2:6-2:7']],
  ['\'a\' : "b"', [' 1:1-1:10', 'key 1-4', '/a 1:7-1:10']],
  ['- a\n-\n- b', [' 1:1-3:4', '/0 1:3-1:4', '/1 1:4-1:4', '/2 3:3-3:4']],
  ['a: &x b\nc: *x', [' 1:1-2:6', 'key 1-2', '/a 1:7-1:8', 'key 1-2', '/a 1:7-1:8']],
  ['a: |\n  b\n\nc: 1', [' 1:1-4:5', 'key 1-2', '/a 2:1-2:4', 'key 1-2', '/c 4:4-4:5']],
  ['a: >\n\n', [' 1:1-2:1', 'key 1-2', '/a 2:1-2:1']],
  ['? &k a\n: 1\n? *k\n: 2\n', null],
] as const) {
  test(`places in ${JSON.stringify(text)}`, () => {
    const { value, diagnostics } = parseYaml('a.yaml', text);
    if (wanted === null) assert.deepEqual(told(diagnostics), ['key-duplicate /a']);
    else assert.deepEqual(value && places(value), wanted);
  });
}

test('pointers escape ~ and /', () => {
  const { value } = parseYaml('a.yaml', 'a/b~c: 1');
  assert.equal(value?.kind === 'map' && value.entries.get('a/b~c')?.value.at.pointer, '/a~1b~0c');
});

test('of more mistakes than 1,000 the first are told, and nothing is read', () => {
  for (const [count, codes] of [
    [1001, ['key-duplicate']],
    [1002, ['document-limit', 'key-duplicate']],
  ] as const) {
    const { value, diagnostics } = parseYaml('a.yaml', 'a: 1\n'.repeat(count));
    assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))].sort(), codes);
    assert.equal(value !== undefined, count === 1001);
    const last = diagnostics.at(-1);
    assert.deepEqual(last?.at?.range.start.line, count === 1001 ? 1001 : 1);
    if (count === 1002) assert.match(`${last.message} ${last.fix}`, /more than 1000 mistakes.* Correct those first/);
  }
});

for (const [what, text, want] of [
  ['a map whose tag is of a list', 'a: !!seq {}', 'tag-unsupported /a'],
  ['a list whose tag is of a map', 'a: !!map []', 'tag-unsupported /a'],
  ['a map as a key', '{[a]: 1}', 'key-not-text '],
  ['a merge of text', 'b: {<<: x}', 'alias-invalid /b/<<'],
  ['a merge of a list of texts', 'b: {<<: [{}, x]}', 'alias-invalid /b/<<'],
  ['a key written twice beside a merge', 'x: &x {a: 1}\ny: {a: 2, a: 3, <<: *x}', 'key-duplicate /y/a'],
  ['a syntax error', 'a: [1', 'yaml-syntax '],
  ['NUL', 'a\0b', 'document-binary '],
  ['an empty file', '', 'document-empty '],
  ['comments alone', '# nothing\n', 'document-empty '],
  ['several documents', 'a: 1\n---\nb: 2', 'document-several '],
  ['a list as a key', '? [1]\n: 2', 'key-not-text '],
  ['a foreign tag', 'a: !!js/function x', 'tag-unsupported /a'],
  ['a tag that does not fit', 'a: !!int x', 'tag-unsupported /a'],
  ['a tag on a map', 'a: !!omap {b: 1}', 'tag-unsupported /a'],
  ['an undefined alias', 'a: *x', 'alias-invalid /a'],
  ['an alias inside itself', 'a: &x [*x]', 'alias-invalid /a/0'],
  ['a merge of no map', 'a: &x [1]\nb: {<<: *x}', 'alias-invalid /b/<<'],
] as const) {
  test(`refuses ${what}`, () => {
    const { value, diagnostics } = parseYaml('a.yaml', text);
    assert.equal(value === undefined, !want.startsWith('key-duplicate'));
    assert.deepEqual(
      told(diagnostics).map((line) => line.slice(0, want.length)),
      [want],
    );
  });
}

for (const [text, place, message, fix] of [
  ['a: [*x]', '1:5-1:7', 'The alias *x has no anchor &x before it.', 'Write &x before the value that is meant.'],
  [
    'a: &x [*x]',
    '1:8-1:10',
    'The alias *x stands inside its own anchor, so that it would contain itself.',
    'Write the value out, or use a $ref.',
  ],
  [
    'a: {<<: x}',
    '1:5-1:7',
    'The merge key << needs a map or a list of maps, and got a scalar.',
    'Point it at the anchor of a map, or quote the key if "<<" is meant as a name.',
  ],
  [
    '[1]: a',
    '1:1-1:4',
    'This key is a list; a key must be text.',
    'Write a plain name before the colon. A value that begins with [ or { as text needs quotes.',
  ],
  [
    'a: 1\na: 2',
    '2:1-2:2',
    'The key "a" is written twice in one object, first in line 1.',
    'Keep one of the two, or give one another name.',
  ],
  [
    '[',
    '1:2-1:2',
    'This is neither YAML nor JSON: unexpected end of the stream within a flow collection.',
    'Mend the syntax here or in the lines above: indentation, a missing quote, colon or bracket.',
  ],
  [
    'a: }\nb: 1',
    '1:4-1:5',
    'This is neither YAML nor JSON: bad indentation of a mapping entry.',
    'Mend the syntax here or in the lines above: indentation, a missing quote, colon or bracket.',
  ],
  ['a\0b', '1:2-1:3', 'This file has a NUL character, so it is not text.', 'Name a YAML or JSON file in UTF-8.'],
  ['', '1:1-1:1', 'This file has no content.', 'Write a YAML or JSON object into it.'],
  [
    'a: 1\n---\nb: 2',
    '1:1-1:1',
    'This file holds 2 YAML documents, separated by "---".',
    'Keep one document in the file.',
  ],
  [
    '['.repeat(101),
    '1:100-1:101',
    'This file is not read: it has more than 100 levels of nesting.',
    'Split the document into several files, or leave out what is generated or repeated.',
  ],
] as const) {
  test(`says what is wrong in ${JSON.stringify(text.slice(0, 20))}, where, and what to do`, () => {
    const [found] = parseYaml('a.yaml', text).diagnostics;
    assert.ok(found?.at !== undefined);
    const { start, end } = found.at.range;
    // What is wrong with a file as a whole is at no part of it.
    if (!/^(?:alias|key)-/.test(found.code)) assert.equal(found.at.pointer, '');
    assert.deepEqual(
      [
        `${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)}`,
        found.message,
        found.fix,
      ],
      [place, message, fix],
    );
  });
}

test('a duplicate key is an error that shows both places, and the first one stays', () => {
  const { value, diagnostics } = parseYaml('a.yaml', 'a: 1\nb: 2\na: 3\n');
  assert.deepEqual(told(diagnostics), ['key-duplicate /a']);
  assert.equal(diagnostics[0]?.at?.range.start.line, 3);
  assert.deepEqual(
    diagnostics[0].also?.map(({ range }) => range.start.line),
    [1],
  );
  assert.deepEqual(value && toJson(value), { a: 1, b: 2 });
});

const bomb = (levels: number): string =>
  Array.from({ length: levels }, (_, level) =>
    level === 0
      ? 'a0: &a0 x'
      : `a${String(level)}: &a${String(level)} [${Array<string>(9)
          .fill(`*a${String(level - 1)}`)
          .join()}]`,
  ).join('\n');

for (const [what, text] of [
  ['an alias bomb', bomb(10)],
  ['nesting of 5,000', '['.repeat(5000)],
  [
    'nesting by aliases',
    Array.from({ length: 300 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x]' : `a${String(level)}: &a${String(level)} [*a${String(level - 1)}]`,
    ).join('\n'),
  ],
  ['11 MiB', `a: ${'x'.repeat(11 * 1024 * 1024)}`],
  ['4,000,000 items', `[${'1,'.repeat(4_000_000)}]`],
  ['4,000,000 lines', '- 1\n'.repeat(2_600_000)],
] as const) {
  test(`refuses ${what} within a second`, () => {
    const start = process.cpuUsage();
    const { value, diagnostics } = parseYaml('a.yaml', text);
    assert.equal(value, undefined);
    assert.deepEqual(told(diagnostics), ['document-limit ']);
    // Of the processor, not of the clock: other tests run beside this one.
    assert.ok(process.cpuUsage(start).user < 1_000_000);
  });
}

for (const [what, text] of [
  ['nesting of 90', `${'['.repeat(90)}${']'.repeat(90)}`],
  ['400,000 items', `[${'1,'.repeat(400_000)}1]`],
  ['5 MiB of prose', `a: |\n${'  Some words, in lines: of an ordinary length - with marks.\n'.repeat(90_000)}`],
  ['6,561 nodes by aliases', bomb(5)],
] as const) {
  test(`takes ${what}`, () => {
    assert.deepEqual(parseYaml('a.yaml', text).diagnostics, []);
  });
}

for (const [text, separators] of [
  ['a,b,c,d', 3],
  [',a', 0],
  ['a,,,b', 1],
  ['a, \r,\t,b', 1],
  ['a:b\nc', 2],
  ['[[[', 3],
  ['{{{', 3],
  ['[,[', 2],
  ['a- b- c', 2],
  ['a-b-c', 0],
  ['- - a', 1],
  ['a\n- b\n- c', 2],
] as const) {
  test(`${JSON.stringify(text)} has ${String(separators)} separators at least`, () => {
    const exceeds = (left: number): boolean =>
      hasTooManySeparators(text, { ...nothingSpent(), nodes: LIMITS.nodes - left });
    assert.deepEqual([exceeds(separators - 1), exceeds(separators), exceeds(text.length + 1)], [true, false, false]);
  });
}

test('what a text takes of the limits is counted, and no more than is left is taken', () => {
  const text = 'a: &x [1, 2]\nb: *x\n';
  // The alias counts as the three nodes that it stands for, each at the pointer /b.
  const takes = { nodes: 7, aliasNodes: 3, pointerCharacters: 14, keys: 2 };
  const spent = nothingSpent();
  assert.deepEqual([parseYaml('a.yaml', text, spent).diagnostics, spent], [[], takes]);
  for (const kind of ['nodes', 'aliasNodes', 'pointerCharacters'] as const) {
    for (const left of [takes[kind] - 1, takes[kind]]) {
      const { diagnostics } = parseYaml('a.yaml', text, { ...nothingSpent(), [kind]: LIMITS[kind] - left });
      assert.deepEqual(told(diagnostics), left < takes[kind] ? ['document-limit '] : [], kind);
    }
  }
});

test('aliases nest as deep as if they were written out', () => {
  const nested = (levels: number): string =>
    `a: &a ${'['.repeat(49)}${']'.repeat(49)}\nb: ${'['.repeat(levels)}*a${']'.repeat(levels)}\n`;
  assert.deepEqual(told(parseYaml('a.yaml', nested(50)).diagnostics), []);
  assert.deepEqual(told(parseYaml('a.yaml', nested(52)).diagnostics), ['document-limit ']);
});
