import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report, type Diagnostic, type Place } from '../../src/diagnostics/index.js';
import { foldValidation, validateDocument } from '../../src/document/index.js';
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

const at = (pointer: string): Place => ({
  file: 'a.yaml',
  pointer,
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
});
const invalid = (pointer: string): Diagnostic => report('document-invalid', at(pointer), { message: 'm', fix: 'f' });
const own = (code: Diagnostic['code'], pointer: string): Diagnostic =>
  report(code, at(pointer), { message: 'm', fix: 'f' });

for (const [what, theirs, ours, kept] of [
  ['at the same place', '/servers/s/security/0', own('scheme-undefined', '/servers/s/security/0'), false],
  ['below our place', '/servers/s/security/0/a', own('scheme-undefined', '/servers/s/security/0'), false],
  ['at the list above our place', '/servers/s/security', own('scheme-undefined', '/servers/s/security/0/a'), false],
  [
    'at the scheme above our place',
    '/components/securitySchemes/a',
    own('scheme-type-unknown', '/components/securitySchemes/a/type'),
    false,
  ],
  ['at the server above our place', '/servers/s', own('scheme-undefined', '/servers/s/security/0'), true],
  [
    'in another scheme',
    '/components/securitySchemes/ab',
    own('scheme-type-unknown', '/components/securitySchemes/a'),
    true,
  ],
  [
    'about {} in an unprotected operation',
    '/operations/o/security/0',
    own('operation-without-security', '/operations/o'),
    true,
  ],
  ['of a version that is not understood', '/info', own('version-unsupported', '/asyncapi'), false],
] as const) {
  test(`an official error ${what} is ${kept ? 'kept' : 'folded'}`, () => {
    assert.equal(foldValidation([invalid(theirs)], [ours]).length, kept ? 1 : 0);
  });
}

test('a warning of ours folds nothing', () => {
  const warning = report('scheme-type-unknown', at('/a'), { message: 'm', fix: 'f', severity: 'warning' });
  assert.equal(foldValidation([invalid('/a')], [warning]).length, 1);
});
