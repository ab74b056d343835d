import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admission } from '../../src/runtime/admission.js';
import { tick } from '../../src/runtime/clock.js';

const enter = (admission: Admission, address: string): ((failed: boolean) => void) => {
  const leave = admission.enter(address);
  assert.ok(typeof leave === 'function', String(leave));
  return leave;
};

test('places of an address are given back, also across its window', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const admission = new Admission(1000, 3);
  for (let window = 0; window < 5; window += 1) {
    const leave = [1, 2, 3].map(() => enter(admission, '192.0.2.1'));
    assert.equal(admission.enter('192.0.2.1'), 'too-many-from-address');
    t.mock.timers.tick(11_000);
    tick();
    // A new window forgets failures, and none of those that are still under way.
    assert.equal(admission.enter('192.0.2.1'), 'too-many-from-address');
    for (const one of leave) one(true);
    t.mock.timers.tick(11_000);
    tick();
  }
  for (let tries = 0; tries < 3; tries += 1) enter(admission, '192.0.2.1')(true);
  assert.equal(admission.enter('192.0.2.1'), 'too-many-from-address');
});

test('no more than ten thousand addresses are remembered', () => {
  const admission = new Admission(1000, 1);
  const address = (number: number): string =>
    `10.${String(number >> 16)}.${String((number >> 8) & 255)}.${String(number & 255)}`;
  for (let number = 0; number < 10_000; number += 1) enter(admission, address(number))(true);
  for (const known of [0, 9999]) assert.equal(admission.enter(address(known)), 'too-many-from-address');
  enter(admission, address(10_000))(true);
  assert.equal(admission.enter(address(9999)), 'too-many-from-address');
  enter(admission, address(0))(true);
});

test('an IPv6 peer is known by its first four groups, another by its whole address', () => {
  const given: readonly (readonly [one: string, other: string, same: boolean])[] = [
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['2001:db8:0:0:1:2:3:4', '2001:db8::5', true],
    ['2001:db8:0:0:1::1', '2001:db8::ffff:1', true],
    ['2001:db8::1', '2001:db8:0:1::1', false],
    ['2001:db8:a::1:2:3:4', '2001:db8:a:0::9', true],
    ['1:2::3:4:5:6:7', '1:2:0:3::', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:5:5:6:7:8', false],
    ['::1:2:3:4:5:6:7', '0:1:2:3::9', true],
    ['::1', '::2', true],
    ['::1', '0:0:0:0::', true],
    ['::1', '1::', false],
    ['1:23::', '12:3::', false],
  ];
  for (const [one, other, same] of given) {
    const admission = new Admission(1000, 1);
    enter(admission, one)(true);
    const answer = admission.enter(other);
    assert.equal(answer === 'too-many-from-address', same, `${one} ${other}`);
  }
});

test('failures are forgotten after ten seconds, and never those of nobody', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  tick();
  const admission = new Admission(1000, 1);
  enter(admission, '192.0.2.1')(true);
  t.mock.timers.tick(9_990);
  tick();
  assert.equal(admission.enter('192.0.2.1'), 'too-many-from-address');
  t.mock.timers.tick(10);
  tick();
  enter(admission, '192.0.2.1')(false);
  enter(admission, '192.0.2.1')(true);
  for (let count = 0; count < 3; count += 1) {
    const leave = admission.enter(null);
    assert.ok(typeof leave === 'function');
    leave(true);
  }
  const full = new Admission(1, 1);
  assert.ok(typeof full.enter(null) === 'function');
  assert.equal(full.enter(null), 'too-many-in-flight');
});
