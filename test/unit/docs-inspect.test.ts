import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { runCli } from '../support/run-cli.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('what the README shows of inspect is what inspect says', async () => {
  const readme = readFileSync(`${ROOT}/README.md`, 'utf8');
  const [, shown] = /^```console\n\$ npx asyncapi-guards inspect\n([^]*?)^```$/mu.exec(readme) ?? [];
  const { exit, stdout } = await runCli(`${ROOT}/examples/kafka-orders`, ['inspect', '--quiet']);
  assert.equal(exit, 0);
  assert.equal(stdout, shown);
});
