import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnostic } from '../../src/diagnostics/index.js';
import { validateDocument } from '../../src/document/index.js';
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
