import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { temporaryFolder } from '../support/folder.js';
import { runCli, runJson } from '../support/run-cli.js';

/** One weak alternative, and an operation that nothing secures: which is why it is not asked what `spare` is for. */
const DOCUMENT = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers:
  open: { host: open.test, protocol: wss }
  main:
    host: main.test
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/key' }, { $ref: '#/components/securitySchemes/token' }]
channels: { orders: { address: orders, messages: { m: { payload: { type: object } } } } }
operations: { onOrder: { action: receive, channel: { $ref: '#/channels/orders' } } }
components:
  securitySchemes:
    key: { type: httpApiKey, in: header, name: X-Key }
    token: { type: http, scheme: bearer }
    spare: { type: X509 }
`;

suite('silence', () => {
  const codesWith = async (
    t: Parameters<typeof temporaryFolder>[0],
    silence: readonly string[],
  ): Promise<readonly (string | null)[]> => {
    const cwd = await temporaryFolder(t, {
      'asyncapi.yaml': DOCUMENT,
      'asyncapi-guards.config.yaml': `silence: [${silence.join(', ')}]\n`,
    });
    const { exit, answer } = await runJson(cwd, ['inspect', 'asyncapi.yaml']);
    return [String(exit), ...answer.diagnostics.map(({ severity, code }) => `${severity} ${code}`)];
  };
  const ERROR = 'error operation-without-security';

  test('by default nothing is silent', async (t) => {
    assert.deepEqual(await codesWith(t, []), ['1', 'warning alternative-weak', ERROR]);
  });

  test('what is named is not told; an error always is', async (t) => {
    assert.deepEqual(await codesWith(t, ['alternative-weak']), ['1', ERROR]);
  });

  test('an unknown code is an error that names the nearest', async (t) => {
    const cwd = await temporaryFolder(t, {
      'asyncapi.yaml': DOCUMENT,
      'asyncapi-guards.config.yaml': 'silence: [alternative-week]\n',
    });
    const { exit, answer } = await runJson(cwd, ['inspect', 'asyncapi.yaml']);
    const [found] = answer.diagnostics;
    assert.deepEqual([exit, answer.diagnostics.length, found?.code], [1, 1, 'config-value-invalid']);
    assert.match(found?.fix ?? '', /alternative-weak/u);
  });
});

suite('inspect --format markdown', () => {
  test('the policy and the findings, all on stdout', async (t) => {
    const cwd = await temporaryFolder(t, { 'asyncapi.yaml': DOCUMENT });
    const { exit, stdout, stderr } = await runCli(cwd, ['inspect', '--format', 'markdown']);
    assert.deepEqual([exit, stderr], [1, '']);
    assert.match(stdout, /^## `Shop 1\.0\.0` \(AsyncAPI `3\.0\.0`\)\n/u);
    assert.match(stdout, /^\| receive `onOrder` \| `key` or `token` \| guard \|$/mu);
    assert.match(stdout, /^\| \*\*error\*\* \| `operation-without-security` \| `asyncapi\.yaml:11` \|/mu);
  });

  test('is of inspect alone', async (t) => {
    const cwd = await temporaryFolder(t, { 'asyncapi.yaml': DOCUMENT });
    const { exit, stderr } = await runCli(cwd, ['check', '--format', 'markdown']);
    assert.equal(exit, 64);
    assert.match(stderr, /error option-invalid/u);
  });
});
