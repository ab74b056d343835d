import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestNames } from '../../src/diagnostics/index.js';

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
