import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from '../support/folder.js';
import { onOrder, ref, version3 } from '../support/model-of.js';
import { runCli, runJson } from '../support/run-cli.js';

const ORDERS = version3({
  root: '{ roles: { READER: {} } }',
  servers: `{ prod: { host: 'orders.acme.test:9093', protocol: kafka-secure, security: [${ref('sasl')}] } }`,
  operations: onOrder(`security: [${ref('proof')}], x-access-control: { roles: [READER] }`),
  schemes:
    '{ sasl: { type: scramSha256 }, proof: { type: asymmetricEncryption, x-access-control: { carrier: proof, rolesFrom: account } } }',
});
/** One error outside security. */
const INVALID = ORDERS.replace('version: 1.0.0', 'version: 1.0.0, license: {}');
/** One operation that nothing protects. */
const OPEN = version3({ operations: onOrder(), schemes: '{ sasl: { type: scramSha256 } }' });

void suite('explain', () => {
  void test('the answer of the contract', async (t) => {
    const cwd = await temporaryFolder(t, { 'orders.yaml': ORDERS });
    const { exit, answer } = await runJson(cwd, ['explain', 'onOrder', 'orders.yaml', '--proved', 'sasl']);
    const { contract, command, tool, diagnostics, ...body } = answer;
    assert.deepEqual([exit, contract, command, diagnostics, typeof tool], [0, 1, 'explain', [], 'string']);
    assert.deepEqual(body, {
      operation: 'onOrder',
      server: 'prod',
      status: 'protected',
      context: 'default',
      allowed: false,
      code: 'unauthenticated',
      because: [
        'Server prod has what it demands: sasl.',
        'Operation onOrder demands proof: proof is not proved.',
        'READER in context default is asked for as well: the question gives no grant.',
      ],
      nearest: { proved: [{ scheme: 'proof', scopes: [] }], grants: ['READER@default'] },
    });
  });

  void test('for people, within 80 columns', async (t) => {
    const cwd = await temporaryFolder(t, { 'asyncapi.yaml': ORDERS });
    const { exit, stdout, stderr } = await runCli(cwd, ['explain', 'onOrder', '--proved=proof', '--grant=READER@*']);
    assert.deepEqual(
      [exit, stdout, stderr],
      [
        0,
        `denied (unauthenticated): onOrder on prod in context default
  - Server prod demands sasl: sasl is not proved.
  - Operation onOrder has what it demands: proof.
  - READER in context default is asked for: proof has READER@*.
The least that would be allowed, besides:
  --proved sasl
`,
        '',
      ],
    );
  });

  void test('the example of the README answers as it says', async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const example = /^```console (\S+)\n\$ npx asyncapi-guards (explain .*)\n([^]*?)^```$/mu;
    const [, folder = '', call = '', answer] = example.exec(readFileSync(`${root}README.md`, 'utf8')) ?? [];
    const { stdout, stderr } = await runCli(`${root}${folder}`, call.split(' '));
    assert.match(stdout, /^denied/u);
    assert.equal(stderr + stdout, answer);
  });

  void test('what is expected and is not so is exit 1, from standard input too', async (t) => {
    const cwd = await temporaryFolder(t);
    const words = ['explain', 'onOrder', '-', '--proved', 'sasl', '--proved', 'proof', '--grant', 'READER@default'];
    const right = await runCli(cwd, [...words, '--expect', 'allow'], { input: ORDERS });
    assert.deepEqual([right.exit, right.stdout.split('\n')[0]], [0, 'allowed: onOrder on prod in context default']);
    const wrong = await runJson(cwd, [...words, '--expect', 'deny'], { input: ORDERS });
    assert.deepEqual(
      [wrong.exit, wrong.answer['allowed'], wrong.answer.diagnostics.map(({ code }) => code)],
      [1, true, ['expectation-failed']],
    );
  });

  void test('what counts here and no transport carries is said', async (t) => {
    const both = ORDERS.replace(`security: [${ref('proof')}]`, `security: [${ref('proof')}, ${ref('key')}]`).replace(
      '{ sasl: {',
      '{ key: { type: httpApiKey, in: header, name: X-Key, x-access-control: { rolesFrom: account } }, sasl: {',
    );
    assert.notEqual(both, ORDERS);
    const cwd = await temporaryFolder(t, { 'orders.yaml': both });
    const { answer } = await runJson(cwd, ['explain', 'onOrder', 'orders.yaml', '--proved=sasl', '--proved=key']);
    const [last = ''] = (answer['because'] as readonly string[]).slice(-1);
    assert.match(last, /^On server prod nobody can be let in by key, which counts here: .*carrier/u);
  });

  void test('a question in other names is wrong usage', async (t) => {
    const cwd = await temporaryFolder(t, { 'orders.yaml': ORDERS });
    const { exit, answer } = await runJson(cwd, ['explain', 'onOrders', 'orders.yaml', '--grant', 'REEDER@a']);
    assert.deepEqual(
      [exit, answer.diagnostics.map(({ code }) => code), 'allowed' in answer],
      [64, ['question-invalid', 'question-invalid'], false],
    );
    for (const words of [
      ['explain'],
      ['explain', 'onOrder', 'orders.yaml', 'more.yaml'],
      ['explain', 'onOrder', 'orders.yaml', '--expect', 'yes'],
      ['explain', 'onOrder', 'orders.yaml', '--context', 'a', '--context', 'b'],
      ['inspect', 'orders.yaml', '--proved', 'sasl'],
    ])
      assert.equal((await runJson(cwd, words)).exit, 64, words.join(' '));
  });

  void test('a document that is wrong elsewhere is told so, and the question answered', async (t) => {
    const cwd = await temporaryFolder(t, { 'orders.yaml': INVALID });
    const { exit, answer } = await runJson(cwd, ['explain', 'onOrder', 'orders.yaml']);
    assert.deepEqual(
      [exit, answer['code'], answer.diagnostics.map(({ code }) => code)],
      [1, 'unauthenticated', ['document-invalid']],
    );
  });

  void test('a rule that is refused lets nobody through and is not decided', async (t) => {
    const cwd = await temporaryFolder(t, { 'open.yaml': OPEN });
    const { exit, answer } = await runJson(cwd, ['explain', 'onOrder', 'open.yaml', '--expect', 'deny']);
    assert.deepEqual([exit, answer['status'], 'allowed' in answer], [1, 'refused', false]);
    assert.match(JSON.stringify(answer['because']), /schemes-unapplied/u);
    const { stdout } = await runCli(cwd, ['explain', 'onOrder', 'open.yaml']);
    assert.match(stdout, /^refused: onOrder\n/u);
  });

  void test('a question is never read from the environment', async (t) => {
    const cwd = await temporaryFolder(t, { 'asyncapi.yaml': ORDERS });
    const env = { ASYNCAPI_GUARDS_GRANT: 'READER@default', ASYNCAPI_GUARDS_ALLOW_REF: '..' };
    const { exit, answer } = await runJson(cwd, ['explain', 'onOrder'], { env });
    assert.deepEqual([exit, answer.diagnostics.map(({ code }) => code)], [0, ['environment-unknown']]);
  });
});
