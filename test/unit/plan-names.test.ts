import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emit, errorsOf } from '../support/emit-in-memory.js';
import { hostileDocument, hostileOperations } from '../support/hostile-names.js';
import { inspected } from '../support/inspected.js';

/** An operation, a channel and a scheme of each name, on one server. */
const documentOf = (names: readonly string[]): string => {
  const pointer = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
  const map = (value: (name: string, index: number) => unknown): object =>
    Object.fromEntries(names.map((name, index) => [name, value(name, index)]));
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Events', version: '1.0.0' },
    servers: {
      gateway: {
        host: 'gateway.acme.test',
        protocol: 'wss',
        security: names.map((name) => ({ $ref: `#/components/securitySchemes/${pointer(name)}` })),
      },
    },
    channels: map((_, index) => ({ address: `c${String(index)}` })),
    operations: map((name) => ({ action: 'receive', channel: { $ref: `#/channels/${pointer(name)}` } })),
    components: {
      securitySchemes: map((_, index) => ({ type: 'httpApiKey', in: 'header', name: `X-Key-${String(index)}` })),
    },
  });
};

const NAMES: readonly string[] = [
  ...['send-order', 'заказ', '注文を送る', 'طلب', '1st', '404', 'class', 'await', 'POLICY', 'Operation', 'undefined'],
  ...['__proto__', 'constructor', 'toString', 'then', 'close', 'admin', '\u0430dmin', 'n\u00e9', 'a b', 'x/y~z'],
  ...['x\u200by', '\u202egnp', `k${'y'.repeat(10_000)}`, '\ufb01', 'ß', 'İ', 'Ⅷ', '٣', '😀x', 'con', '../up'],
];

for (const [what, pair, refused] of [
  ['punctuation alone', ['send-order', 'send_order'], true],
  ['capitals', ['sendOrder', 'SendOrder'], true],
  ['how an accent is composed', ['n\u00e9', 'ne\u0301'], true],
  ['an accent', ['ne', 'n\u00e9'], true],
  ['a zero-width space', ['ab', 'a\u200bb'], true],
  ['an emoji', ['a\u{1f600}', 'a\u{1f44d}'], true],
  ['a Cyrillic letter that looks Latin', ['admin', '\u0430dmin'], false],
  ['a ligature', ['fi', '\ufb01'], true],
  ['the script of a digit', ['a3', 'a٣'], false],
] as const) {
  test(`two channels that differ in ${what} are ${refused ? 'refused, both named' : 'told apart'}`, async () => {
    for (const order of [pair, [...pair].reverse()]) {
      const { diagnostics, files } = await emit(documentOf(order));
      const [first, ...others] = errorsOf(diagnostics);
      if (refused) {
        assert.equal(first?.code, 'name-collision');
        const places = [first.at, ...(first.also ?? [])].map((place) => place?.pointer);
        assert.deepEqual([...places].sort(), order.map((name) => `/channels/${name}`).sort());
        assert.deepEqual(
          new Set(others.map(({ code }) => code)),
          new Set(others.length === 0 ? [] : ['name-collision']),
        );
      } else {
        assert.deepEqual([first, files === undefined], [undefined, false]);
      }
    }
  });
}

for (const name of ['', '-', '😀', '\u200b', '../..']) {
  test(`a channel ${JSON.stringify(name)} has nothing to make an identifier of, and is refused`, async () => {
    const { diagnostics } = await emit(documentOf(['orders', name]));
    const codes = errorsOf(diagnostics).map(({ code }) => code);
    assert.ok(codes.includes('name-collision'), codes.join());
  });
}

/** What a folder exports, and every member that is named by a string. */
const namesIn = (files: readonly { readonly text: string }[]): ReadonlySet<string> =>
  new Set(
    files.flatMap(
      ({ text }) =>
        text.match(/(?<=export (?:interface|type|const) )\w+|^ +(?:readonly )?(?:\w+|'[^'\n]*')(?=\??[:(])/gmu) ?? [],
    ),
  );

test('adding an operation, a channel and a scheme renames nothing', async () => {
  for (const [index, added] of NAMES.entries()) {
    const before = [...NAMES, ...NAMES].slice(index + 1, index + 4);
    const base = await emit(documentOf(before));
    assert.ok(base.files !== undefined, JSON.stringify(errorsOf(base.diagnostics)));
    for (const names of [
      [added, ...before],
      [...before, added],
    ]) {
      const { files, diagnostics } = await emit(documentOf(names));
      assert.ok(files !== undefined, JSON.stringify(errorsOf(diagnostics)));
      const now = namesIn(files);
      assert.deepEqual(
        [...namesIn(base.files)].filter((name) => !now.has(name)),
        [],
        JSON.stringify(added.slice(0, 40)),
      );
    }
  }
});

test('adding a server, a scheme, a channel, an operation and a role of one name renames nothing', async () => {
  const all = hostileOperations(0);
  for (const [index, added] of all.entries()) {
    const before = [...all, ...all].slice(index + 1, index + 4);
    const base = await emit(hostileDocument(before).document);
    assert.ok(base.files !== undefined, JSON.stringify(errorsOf(base.diagnostics)));
    for (const operations of [
      [added, ...before],
      [...before, added],
    ]) {
      const { files, diagnostics } = await emit(hostileDocument(operations).document);
      assert.ok(files !== undefined, JSON.stringify(errorsOf(diagnostics)));
      const now = namesIn(files);
      const lost: readonly string[] = [...namesIn(base.files)].filter((name) => !now.has(name));
      assert.deepEqual(lost, [], JSON.stringify(added.name.slice(0, 40)));
    }
  }
});

test('inspect gives every name as it is written', async () => {
  const { policy } = await inspected(documentOf(NAMES));
  assert.ok(policy !== null);
  for (const section of [policy.operations, policy.schemes])
    assert.deepEqual(Object.keys(section).sort(), [...NAMES].sort());
  assert.deepEqual(policy.rules.map(({ operation }) => operation).sort(), [...NAMES].sort());
});
