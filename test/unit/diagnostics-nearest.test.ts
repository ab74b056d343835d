import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearestNames } from '../../src/diagnostics/index.js';

const names = ['production', 'staging', 'saslScram', 'saslPlain', 'idp'];

for (const [wrong, want] of [
  ['prodution', ['production']],
  ['Production', ['production']],
  ['stagign', ['staging']],
  ['saslScarm', ['saslScram']],
  ['ipd', ['idp']],
  ['kafka', []],
  ['', []],
  ['x'.repeat(5000), []],
] as const) {
  test(`"${wrong.slice(0, 20)}" is near ${JSON.stringify(want)}`, () => {
    assert.deepEqual(nearestNames(wrong, names), want);
  });
}

test('the nearest comes first, and three are enough', () => {
  assert.deepEqual(nearestNames('saslScra', ['saslXXra', 'saslScram', 'saslScrab', 'saslScr', 'saslScra1']).length, 3);
  assert.equal(nearestNames('saslScra', ['saslXXra', 'saslScram'])[0], 'saslScram');
});

for (const [wrong, want] of [
  ['\u0456dp', 'Did you mean "idp"? What is written has U+0456 in it.'],
  ['idp\u200b', 'Did you mean "idp"? What is written has U+200B in it.'],
  ['idpp', 'Did you mean "idp"?'],
] as const) {
  test(`what nobody sees in ${JSON.stringify(wrong)} is told`, () => {
    assert.equal(didYouMean(wrong, names), want);
  });
}
