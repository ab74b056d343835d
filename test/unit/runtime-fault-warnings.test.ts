import assert from 'node:assert/strict';
import { mock, test, type TestContext } from 'node:test';
import { CannotJudgeError } from '../../src/runtime/errors.js';
import { grantsFrom } from '../../src/runtime/account-grants.js';
import { createGuard } from '../../src/runtime/guard.js';
import { assertNoCanary, canary } from '../support/canary.js';
import { allOf, finds, presenting, smallPolicy } from '../support/small-policy.js';

type Authenticator = (...given: never) => unknown;

/** Asks as often as told, and gives the messages of the warnings that came of it. */
function desk(t: TestContext, a: Authenticator, options: object = {}): (times: number) => Promise<readonly string[]> {
  const messages: string[] = [];
  const warned = ({ message }: Error): void => void messages.push(message);
  process.on('warning', warned);
  t.after(() => process.off('warning', warned));
  const policy = smallPolicy({ operation: [allOf(['a'])], roles: ['READ'] });
  const guard = createGuard(policy, 'here', { authenticators: { a }, limits: { deadline: 20 }, ...options });
  return async (times) => {
    for (let asked = 0; asked < times; asked += 1) await guard.authenticate(presenting('a'));
    // Node emits a warning in the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    return messages.splice(0);
  };
}

const secret = canary('fault');
const trap = {
  get constructor(): never {
    throw new Error(secret);
  },
};
const throwing = (thrown: unknown) => () =>
  new Promise((_resolve, reject) => {
    process.nextTick(reject, thrown);
  });
const fromSource = () =>
  grantsFrom(
    () => {
      throw new RangeError(secret);
    },
    { issuer: '', subject: 's', account: 's' },
  );

const cases: readonly (readonly [string, Authenticator, RegExp])[] = [
  [
    'an unreadable grant',
    finds({ grants: ['OTHER@x'] }),
    /"here".* a .*\(authenticator-failed\): the grant "OTHER@x" cannot be read: unknown role\./,
  ],
  ['no subject', () => ({}), /it answered without a subject\./],
  ['no answer in time', () => new Promise(() => undefined), /\(authenticator-timed-out\): .*no answer in 20 ms\./],
  ['a throw', throwing(new RangeError(secret)), /: it threw RangeError\./],
  ['a text thrown', throwing(secret), /: it threw string\./],
  ['a trap', throwing(Object.assign(Object.create(Error.prototype), {})), /: it threw Error\./],
  [
    'a class that throws',
    throwing(
      Object.defineProperty(
        new Error(secret),
        'constructor',
        Object.getOwnPropertyDescriptor(trap, 'constructor') ?? {},
      ),
    ),
    /: it threw what cannot be looked at\./,
  ],
  [
    'a reason of its own',
    throwing(new CannotJudgeError('keys-unreachable', secret)),
    /\(keys-unreachable\): it threw CannotJudgeError\./,
  ],
  [
    'a source of grants that throws',
    fromSource,
    /\(grants-unreachable\): the source of grants failed \(it threw RangeError\)\./,
  ],
];
for (const [given, a, want] of cases) {
  test(`without onFault a process warning tells of ${given}, and no secret`, async (t) => {
    const [message = '', ...more] = await desk(t, a)(3);
    assert.match(message, want);
    assert.deepEqual(more, [], 'once, however often it happens');
    assertNoCanary(message);
  });
}

test('a warning comes again after a minute, and at once for another cause', async (t) => {
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  t.after(() => {
    clock.mock.restore();
  });
  let thrown: unknown = new Error('x');
  const ask = desk(t, () => throwing(thrown)());
  assert.equal((await ask(2)).length, 1);
  now = 59_999;
  assert.equal((await ask(2)).length, 0);
  thrown = new CannotJudgeError('grants-unreachable', 'x');
  assert.equal((await ask(2)).length, 1);
  now = 60_000;
  thrown = new Error('x');
  assert.equal((await ask(2)).length, 1);
});

test('whoever gives onFault is told of each fault, and no warning comes', async (t) => {
  const faults: unknown[] = [];
  const ask = desk(t, throwing(new Error('x')), { onFault: (fault: unknown) => faults.push(fault) });
  assert.deepEqual(await ask(3), []);
  assert.equal(faults.length, 3);
});
