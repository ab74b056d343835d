import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { generateAnswer } from '../../src/cli/generate-answer.js';
import { helpText } from '../../src/cli/help.js';
import { interpret } from '../../src/cli/invocation.js';
import { carefulWords } from '../../src/cli/words.js';
import { generate } from '../../src/commands/index.js';
import { EVENT, GATEWAY, GATEWAY_OPTIONS } from '../support/gateway-document.js';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder.js';
import { runCli, runJson } from '../support/run-cli.js';

const CALL = ['gateway.yaml', ...GATEWAY_OPTIONS] as const;
const MANIFEST = 'guards/asyncapi-guards.json';
const FILES = { 'gateway.yaml': GATEWAY, 'event.yaml': EVENT };

test('what check advises for a broken manifest is what generate then does, and nothing is lost', async (t) => {
  const cwd = await temporaryFolder(t, FILES);
  await runCli(cwd, ['generate', ...CALL]);
  const generated = await snapshot(cwd);
  await writeFiles(cwd, { [MANIFEST]: '{}', 'guards/policy.ts': '// mine\n', 'guards/notes.md': 'mine' });
  const before = await snapshot(cwd);
  const checked = await runCli(cwd, ['check', ...CALL]);
  assert.equal(checked.exit, 2);
  assert.match(checked.stdout, /restore the manifest from version control, or delete it, generate again/u);
  assert.doesNotMatch(checked.stdout, /--force/u);
  assert.match(checked.stderr, /^warning manifest-invalid guards\/asyncapi-guards\.json/mu);
  const forced = await runJson(cwd, ['generate', ...CALL, '--force']);
  assert.deepEqual([forced.exit, forced.answer.diagnostics.map(({ code }) => code)], [1, ['manifest-invalid']]);
  assert.deepEqual(await snapshot(cwd), before);

  await rm(path.join(cwd, MANIFEST));
  const without = await runCli(cwd, ['check', ...CALL]);
  assert.match(without.stdout, /move away what is called edited, generate again/u);
  assert.doesNotMatch(without.stdout, /--force/u);
  const named = await runJson(cwd, ['generate', ...CALL, '--force']);
  assert.deepEqual(
    named.answer.diagnostics.map(({ code, file }) => [code, file]),
    [['output-foreign', 'guards/policy.ts']],
  );

  await rm(path.join(cwd, 'guards/policy.ts'));
  assert.equal((await runCli(cwd, ['generate', ...CALL])).exit, 0);
  assert.deepEqual(await snapshot(cwd), { ...generated, 'guards/notes.md': 'mine' });
});

test('where a target is missing, the call to repeat is the one that was made', async (t) => {
  const cwd = await temporaryFolder(t, { ...FILES, 'package.json': '{}' });
  for (const command of ['generate', 'check']) {
    const { stderr } = await runCli(cwd, [command, 'gateway.yaml']);
    assert.match(stderr, new RegExp(`asyncapi-guards ${command} gateway\\.yaml --target ws --describes server`, 'u'));
  }
});

const WRONG_CALLS: readonly { readonly given: readonly string[]; readonly says: RegExp }[] = [
  { given: ['generate', 'a.yaml', '--target', 'kafka'], says: /^Use kafkajs, ws\. Did you mean kafkajs\?$/u },
  { given: ['generate', 'a.yaml', '--target', 'confluent'], says: /^Use kafkajs, ws\.$/u },
  {
    given: ['check', 'a.yaml', 'api/b.yaml'],
    says: /`asyncapi-guards check`.*`\[\{"document":"a\.yaml","out":"\.\/guards\/a"\},\{"document":"api\/b\.yaml","out":"\.\/guards\/b"\}\]` as asyncapi-guards\.config\.json/u,
  },
];

for (const { given, says } of WRONG_CALLS) {
  test(`${given.join(' ')} is told what to write`, async () => {
    const { value, diagnostics } = interpret(await carefulWords(given), {});
    assert.equal(value, undefined);
    assert.match(diagnostics.map(({ fix }) => fix).join('\n'), says);
  });
}

test('what the error about two documents says to write works', async (t) => {
  const cwd = await temporaryFolder(t, { ...FILES, 'other.yaml': GATEWAY });
  const { diagnostics } = interpret(await carefulWords(['generate', 'gateway.yaml', 'other.yaml']), {});
  const [, config = ''] = /`(\[.*\])`/u.exec(diagnostics[0]?.fix ?? '') ?? [];
  await writeFiles(cwd, { 'asyncapi-guards.config.json': config });
  const { outputs } = await generate({ cwd, targets: ['ws'], describes: 'server' });
  assert.deepEqual(
    outputs.map(({ out }) => path.relative(cwd, out)),
    ['guards/gateway', 'guards/other'],
  );
});

test('the help lists the targets that there are', () => {
  assert.match(helpText(['generate', '--help']), /--target NAME[^-]*: kafkajs,\s+ws; repeatable/u);
});

test('a dry run names the runtime in one line, as a run does', () => {
  const files = ['guards.ts', 'runtime/index.ts', 'runtime/websocket/index.ts'].map((file) => ({
    path: file,
    status: 'created' as const,
    sha256: '',
  }));
  const outputs = [{ document: '/app/a.yaml', out: '/app/guards', files, guarded: 1 }];
  assert.equal(
    generateAnswer({ outputs, diagnostics: [] }, '/app', true).text,
    'created  guards/guards.ts\ncreated  guards/runtime/ (2 files)\n1 operation guarded, 3 files in guards (dry run: nothing was written)\n',
  );
});
