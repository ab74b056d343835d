import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report, type Diagnostic, type Place } from '../../src/diagnostics/index.js';
import { foldConsequences, foldValidation, validateDocument } from '../../src/document/index.js';
import { startParser, type ParserThread } from '../../src/document/parser-thread.js';
import { readText, told } from '../support/documents.js';

const verdictOf = async (text: string, deadline = 60_000): Promise<readonly Diagnostic[]> => {
  const { read } = await readText(text);
  assert.ok(read !== undefined);
  return (await validateDocument(read, { deadline }).verdict).diagnostics;
};
const SOUND = `asyncapi: 3.0.0
info: {title: t, version: 1.0.0}
channels:
  200: {address: a}
operations:
  o: {action: send, channel: {$ref: '#/channels/200'}}
`;

test('a sound document has no errors, with a key that looks like a number too', async () => {
  assert.deepEqual(await verdictOf(SOUND), []);
});

test('each mistake is told once, where it is written', async () => {
  const text = `asyncapi: 3.0.0
info: {title: t}
servers:
  s: {host: h, protocol: ws, bogus: 1}
components:
  securitySchemes:
    basic: {type: httpBasic}
`;
  const errors = await verdictOf(text);
  assert.deepEqual(told(errors), [
    'document-invalid /info',
    'document-invalid /servers/s/bogus',
    'document-invalid /components/securitySchemes/basic/type',
  ]);
  assert.equal(errors[1]?.at?.range.start.line, 4);
});

test('a rule of the parser that throws leaves no verdict, which is told', async () => {
  const { read } = await readText(SOUND);
  assert.ok(read !== undefined);
  const crash = { code: 'uncaught-error', message: 'Error running Nimma', path: [] };
  const parser: ParserThread = { check: () => Promise.resolve({ errors: [crash] }), stop: () => undefined };
  const { diagnostics } = await validateDocument(read, { parser }).verdict;
  assert.deepEqual(
    diagnostics.map(({ code, severity }) => [code, severity]),
    [['document-validation-failed', 'warning']],
  );
});

for (const flow of [
  '{tokenUrl: https://idp.test/t}',
  '{availableScopes: {}}',
  '{scopes: null}',
  '{scopes: [read]}',
  '{}',
]) {
  test(`a 2.x flow ${flow} does not keep the parser from its verdict (P17)`, async () => {
    const found = await verdictOf(`asyncapi: 2.6.0
info: {title: t}
channels: {}
servers: {s: {url: h, protocol: ws, security: [{a: [read]}]}}
components:
  securitySchemes: {a: {type: oauth2, flows: {clientCredentials: ${flow}}}}
`);
    assert.ok(told(found).includes('document-invalid /info'));
    assert.ok(found.every(({ code }) => code !== 'document-validation-failed'));
  });
}

test('a parser that ended before it was asked gives no verdict, which is told', async () => {
  const { read } = await readText(SOUND);
  assert.ok(read !== undefined);
  const parser = startParser();
  parser.stop();
  const { diagnostics } = await validateDocument(read, { parser }).verdict;
  assert.deepEqual(
    diagnostics.map(({ code, message }) => [code, /it ended with code \d\.$/.test(message)]),
    [['document-validation-failed', true]],
  );
});

test('a check that takes too long ends with a warning', async () => {
  const [warning, ...more] = await verdictOf(SOUND, 1);
  assert.deepEqual([warning?.code, warning?.severity, more.length], ['document-validation-timeout', 'warning', 0]);
});

test('a check that is stopped settles with nothing', async () => {
  const { read } = await readText(SOUND);
  assert.ok(read !== undefined);
  const { verdict, stop } = validateDocument(read);
  stop();
  assert.deepEqual((await verdict).diagnostics, []);
});

test('circular references never reach the parser', async () => {
  const start = performance.now();
  await verdictOf(
    `${SOUND}components: {securitySchemes: {a: {$ref: '#/components/securitySchemes/b'}, b: {$ref: '#/components/securitySchemes/a'}}}`,
  );
  assert.ok(performance.now() - start < 500);
});

const DOCUMENT = `asyncapi: 2.6.0
servers:
  s: {security: [{$ref: '#/components/securitySchemes/a'}, {a: []}, {$ref: '#/components/securitySchemes/c'}]}
channels:
  c: {servers: [{$ref: '#/servers/s'}]}
components:
  securitySchemes:
    a: {type: httpBasic, name: x}
    ab: {type: httpBasic}
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
