import assert from 'node:assert/strict';
import { test } from 'node:test';

import { carefulWords, quickWords } from '../../src/cli/words.js';

const BOTH_READ: readonly (readonly string[])[] = [
  ['generate'],
  ['generate', 'a.yaml'],
  ['generate', '-'],
  ['inspect', '-', '--format', 'json'],
  ['generate', 'a.yaml', '--target', 'ws', '--target', 'kafkajs', '--dry-run'],
  ['generate', '--out=dir', 'a.yaml', '--force'],
  ['check', '--allow-ref', '../shared', '--no-color', '--quiet', 'a.yaml'],
  ['generate', '0123.yaml', '--out', '007'],
  ['generate', 'a.yaml', '--out', 'a', '--out', 'b'],
  ['generate', '--out', 'x.y', '--', 'a.yaml'],
];

for (const argv of BOTH_READ) {
  test(`both parsers read ${argv.join(' ')} alike`, async () => {
    const quick = quickWords(argv);
    assert.ok(quick);
    assert.deepEqual(await carefulWords(argv), quick);
  });
}

for (const argv of [
  ['generate', '--nope'],
  ['generate', '--out'],
  ['generate', '--out', '--force'],
  ['generate', '--force=yes'],
  ['-x'],
]) {
  test(`the quick parser leaves ${argv.join(' ')} to the careful one`, () => {
    assert.equal(quickWords(argv), null);
  });
}
