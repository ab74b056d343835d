import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { Answer } from '../../src/cli/answer.js';
import { explanationText } from '../../src/cli/explanation-text.js';
import { printAnswer, type Looks } from '../../src/cli/print-answer.js';
import { swappedWords } from '../../src/cli/swapped-words.js';
import { report, type Severity } from '../../src/diagnostics/index.js';
import { temporaryFolder } from '../support/folder.js';
import { runCli, runJson } from '../support/run-cli.js';

suite('explain: what to copy', () => {
  test('is one line, however long, with names as a shell takes them', () => {
    const scopes = Array.from({ length: 9 }, (_, index) => `orders of the shop ${String(index)}`);
    const answer = {
      operation: 'onOrder',
      server: 'prod',
      status: 'protected',
      context: 'default',
      allowed: false,
      code: 'unauthenticated',
      because: [],
      nearest: {
        proved: [
          { scheme: 'idp', scopes },
          { scheme: 'key', scopes: [] },
        ],
        grants: ['READER@default'],
      },
    } as const;
    const [, , call] = explanationText(answer, false).split('\n');
    assert.equal(call, `  --proved 'idp=${scopes.join(',')}' --proved key --grant READER@default`);
  });
});

suite('explain: warnings as text', () => {
  const found = (severity: Severity) => report('scheme-unused', undefined, { message: 'M.', fix: 'F.', severity });
  const answer = (...severities: readonly Severity[]): Answer => ({
    command: 'explain',
    exit: 0,
    diagnostics: severities.map(found),
    body: {},
    text: 'allowed\n',
    warningsIn: 'asyncapi-guards inspect a.yaml',
  });
  const looks: Looks = { format: 'text', quiet: false, hasColour: () => false };

  for (const [what, given, quiet, want] of [
    ['none', [], false, ''],
    ['hints are none', ['info'], false, ''],
    ['one', ['warning', 'info'], false, '1 warning; `asyncapi-guards inspect a.yaml` shows it.\n'],
    ['several', ['warning', 'warning'], false, '2 warnings; `asyncapi-guards inspect a.yaml` shows them.\n'],
    ['several, with --quiet', ['warning', 'warning'], true, ''],
  ] as const) {
    test(what, async () => {
      const printed = await printAnswer(answer(...given), { ...looks, quiet }, '/');
      assert.deepEqual(printed, { stdout: 'allowed\n', stderr: want });
    });
  }

  test('beside an error, which is told whole', async () => {
    const { stderr } = await printAnswer(answer('warning', 'error'), looks, '/');
    assert.match(stderr, /^error scheme-unused\n {2}M\.\n[^]*1 warning; .*\n$/u);
    assert.doesNotMatch(stderr, /^warning/mu);
  });

  test('JSON has all of them', async () => {
    const { stdout } = await printAnswer(answer('warning', 'info'), { ...looks, format: 'json' }, '/');
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly unknown[] };
    assert.equal(diagnostics.length, 2);
  });
});

suite('explain: operation and document exchanged', () => {
  for (const [operation, document, want] of [
    ['orders.yaml', 'say', 'Did you mean `asyncapi-guards explain say orders.yaml`?'],
    ['document', 'say it', "Did you mean `asyncapi-guards explain 'say it' document`?"],
    ['nowhere.yml', 'say', 'Did you mean `asyncapi-guards explain say nowhere.yml`?'],
    ['nowhere.JSON', 'say', 'Did you mean `asyncapi-guards explain say nowhere.JSON`?'],
    ['orders.yaml', undefined, 'Write `asyncapi-guards explain OPERATION orders.yaml`.'],
    ['nowhere.yaml', undefined, null],
    ['say', 'nowhere', null],
    ['orders.yaml', 'document', null],
    ['orders.yaml', '-', null],
  ] as const) {
    test(`${operation} ${document ?? ''}: ${want ?? 'is not that'}`, async (t) => {
      const cwd = await temporaryFolder(t, { 'orders.yaml': '', document: '' });
      assert.equal(swappedWords(operation, document, cwd)?.fix ?? null, want);
    });
  }

  test('is wrong usage, and told alone', async (t) => {
    const cwd = await temporaryFolder(t, { 'orders.yaml': 'asyncapi: 3.0.0\ninfo: { title: T, version: 1.0.0 }\n' });
    const { exit, answer } = await runJson(cwd, ['explain', 'orders.yaml', 'say']);
    assert.deepEqual([exit, answer.diagnostics.map(({ code }) => code)], [64, ['question-invalid']]);
    const one = await runCli(cwd, ['explain', 'orders.yaml']);
    assert.deepEqual([one.exit, one.stderr.includes('OPERATION orders.yaml')], [64, true]);
  });
});
