import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentFacts, foldConsequences, foldValidation, readDocument, toJson } from '../../src/document/index.js';
import { report, type Diagnostic } from '../../src/diagnostics/index.js';
import { factsOf, head, inFolder, readText, soundFacts } from '../support/documents.js';

const V2 = head('2.6.0');
const V3 = head('3.0.0');
const C = "{ $ref: '#/channels/c' }";

/** `code pointer column` and the fix. */
const shown = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, at, fix }) => `${code} ${at?.pointer ?? '-'} ${String(at?.range.start.column)}: ${fix}`);

for (const [text, pointer, column, meant] of [
  [`${V3}serverss: {}`, '/serverss', 1, 'servers'],
  [`${V3}operation: {}`, '/operation', 1, 'operations'],
  [`${V3}component: {}`, '/component', 1, 'components'],
  [`${V3}components: {securityScheme: {}}`, '/components/securityScheme', 14, 'securitySchemes'],
  [`${V3}components: {operationTrait: {}}`, '/components/operationTrait', 14, 'operationTraits'],
  [`${V3}servers: {s: {host: h, securty: []}}`, '/servers/s/securty', 24, 'security'],
  [`${V3}channels: {c: {server: []}}`, '/channels/c/server', 16, 'servers'],
  [
    `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: ${C}, trait: []}}`,
    '/operations/o/trait',
    67,
    'traits',
  ],
  [
    `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: ${C}, traits: [{securty: []}]}}`,
    '/operations/o/traits/0/securty',
    77,
    'security',
  ],
  [`${V3}components: {operationTraits: {t: {Securty: []}}}`, '/components/operationTraits/t/Securty', 36, 'security'],
  [`${V3}components: {operations: {o: {Security2: []}}}`, '/components/operations/o/Security2', 31, 'security'],
  [`${V3}components: {servers: {s: {securitys: []}}}`, '/components/servers/s/securitys', 28, 'security'],
  [`${V3}components: {channels: {c: {serverz: []}}}`, '/components/channels/c/serverz', 29, 'servers'],
  [`${V2}channels: {c: {publsh: {}}}`, '/channels/c/publsh', 16, 'publish'],
  [`${V2}channels: {c: {subscribe: {securty: []}}}`, '/channels/c/subscribe/securty', 28, 'security'],
  [`${V2}channels: {c: {publish: {traits: [{securty: []}]}}}`, '/channels/c/publish/traits/0/securty', 36, 'security'],
  [
    `${V2}channels: {}\ncomponents: {channels: {c: {publish: {securty: []}}}}`,
    '/components/channels/c/publish/securty',
    39,
    'security',
  ],
] as const) {
  test(`a misspelt ${pointer} is told at the key`, async () => {
    const { facts, diagnostics } = await factsOf(text);
    assert.deepEqual(shown(diagnostics), [`security-misspelt ${pointer} ${String(column)}: Did you mean "${meant}"?`]);
    assert.equal(facts, undefined);
  });
}

test('what is near no word, an extension, or of another object is no misspelt key', async () => {
  for (const text of [
    `${V3}x-serverss: {}`,
    `${V3}X-security: {}`,
    `${V3}description: d\nsecuritee: {}`,
    `${V3}channels: {c: {publsh: {}, traits2: {}}}`,
    `${V2}operation: {}`,
    `${V2}channels: {}\ncomponents: {operations: {o: {securty: []}}}`,
    `${V3}components: {messages: {m: {securty: []}}}`,
  ]) {
    assert.deepEqual((await factsOf(text)).diagnostics, [], text);
  }
});

const operation = (fields: string): string =>
  `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: ${C}, ${fields}}}\n`;

for (const [fields, also, fix] of [
  ['roles: [A]', [], 'Write x-access-control: { roles: [A] }.'],
  ['role: A', [], 'Write x-access-control: { roles: [A] }.'],
  ['roles: A b', [], 'Write x-access-control: { roles: ["A b"] }.'],
  ['roles: ', [], 'Write x-access-control: { roles: null }.'],
  ['function: f', [], 'Write x-access-control: { function: f }.'],
  [
    'access: public, context: {value: 1}',
    ['/operations/o/access'],
    'Write x-access-control: { context: { value: 1 }, access: public }.',
  ],
  [
    'actor: true, x-access-control: {roles: [A, $b]}',
    [],
    'Move it under x-access-control: write x-access-control: { roles: [A, $b], actor: true }.',
  ],
  ['actor: 7, x-access-control: text', [], 'Move it under x-access-control: write x-access-control: { actor: 7 }.'],
  [`function: ${'f'.repeat(88)}`, [], `Write x-access-control: { function: ${'f'.repeat(88)} }.`],
  [`function: ${'f'.repeat(89)}`, [], 'Move function under x-access-control.'],
  [
    `roles: [A], function: ${'f'.repeat(89)}`,
    ['/operations/o/function'],
    'Move roles and function under x-access-control.',
  ],
] as const) {
  test(`what stands on an operation itself is shown where it belongs: ${fields}`, async () => {
    const { facts, diagnostics } = await factsOf(operation(fields));
    const [told, ...more] = diagnostics;
    assert.deepEqual([told?.code, told?.fix, more], ['access-control-misplaced', fix, []]);
    assert.deepEqual(told?.also?.map(({ pointer }) => pointer) ?? [], also);
    const keys = [...(told?.message ?? '').matchAll(/"(\w+)"/g)].map(([, key]) => key);
    assert.equal(keys.length, also.length + 1);
    assert.match(told?.message ?? '', also.length === 0 ? /" stands on/ : /" stand on/);
    assert.equal(facts?.operations[0]?.looseAccess, true);
  });
}

test('a document in JSON is shown JSON', async () => {
  const text = JSON.stringify({
    asyncapi: '2.6.0',
    channels: { c: { publish: { role: 'A', 'x-access-control': { actor: 'x' } } } },
  });
  await inFolder({ 'doc.json': text, 'doc.yaml': text }, async (folder) => {
    for (const [name, fix] of [
      ['doc.json', '"x-access-control": {"actor":"x","roles":["A"]}'],
      ['doc.yaml', 'x-access-control: { actor: x, roles: [A] }'],
    ] as const) {
      const { value } = await readDocument({ path: `${folder}/${name}`, cwd: folder }, { allowRefs: [] });
      assert.ok(value !== undefined);
      assert.deepEqual(
        documentFacts(value).diagnostics.map((told) => told.fix),
        [`Move it under x-access-control: write ${fix}.`],
      );
    }
  });
});

test('traits and operations each tell their own, once', async () => {
  const { diagnostics } = await factsOf(
    `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: ${C}, traits: [{$ref: '#/components/operationTraits/t'}]}, p: {action: send, channel: ${C}, traits: [{$ref: '#/components/operationTraits/t'}]}}\ncomponents: {operationTraits: {t: {roles: [A]}}}`,
  );
  assert.deepEqual(
    diagnostics.map(({ code, at, also }) => [code, at?.pointer, also]),
    [['access-control-misplaced', '/components/operationTraits/t/roles', undefined]],
  );
});

const said = (code: Diagnostic['code'], pointer: string, message = 'm'): Diagnostic => {
  const start = { line: message === 'm' ? 900 : 901, column: 1 };
  return report(code, { file: '-', pointer, range: { start, end: start } }, { message, fix: 'f', severity: 'error' });
};
const LOST = `${V3}channelss: {}
servers: {s: {security: [{$ref: '#/components/securitySchemes/a'}]}}
operations: {o: {channel: {$ref: '#/channels/c'}}}
securitySchemes: {a: {}}
x: {$ref: '#/servers/t'}
`;

for (const [what, cause, follows, folded] of [
  [
    'a reference into a misspelt section',
    said('security-misspelt', '/channelss'),
    said('ref-unresolved', '/operations/o/channel/$ref'),
    true,
  ],
  [
    'a reference into another section',
    said('security-misspelt', '/channelss'),
    said('ref-unresolved', '/x/$ref'),
    false,
  ],
  [
    'a name of a misspelt section',
    said('security-misspelt', '/serverss'),
    said('server-undefined', '/channels/c/servers/0'),
    true,
  ],
  [
    'a scheme of misspelt components',
    said('security-misspelt', '/componentss'),
    said('scheme-undefined', '/servers/s/security/0/a'),
    true,
  ],
  [
    'a scheme of misspelt schemes',
    said('security-misspelt', '/components/securityScheme'),
    said('scheme-undefined', '/servers/s/security/0/a'),
    true,
  ],
  [
    'a server beside misspelt schemes',
    said('security-misspelt', '/components/securityScheme'),
    said('server-undefined', '/channels/c/servers/0'),
    false,
  ],
  [
    'a scheme of schemes at the root',
    said('security-misplaced', '/securitySchemes'),
    said('scheme-undefined', '/servers/s/security/0/a'),
    true,
  ],
  [
    'a reference to schemes at the root',
    said('security-misplaced', '/securitySchemes'),
    said('scheme-undefined', '/servers/s/security/0/$ref'),
    true,
  ],
  [
    'a scheme beside security at the root',
    said('security-misplaced', '/security'),
    said('scheme-undefined', '/servers/s/security/0/a'),
    false,
  ],
  [
    'a scheme beside schemes that are wrong',
    said('object-expected', '/securitySchemes'),
    said('scheme-undefined', '/servers/s/security/0/a'),
    false,
  ],
  [
    'the channel of an operation that misspells it',
    said('security-misspelt', '/operations/o/chanel'),
    said('channel-undefined', '/operations/o'),
    true,
  ],
  [
    'the channel of another operation',
    said('security-misspelt', '/operations/o/chanel'),
    said('channel-undefined', '/operations/p'),
    false,
  ],
  [
    'the action of an operation that misspells its channel',
    said('security-misspelt', '/operations/o/chanel'),
    said('action-unknown', '/operations/o'),
    false,
  ],
  [
    'what has no place',
    said('security-misspelt', '/serverss'),
    report('server-undefined', undefined, { message: 'm', fix: 'f' }),
    false,
  ],
  [
    'what follows from what has no place',
    report('security-misspelt', undefined, { message: 'm', fix: 'f' }),
    said('server-undefined', '/channels/c/servers/0'),
    false,
  ],
] as const) {
  test(`${what} is ${folded ? 'not told as well' : 'a mistake of its own'}`, async () => {
    const { read } = await readText(LOST);
    assert.ok(read !== undefined);
    assert.deepEqual(foldConsequences(read, [cause, follows], []), folded ? [cause] : [cause, follows]);
  });
}

test('that a lost section is missing is not told as well', async () => {
  const { read } = await readText(LOST);
  assert.ok(read !== undefined);
  const ours = [said('security-misspelt', '/channelss')];
  const missing = (pointer: string, name: string): Diagnostic =>
    said('document-invalid', pointer, `Not valid: object must have required property "${name}".`);
  const kept = [missing('', 'servers'), missing('/x', 'channels'), missing('', 'info')];
  assert.deepEqual(foldValidation(read, [missing('', 'channels'), ...kept], ours), kept);
  assert.deepEqual(foldValidation(read, [missing('', 'channels')], []), [missing('', 'channels')]);
});

for (const [version, own, traits, merged, dropped] of [
  ['3.0.0', '{roles: [B, A]}', '{roles: [A, B]}', { roles: ['B', 'A'] }, []],
  ['3.0.0', '{roles: [A]}', '{roles: [A, B]}', { roles: ['A'] }, ['roles ["A","B"]']],
  [
    '3.0.0',
    '{context: {value: a}}',
    '{context: {value: b, header: h}}',
    { context: { value: 'a', header: 'h' } },
    ['context "b"'],
  ],
  ['3.0.0', '{context: x}', '{context: {value: b}}', { context: 'x' }, ['context {"value":"b"}']],
  ['3.0.0', '{context: {value: b}}', '{context: x}', { context: { value: 'b' } }, ['context "x"']],
  ['3.0.0', '{actor: x}', '{actor: x}', { actor: 'x' }, []],
  ['3.0.0', '{actor: [x]}', '{actor: x}', { actor: ['x'] }, ['actor "x"']],
  ['3.0.0', 'text', '{actor: x}', 'text', []],
  ['2.6.0', '{actor: x}', '{actor: }', {}, ['actor "x"']],
] as const) {
  test(`access control of a trait ${traits} under an operation's ${own} in ${version}`, async () => {
    const fields = `x-access-control: ${own}, traits: [{x-access-control: ${traits}}]`;
    const { operations } = await soundFacts(
      version === '3.0.0' ? operation(fields) : `${V2}channels: {c: {publish: {${fields}}}}`,
    );
    const [one] = operations;
    assert.deepEqual(one?.accessControl && toJson(one.accessControl), merged);
    assert.deepEqual(
      one?.droppedAccess.map(({ key, value }) => `${key} ${JSON.stringify(toJson(value))}`),
      dropped,
    );
  });
}
