import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CannotJudgeError } from '../../src/runtime/errors.js';
import { evidenceOf } from '../../src/runtime/evidence.js';
import { createGuard } from '../../src/runtime/guard.js';
import type { AuthenticationFault } from '../../src/runtime/guard-types.js';
import type { Policy } from '../../src/runtime/policy.js';
import { ask, told, type Authenticators } from '../support/guard-answers.js';
import { allOf, fails, finds, presenting, refuses, smallPolicy } from '../support/small-policy.js';

const throwsNothing = () =>
  new Promise((_resolve, reject) => {
    process.nextTick(reject);
  });
const hangs = () => new Promise<never>(() => undefined);

describe('a guard is not made', () => {
  const sound = smallPolicy({ operation: [allOf(['a'])], roles: ['READ'] });
  const withServer = (changed: Partial<Policy['servers'][string]>): Policy => {
    const here = sound.servers['here'];
    assert.ok(here !== undefined);
    return { ...sound, servers: { here: { ...here, ...changed } } };
  };
  const cases: readonly (readonly [string, Policy, string, unknown, RegExp])[] = [
    ['without authenticators', sound, 'here', undefined, /a is missing: give a function such as apiKeys/],
    ['with none', sound, 'here', {}, /a is missing/],
    ['with undefined', sound, 'here', { a: undefined }, /a is missing/],
    ['with null', sound, 'here', { a: null }, /a is missing/],
    ['with a text', sound, 'here', { a: '' }, /a is missing/],
    ['with an inherited one', sound, 'here', Object.create({ a: finds() }), /a is missing/],
    ['with one that nobody asks for', sound, 'here', { a: finds(), typo: finds() }, /typo is asked for by no rule/],
    ['for an unknown server', sound, 'there', { a: finds() }, /no such server; the policy has here/],
    ['for a server of every object', sound, 'toString', { a: finds() }, /no such server/],
    ['by another contract', { ...sound, contract: 2 as 1 }, 'here', { a: finds() }, /its contract is 2/],
    ['from an empty requirement', withServer({ requirement: [] }), 'here', { a: finds() }, /without alternatives/],
    [
      'from an empty alternative',
      withServer({ requirement: [{ allOf: [], actor: null }] }),
      'here',
      { a: finds() },
      /demands nothing/,
    ],
    [
      'from an unknown scheme',
      withServer({ requirement: [allOf(['x'])] }),
      'here',
      { a: finds() },
      /"x", which has no/,
    ],
    [
      'where nothing protects an operation',
      withServer({ rules: { read: { requirement: null } } }),
      'here',
      {},
      /has no requirement, nor has the server/,
    ],
    [
      'from a rule of an operation that is not described',
      withServer({ rules: { ghost: { requirement: [allOf(['a'])] } } }),
      'here',
      { a: finds() },
      /no description/,
    ],
    ['from an empty list of roles', { ...sound, roleMap: { read: [] } }, 'here', { a: finds() }, /empty list of roles/],
    ['from an unknown role', { ...sound, roleMap: { read: ['X'] } }, 'here', { a: finds() }, /unknown role "X"/],
    ['from roles without a role model', { ...sound, roles: null }, 'here', { a: finds() }, /the policy has none/],
    [
      'from a group with a bad grant',
      smallPolicy({ operation: [allOf(['a'])], providers: { a: { rolesFrom: 'groups', groupRoles: { g: ['X@a'] } } } }),
      'here',
      { a: finds() },
      /gives the grant "X@a": unknown role/,
    ],
  ];
  for (const [given, policy, server, authenticators, want] of cases) {
    test(given, () => {
      assert.throws(
        () => createGuard(policy, server, { authenticators: authenticators as Authenticators }),
        (error) => error instanceof TypeError && want.test(error.message),
      );
    });
  }
  test('and every missing authenticator is named at once', () => {
    const policy = smallPolicy({ operation: [allOf(['a', 'b', 'c'])] });
    assert.throws(() => createGuard(policy, 'here', { authenticators: {} }), /- a is[^]*- b is[^]*- c is/);
  });
  for (const limit of [0, -1, Number.NaN, Infinity, 1.5]) {
    test(`with a deadline of ${String(limit)}`, () => {
      assert.throws(
        () => createGuard(sound, 'here', { authenticators: { a: finds() }, limits: { deadline: limit } }),
        TypeError,
      );
    });
  }
});

describe('an authenticator that', () => {
  const failed = 'undecided authenticator-failed';
  const answers = (value: unknown) => () => Promise.resolve(value);
  const cases: readonly (readonly [string, (...given: never) => unknown, string])[] = [
    ['throws', fails, failed],
    [
      'throws at once',
      () => {
        throw new Error('down');
      },
      failed,
    ],
    ['throws nothing', throwsNothing, failed],
    [
      'says that keys are unreachable',
      () => Promise.reject(new CannotJudgeError('keys-unreachable', '')),
      'undecided keys-unreachable',
    ],
    [
      'says it in another copy of the runtime',
      () => Promise.reject(Object.assign(new Error(), { undecidedCause: 'grants-unreachable' })),
      'undecided grants-unreachable',
    ],
    [
      'says something unheard of',
      () => Promise.reject(Object.assign(new Error(), { undecidedCause: 'toString' })),
      failed,
    ],
    ['hangs', hangs, 'undecided authenticator-timed-out'],
    ['answers undefined', answers(undefined), failed],
    ['answers null', answers(null), failed],
    ['answers true', answers(true), failed],
    ['answers 1', answers(1), failed],
    ['answers a text', answers('alice'), failed],
    ['answers {}', answers({}), failed],
    ['answers a list', answers([{ subject: 'alice' }]), failed],
    ['answers an empty subject', answers({ subject: '' }), failed],
    ['answers a blank subject', answers({ subject: '  ' }), failed],
    ['answers a number as subject', answers({ subject: 7 }), failed],
    ['answers a bad issuer', answers({ subject: 'alice', issuer: null }), failed],
    ['answers scopes as text', answers({ subject: 'alice', scopes: 'r' }), failed],
    ['answers grants as text', answers({ subject: 'alice', grants: 'READ@a' }), failed],
    ['answers numbers as grants', answers({ subject: 'alice', grants: [1] }), failed],
    ['answers NaN as expiry', answers({ subject: 'alice', expiresAt: Number.NaN }), failed],
    ['answers a text as expiry', answers({ subject: 'alice', expiresAt: '2099' }), failed],
    ['answers a past expiry', answers({ subject: 'alice', expiresAt: Date.now() - 1 }), 'credential-expired'],
    [
      'answers a getter that throws',
      answers({
        get subject() {
          throw new Error('trap');
        },
      }),
      failed,
    ],
    ['refuses', refuses('revoked'), 'revoked'],
    ['refuses for an unknown reason', refuses('because'), failed],
    ['refuses and names a subject', answers({ refused: 'because', subject: 'alice' }), failed],
    ['answers without a promise', () => ({ subject: 'alice' }), 'allowed alice'],
  ];
  for (const [given, authenticator, want] of cases) {
    test(given, async () => {
      const policy = smallPolicy({ operation: [allOf(['a'])] });
      const faults: AuthenticationFault[] = [];
      const guard = createGuard(policy, 'here', {
        authenticators: { a: authenticator },
        limits: { deadline: 30 },
        onFault: (fault) => faults.push(fault),
      });
      assert.equal(told(guard.decide('read', await guard.authenticate(presenting('a')))), want);
      assert.deepEqual(
        faults.map(({ provider, cause }) => [provider, `undecided ${cause}`]),
        want.startsWith('undecided') ? [['a', want]] : [],
      );
    });
  }

  test('hangs is told by its signal, and its late rejection is heard by nobody', async (t) => {
    const unhandled = t.mock.fn();
    process.on('unhandledRejection', unhandled);
    const policy = smallPolicy({ operation: [allOf(['a'])] });
    const aborted: unknown[] = [];
    const a = (_: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(signal.reason);
          setImmediate(() => {
            reject(new Error('late'));
          });
        });
      });
    assert.equal(await ask(policy, { a }, ['a'], undefined, { deadline: 20 }), 'undecided authenticator-timed-out');
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off('unhandledRejection', unhandled);
    assert.equal(aborted.length, 1);
    assert.equal(unhandled.mock.callCount(), 0);
  });

  test('is asked once for all schemes of its provider, and only for what is presented', async () => {
    const asked: string[] = [];
    const noting = (key: string) => () => {
      asked.push(key);
      return Promise.resolve({ subject: key });
    };
    const policy = smallPolicy({ server: [allOf(['a'])], operation: [allOf(['a2', 'a']), allOf(['b', 'c'])] });
    await ask(policy, { a: noting('a'), b: noting('b'), c: noting('c') }, ['a', 'b']);
    assert.deepEqual(asked.sort(), ['a', 'b']);
  });
});

describe('limits', () => {
  const policy = smallPolicy({ operation: [allOf(['a'])] });
  const from = (remoteAddress: string) => evidenceOf({ rawHeaders: ['x-a', 'k'], remoteAddress });

  test('authentications under way are capped, and the place is given back', async () => {
    let finish: (() => void) | undefined;
    const a = () =>
      new Promise((resolve) => {
        finish = () => {
          resolve({ subject: 'alice' });
        };
      });
    const guard = createGuard(policy, 'here', { authenticators: { a }, limits: { inFlight: 1 } });
    const first = guard.authenticate(presenting('a'));
    assert.equal(told(guard.decide('read', await guard.authenticate(presenting('a')))), 'undecided too-many-in-flight');
    assert.equal(told(guard.decide('read', await guard.authenticate(presenting()))), 'unauthenticated');
    finish?.();
    assert.equal(told(guard.decide('read', await first)), 'allowed alice');
    const third = guard.authenticate(presenting('a'));
    finish?.();
    assert.equal(told(guard.decide('read', await third)), 'allowed alice');
  });

  test('failures from one address are capped, those of others and outages are not counted', async () => {
    let answer: () => Promise<unknown> = refuses('invalid-credential');
    const guard = createGuard(policy, 'here', { authenticators: { a: () => answer() }, limits: { perAddress: 2 } });
    const tried = async (address: string) => told(guard.decide('read', await guard.authenticate(from(address))));
    assert.equal(await tried('10.0.0.1'), 'invalid-credential');
    assert.equal(await tried('10.0.0.1'), 'invalid-credential');
    assert.equal(await tried('10.0.0.1'), 'undecided too-many-from-address');
    assert.equal(await tried('10.0.0.2'), 'invalid-credential');
    assert.equal(await tried('2001:db8::1'), 'invalid-credential');
    assert.equal(await tried('2001:db8::2'), 'invalid-credential');
    assert.equal(await tried('2001:db8:0:0:ffff::3'), 'undecided too-many-from-address');
    assert.equal(await tried('2001:db8:0:1::1'), 'invalid-credential');
    answer = fails;
    for (let count = 0; count < 5; count += 1) assert.equal(await tried('10.0.0.3'), 'undecided authenticator-failed');
  });

  test('who lacks evidence that another alternative asks for has not failed', async () => {
    const policy = smallPolicy({ operation: [allOf(['a']), allOf(['b'])] });
    const guard = createGuard(policy, 'here', {
      authenticators: { a: finds(), b: finds() },
      limits: { perAddress: 2 },
    });
    for (let count = 0; count < 5; count += 1)
      assert.match(told(guard.decide('read', await guard.authenticate(from('10.0.0.1')))), /^allowed /);
  });
});
