import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report, type Diagnostic, type Place } from '../../src/diagnostics/index.js';
import { foldConsequences, foldValidation, onceEach, readDocument } from '../../src/document/index.js';
import { inFolder, readText } from '../support/documents.js';

const DOCUMENT = `asyncapi: 2.6.0
servers:
  s: {security: [{$ref: '#/components/securitySchemes/a'}, {a: []}, {$ref: '#/components/securitySchemes/c'}]}
channels:
  c: {servers: [{$ref: '#/servers/s'}]}
components:
  securitySchemes:
    a: {type: httpBasic, name: x}
    ab: {type: httpBasic}
x-a: {$ref: '#/x-b'}
x-b: {$ref: '#/components/securitySchemes/none'}
x-c: {$ref: '#/servers/s', deep: {a: {b: 1}}}
x-s: {type: plain, inner: {type: plain}}
`;
// What stands in one place is one mistake by whatever pointer: the two parties' places differ.
const at = (pointer: string, line = 1): Place => ({
  file: '-',
  pointer,
  range: { start: { line, column: 1 }, end: { line, column: 2 } },
});
const invalid = (pointer: string): Diagnostic => report('document-invalid', at(pointer, 2), { message: 'm', fix: 'f' });
const own = (code: Diagnostic['code'], pointer: string, severity: Diagnostic['severity'] = 'error'): Diagnostic =>
  report(code, at(pointer), { message: 'm', fix: 'f', severity });
const also = (pointer: string, second: string): Diagnostic => ({
  ...own('scheme-undefined', pointer),
  also: [at(second)],
});
const S = '/components/securitySchemes';

for (const [what, theirs, ours, kept] of [
  ['at the same place', '/servers/s/security/0', own('scheme-undefined', '/servers/s/security/0'), false],
  ['below our place', '/servers/s/security/0/a', own('scheme-undefined', '/servers/s/security/0'), false],
  ['at the list above our place', '/servers/s/security', own('scheme-undefined', '/servers/s/security/0/a'), false],
  ['at the scheme above our place', `${S}/a`, own('scheme-type-unknown', `${S}/a/type`), false],
  ['at another field of the scheme', `${S}/a/name`, own('scheme-type-unknown', `${S}/a/type`), false],
  ['in a scheme that nothing applies', `${S}/a`, own('scheme-type-unknown', `${S}/a/type`, 'warning'), false],
  ['at the server above our place', '/servers/s', own('scheme-undefined', '/servers/s/security/0'), true],
  ['in another scheme', `${S}/ab`, own('scheme-type-unknown', `${S}/a`), true],
  ['in the scheme that our item refers to', `${S}/a/type`, own('requirement-form', '/servers/s/security/0'), false],
  [
    'in a scheme that our item does not refer to',
    `${S}/ab/type`,
    own('requirement-form', '/servers/s/security/0'),
    true,
  ],
  ['at what our item refers to', '/servers/s', own('server-undefined', '/channels/c/servers/0'), false],
  ['inside what our item refers to', '/servers/s/host', own('server-undefined', '/channels/c/servers/0'), true],
  ['at the second place of ours', '/servers/s/security/1', also('/x', '/servers/s/security/1'), false],
  ['at a scheme whose name begins alike', `${S}/a`, own('scheme-type-unknown', `${S}/ab/type`), true],
  ['above our scheme', S, own('scheme-type-unknown', `${S}/a/type`), true],
  [
    'at an item of security above a reference of ours',
    '/servers/s/security/2',
    own('ref-unresolved', '/servers/s/security/2/$ref'),
    false,
  ],
  ['above a place outside security', '/info', own('key-duplicate', '/info/title'), true],
  [
    'at what applies the security of our place',
    '/channels/c/publish',
    own('scheme-undefined', '/channels/c/publish/security/0'),
    true,
  ],
  [
    'at the component above our place',
    '/components/servers/s',
    own('scheme-undefined', '/components/servers/s/security/0'),
    true,
  ],
  ['at the scheme above what is not of schemes alone', `${S}/a`, own('ref-unresolved', `${S}/a/x`), false],
  ['at the parent of what is missing at the end of a way', S, own('ref-unresolved', '/x-a/$ref'), false],
  ['at a reference on that way', '/x-b', own('ref-unresolved', '/x-a/$ref'), false],
  ['at the reference itself, outside security', '/x-b', own('ref-unresolved', '/x-b/$ref'), true],
  ['at what a reference far above our place leads to', '/servers/s', own('key-duplicate', '/x-c/deep/a/b'), true],
  ['at another field of the inner of two schemes', '/x-s/inner/name', own('bearer-spelling', '/x-s/inner/type'), false],
  ['at a field of the outer of two schemes', '/x-s/name', own('scheme-type-unknown', '/x-s/inner/type'), true],
  [
    'about messages of a channel that is not there',
    '/operations/o/messages/0',
    own('channel-undefined', '/operations/o/channel'),
    false,
  ],
  [
    'about messages of a channel whose $ref leads nowhere',
    '/operations/o/messages',
    own('ref-unresolved', '/operations/o/channel/$ref'),
    false,
  ],
  [
    'about another field beside such a channel',
    '/operations/o/messages2',
    own('channel-undefined', '/operations/o/channel'),
    true,
  ],
  [
    'about messages of an owner that is called so',
    '/operations/channel/messages',
    own('object-expected', '/operations/channel/x'),
    true,
  ],
  [
    'in a security that counts for nobody',
    '/components/operationTraits/t/security/0',
    own('requirement-form', '/components/operationTraits/t/security/0', 'warning'),
    false,
  ],
  ['beside a hint of ours', `${S}/a`, own('scheme-type-unknown', `${S}/a/type`, 'info'), true],
  ['of a document that is no object', '/info', own('document-not-object', ''), false],
  ['about schemes that nothing applies', `${S}/a`, own('schemes-unapplied', S), true],
  ['at the parent of what is missing', S, own('ref-unresolved', '/servers/s/security/2/$ref'), false],
  ['below the parent of what is missing', `${S}/ab`, own('ref-unresolved', '/servers/s/security/2/$ref'), true],
  [
    'about {} in an unprotected operation',
    '/operations/o/security/0',
    own('operation-without-security', '/operations/o'),
    true,
  ],
  ['beside a warning of ours', '/servers/s', own('security-empty', '/servers/s', 'warning'), true],
  ['of a version that is not understood', '/info', own('version-unsupported', '/asyncapi'), false],
] as const) {
  test(`an official error ${what} is ${kept ? 'kept' : 'folded'}`, async () => {
    const { read } = await readText(DOCUMENT);
    assert.ok(read !== undefined);
    assert.equal(foldValidation(read, [invalid(theirs)], [ours]).length, kept ? 1 : 0);
  });
}

const span = (from: readonly [number, number], to: readonly [number, number]): Place['range'] => ({
  start: { line: from[0], column: from[1] },
  end: { line: to[0], column: to[1] },
});
const spanned = ({ at: place, ...rest }: Diagnostic, range: Place['range'], file = '-'): Diagnostic => ({
  ...rest,
  at: { file, pointer: place?.pointer ?? '', range },
});

for (const [what, theirs, kept] of [
  ['the same text', span([2, 3], [4, 5]), false],
  ['text inside', span([3, 1], [3, 9]), false],
  ['text of another start', span([2, 2], [4, 5]), true],
  ['text of an earlier line', span([1, 9], [4, 5]), true],
  ['text of another end', span([2, 3], [4, 6]), true],
  ['text of a later line', span([2, 3], [5, 1]), true],
] as const) {
  test(`an official error elsewhere about ${what} is ${kept ? 'kept' : 'folded'}`, async () => {
    const { read } = await readText(DOCUMENT);
    assert.ok(read !== undefined);
    const ours = spanned(own('scheme-undefined', '/x/one'), span([2, 3], [4, 5]));
    assert.equal(foldValidation(read, [spanned(invalid('/x/other'), theirs)], [ours]).length, kept ? 1 : 0);
    assert.equal(foldValidation(read, [spanned(invalid('/x/one'), theirs, '/other')], [ours]).length, 1);
  });
}

test('an official error that has no place is kept, and so are all where we say nothing', async () => {
  const { read } = await readText(DOCUMENT);
  assert.ok(read !== undefined);
  const nowhere = report('document-invalid', undefined, { message: 'm', fix: 'f' });
  assert.deepEqual(foldValidation(read, [nowhere], [own('scheme-undefined', '/x')]), [nowhere]);
  assert.deepEqual(
    foldValidation(read, [nowhere], [report('scheme-undefined', undefined, { message: 'm', fix: 'f' })]),
    [nowhere],
  );
  assert.deepEqual(foldValidation(read, [], [own('scheme-undefined', '/x')]), []);
  const gone = spanned(own('scheme-type-unknown', '/x'), span([1, 1], [1, 2]), '/gone');
  assert.deepEqual(foldValidation(read, [nowhere], [gone]), [nowhere]);
});

for (const [what, text, mistake, kept] of [
  ['a section that is lost', '#/servers/s', own('security-misspelt', '/serverz'), false],
  ['another section', '#/channels/s', own('security-misspelt', '/serverz'), true],
  ['a section of that name elsewhere', '#/x-p/servers', own('security-misspelt', '/serverz'), true],
  ['a section of another file', 'other.yaml#/servers/s', own('security-misspelt', '/serverz'), true],
  ['what is there', '#/x-p', own('security-misspelt', '/serverz'), true],
  ['the schemes, which stand at the root', `#${S}/a`, own('security-misplaced', '/securitySchemes'), false],
  ['a section where nothing is lost', '#/servers/s', own('security-not-a-list', '/serverz'), true],
] as const) {
  test(`a reference into ${what} is ${kept ? 'a mistake of its own' : 'part of the first mistake'}`, async () => {
    const doc = `asyncapi: 2.6.0\nx-r: {$ref: '${text}'}\nx-p: {}\ncomponents: {schemas: {}}\n`;
    await inFolder({ 'doc.yaml': doc, 'other.yaml': 'a: 1' }, async (folder) => {
      const file = `${folder}/doc.yaml`;
      const { value: read } = await readDocument({ path: file, cwd: folder }, { allowRefs: [] });
      assert.ok(read !== undefined);
      const there = (diagnostic: Diagnostic): Diagnostic => spanned(diagnostic, span([1, 1], [1, 2]), file);
      const ours = [there(mistake), there(own('ref-unresolved', '/x-r/$ref'))];
      assert.deepEqual(foldConsequences(read, ours, []), kept ? ours : ours.slice(0, 1));
    });
  });
}

for (const [what, name, pointer, file, kept] of [
  ['a section that is lost', 'servers', '', '-', false],
  ['another section', 'channels', '', '-', true],
  ['such a section elsewhere', 'servers', '/x-p', '-', true],
  ['such a section of another file', 'servers', '', '/other', true],
] as const) {
  test(`that an object lacks ${what} is ${kept ? 'kept' : 'folded'}`, async () => {
    const { read } = await readText(DOCUMENT);
    assert.ok(read !== undefined);
    const missing = {
      ...spanned(invalid(pointer), span([1, 1], [1, 2]), file),
      message: `must have required property "${name}"`,
    };
    // An error of our own would explain what is said of its place.
    const ours = [own('security-misspelt', '/serverz', 'info')];
    assert.equal(foldValidation(read, [missing], ours).length, kept ? 1 : 0);
  });
}

test('what is said of several places is told once, at the first', () => {
  const first = spanned(invalid('/a'), span([1, 5], [1, 6]));
  const second = spanned(invalid('/b'), span([1, 9], [1, 10]));
  const third = spanned(invalid('/c'), span([2, 1], [2, 2]));
  const elsewhere = spanned(invalid('/d'), span([3, 1], [3, 2]), '/other');
  const other = { ...spanned(invalid('/e'), span([4, 1], [4, 2])), message: 'n' };
  const milder = { ...spanned(invalid('/f'), span([5, 1], [5, 2])), severity: 'warning' } as const;
  const more = { ...second, also: [at('/g')] };
  assert.deepEqual(
    onceEach([third, milder, more, other, elsewhere, first]).map(({ at: place, also: others = [], ...rest }) => [
      place?.pointer,
      rest.severity,
      others.map(({ pointer }) => pointer),
    ]),
    [
      ['/a', 'error', ['/b', '/c', '/g']],
      ['/d', 'error', []],
      ['/e', 'error', []],
      ['/f', 'warning', []],
    ],
  );
  assert.deepEqual(onceEach([other]), [other]);
  const nowhere = report('document-invalid', undefined, { message: 'm', fix: 'f' });
  assert.deepEqual(onceEach([first, nowhere, nowhere]), [nowhere, first]);
});

for (const [what, ours, kept] of [
  [
    'a reference to nothing in a misformed item',
    [own('requirement-form', '/a/0'), own('scheme-undefined', '/a/0/$ref')],
    1,
  ],
  [
    'a reference to nothing in the second misformed item',
    [{ ...own('requirement-form', '/a/0'), also: [at('/a/1')] }, own('scheme-undefined', '/a/1/$ref')],
    1,
  ],
  [
    'a reference to nothing in another item',
    [own('requirement-form', '/a/0'), own('scheme-undefined', '/a/1/$ref')],
    2,
  ],
  ['a broken link in a misformed item', [own('requirement-form', '/a/0'), own('ref-unresolved', '/a/0/$ref')], 2],
  [
    'a reference to nothing beside other mistakes',
    [own('requirement-invalid', '/a/0'), own('scheme-undefined', '/a/0/$ref')],
    2,
  ],
  [
    'a reference in a document that is not read',
    [own('version-unsupported', '/asyncapi'), own('ref-circular', '/a')],
    1,
  ],
  ['a scheme in a document that is not read', [own('document-not-object', ''), own('scheme-undefined', '/a')], 1],
  [
    'another mistake in a document that is not read',
    [own('version-unsupported', '/asyncapi'), own('key-duplicate', '/a')],
    2,
  ],
  [
    'an unused scheme beside security in the wrong place',
    [own('security-misplaced', '/security'), own('scheme-unused', '/a')],
    1,
  ],
  ['an unused scheme beside another mistake', [own('security-not-a-list', '/security'), own('scheme-unused', '/a')], 2],
  [
    'a broken link beside security in the wrong place',
    [own('security-misplaced', '/security'), own('ref-circular', '/a')],
    2,
  ],
] as const) {
  test(`${what} is ${kept === 2 ? 'a mistake of its own' : 'part of the first mistake'}`, async () => {
    const { read } = await readText(DOCUMENT);
    assert.ok(read !== undefined);
    assert.deepEqual(foldConsequences(read, ours, []), ours.slice(0, kept));
  });
}

for (const [what, section, theirs, kept] of [
  ['a section that is null', 'operations:', invalid('/operations'), false],
  [
    'a section that is null, which is forgiven',
    'operations:',
    { ...invalid('/operations'), severity: 'warning' },
    true,
  ],
  ['a section that is null beside another error', 'operations:', invalid('/info'), true],
  ['a section that is refused for something else', 'operations: {}', invalid('/operations'), true],
] as const) {
  test(`that nothing applies the schemes is ${kept ? 'kept' : 'folded'} beside ${what}`, async () => {
    const { read } = await readText(`${DOCUMENT}${section}\n`);
    assert.ok(read !== undefined);
    const ours = [own('schemes-unapplied', `${S}/a`), own('config-name-undefined', '')];
    assert.deepEqual(foldConsequences(read, ours, [theirs]), kept ? ours : ours.slice(1));
  });
}
