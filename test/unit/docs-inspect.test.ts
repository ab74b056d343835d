import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { loadSettings } from '../../src/config/index.js';
import { temporaryFolder } from '../support/folder.js';
import { runCli } from '../support/run-cli.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('what the README shows of inspect is what inspect says', async () => {
  const readme = readFileSync(`${ROOT}/README.md`, 'utf8');
  const [, shown] = /^```console\n\$ npx asyncapi-guards inspect\n([^]*?)^```$/mu.exec(readme) ?? [];
  const { exit, stdout } = await runCli(`${ROOT}/examples/kafka-orders`, ['inspect', '--quiet']);
  assert.equal(exit, 0);
  assert.equal(stdout, shown);
});

test('the configuration of the README is accepted as it stands', async (t) => {
  const readme = readFileSync(`${ROOT}/README.md`, 'utf8');
  const [, text = ''] = /^```yaml\n(document: [^]*?)^```$/mu.exec(readme) ?? [];
  const folder = await temporaryFolder(t, { 'asyncapi-guards.config.yaml': text });
  const { value, diagnostics } = await loadSettings(folder, {});
  assert.deepEqual([value?.[0]?.config.side, diagnostics], ['both', []]);
});
