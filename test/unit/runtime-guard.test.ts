import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { Authorized } from '../../src/runtime/authorized.js';
import { Caller } from '../../src/runtime/caller.js';
import { tick } from '../../src/runtime/clock.js';
import type { Decision } from '../../src/runtime/decision.js';
import { CannotJudgeError, isAccessDenied } from '../../src/runtime/errors.js';
import { evidenceOf } from '../../src/runtime/evidence.js';
import { createGuard, createGuardCore } from '../../src/runtime/guard.js';
import type { AuthenticationFault, DecisionEvent, GuardLimits } from '../../src/runtime/guard-types.js';
import type { Policy } from '../../src/runtime/policy.js';
import { assertNoCanary, canary } from '../support/canary.js';
import { allOf, finds, presenting, smallPolicy, type SmallPolicy } from '../support/small-policy.js';

type Authenticators = Readonly<Record<string, (...given: never) => unknown>>;

const refuses = (refused: string) => () => Promise.resolve({ refused });
const fails = () => Promise.reject(new Error('down'));
// What an app in JavaScript may do, and the types forbid.
const nothing: never = undefined as never;
const throwsNothing = () =>
  new Promise((_resolve, reject) => {
    process.nextTick(reject);
  });
const hangs = () => new Promise<never>(() => undefined);

function told(decision: Decision): string {
  if (decision.outcome === 'allowed') return `allowed ${decision.principal?.subject ?? 'nobody'}`;
  return decision.outcome === 'denied' ? decision.code : `undecided ${decision.cause}`;
}

/** What the guard of a policy says of one caller. */
async function ask(
  policy: Policy,
  authenticators: Authenticators,
  present: readonly string[],
  context?: string,
  limits?: GuardLimits,
): Promise<string> {
  const guard = createGuard(policy, 'here', { authenticators, ...(limits === undefined ? {} : { limits }) });
  return told(guard.decide('read', await guard.authenticate(presenting(...present)), context));
}

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

describe('levels, alternatives and schemes', () => {
  const some = { a: finds({ scopes: ['r'] }), b: refuses('invalid-credential'), c: fails };
  const cases: readonly (readonly [string, SmallPolicy, readonly string[], string])[] = [
    ['one scheme proved', { operation: [allOf(['a'])] }, ['a'], 'allowed alice'],
    ['one scheme absent', { operation: [allOf(['a'])] }, [], 'unauthenticated'],
    ['one scheme invalid', { operation: [allOf(['b'])] }, ['b'], 'invalid-credential'],
    ['one scheme undecided', { operation: [allOf(['c'])] }, ['c'], 'undecided authenticator-failed'],
    ['scope covered', { operation: [allOf(['a: r'])] }, ['a'], 'allowed alice'],
    ['scope not covered', { operation: [allOf(['a: w'])] }, ['a'], 'insufficient-scope'],
    ['another scheme of the provider', { operation: [allOf(['a2: r'])] }, ['a'], 'allowed alice'],
    ['AND: one absent', { operation: [allOf(['a', 'b'])] }, ['a'], 'unauthenticated'],
    ['AND: the lowest code', { operation: [allOf(['a: w', 'b'])] }, ['a', 'b'], 'invalid-credential'],
    ['AND: denied outweighs undecided', { operation: [allOf(['c', 'b'])] }, ['b', 'c'], 'invalid-credential'],
    [
      'AND: undecided outweighs allowed',
      { operation: [allOf(['a', 'c'])] },
      ['a', 'c'],
      'undecided authenticator-failed',
    ],
    ['OR: the second holds', { operation: [allOf(['b']), allOf(['a'])] }, ['a', 'b'], 'allowed alice'],
    ['OR: allowed outweighs undecided', { operation: [allOf(['c']), allOf(['a'])] }, ['a', 'c'], 'allowed alice'],
    [
      'OR: undecided outweighs denied',
      { operation: [allOf(['b']), allOf(['c'])] },
      ['b', 'c'],
      'undecided authenticator-failed',
    ],
    ['OR: the highest code', { operation: [allOf(['b']), allOf(['a: w'])] }, ['a', 'b'], 'insufficient-scope'],
    ['both levels', { server: [allOf(['a'])], operation: [allOf(['a: r'])] }, ['a'], 'allowed alice'],
    ['server level fails', { server: [allOf(['b'])], operation: [allOf(['a'])] }, ['a', 'b'], 'invalid-credential'],
    [
      'the rule’s lowest code',
      { server: [allOf(['a: w'])], operation: [allOf(['b'])] },
      ['a', 'b'],
      'invalid-credential',
    ],
    ['server level alone', { server: [allOf(['a'])] }, ['a'], 'allowed alice'],
    ['public', { operation: null, access: 'public' }, [], 'allowed nobody'],
    ['public on a secured server', { server: [allOf(['b'])], access: 'public' }, [], 'unauthenticated'],
  ];
  for (const [given, wanted, present, want] of cases) {
    test(given, async () => {
      const policy = smallPolicy(wanted);
      const used = JSON.stringify(policy.servers);
      const needed = Object.entries(some).filter(([key]) => used.includes(`"scheme":"${key}`));
      assert.equal(await ask(policy, Object.fromEntries(needed), present), want);
    });
  }
});

describe('roles', () => {
  const reader = finds({ subject: 'reader', grants: ['READ@a'] });
  const roleless = finds({ subject: 'roleless' });
  const cases: readonly (readonly [string, SmallPolicy, Authenticators, string | undefined, string])[] = [
    ['held in the context', { operation: [allOf(['a'])], roles: ['READ'] }, { a: reader }, 'a', 'allowed reader'],
    [
      'held in another context',
      { operation: [allOf(['a'])], roles: ['READ'] },
      { a: reader },
      'b',
      'insufficient-role',
    ],
    ['one of several', { operation: [allOf(['a'])], roles: ['WRITE', 'READ'] }, { a: reader }, 'a', 'allowed reader'],
    ['another role', { operation: [allOf(['a'])], roles: ['WRITE'] }, { a: reader }, 'a', 'insufficient-role'],
    [
      'in the default context',
      { operation: [allOf(['a'])], roles: ['READ'] },
      { a: reader },
      undefined,
      'insufficient-role',
    ],
    ['in the context *', { operation: [allOf(['a'])], roles: ['READ'] }, { a: reader }, '*', 'invalid-context'],
    [
      'in a fixed context',
      { operation: [allOf(['a'])], roles: ['READ'], context: { value: 'a' } },
      { a: reader },
      undefined,
      'allowed reader',
    ],
    [
      'in another than the fixed context',
      { operation: [allOf(['a'])], roles: ['READ'], context: { value: 'a' } },
      { a: reader },
      'b',
      'invalid-context',
    ],
    [
      'where the parameter is left out',
      { operation: [allOf(['a'])], roles: ['READ'], context: { parameter: 'p' } },
      { a: reader },
      undefined,
      'invalid-context',
    ],
    [
      'on the second alternative only',
      { operation: [allOf(['b']), allOf(['a'])], roles: ['READ'] },
      { a: reader, b: roleless },
      'a',
      'allowed reader',
    ],
    [
      'on the first alternative only',
      { operation: [allOf(['a']), allOf(['b'])], roles: ['READ'] },
      { a: reader, b: roleless },
      'a',
      'allowed reader',
    ],
    [
      'of one who is not the actor',
      { operation: [allOf(['b', 'a'])], roles: ['READ'] },
      { a: reader, b: roleless },
      'a',
      'insufficient-role',
    ],
    [
      'of the server’s actor, where the operation has one of its own',
      { server: [allOf(['a'])], operation: [allOf(['b'])], roles: ['READ'] },
      { a: reader, b: roleless },
      'a',
      'insufficient-role',
    ],
    ['of the server’s actor', { server: [allOf(['a'])], roles: ['READ'] }, { a: reader }, 'a', 'allowed reader'],
    [
      'perhaps of an actor that is undecided',
      { operation: [allOf(['b']), allOf(['c'])], roles: ['READ'] },
      { b: roleless, c: fails },
      'a',
      'undecided authenticator-failed',
    ],
    [
      'perhaps, were the other scheme decided',
      { operation: [allOf(['b']), allOf(['a', 'c'])], roles: ['READ'] },
      { a: reader, b: roleless, c: fails },
      'a',
      'undecided authenticator-failed',
    ],
    [
      'not even then',
      { operation: [allOf(['b']), allOf(['a', 'c'])], roles: ['WRITE'] },
      { a: reader, b: roleless, c: fails },
      'a',
      'insufficient-role',
    ],
    [
      'not asked for where access is authenticated',
      { operation: [allOf(['b'])], roles: ['READ'], access: 'authenticated' },
      { b: roleless },
      'a',
      'allowed roleless',
    ],
    [
      'that cannot be read',
      { operation: [allOf(['a'])], roles: ['READ'] },
      { a: finds({ grants: ['READ@a', 'NOBODY@a'] }) },
      'a',
      'undecided authenticator-failed',
    ],
    [
      'that the provider is no source of',
      { operation: [allOf(['a'])], roles: ['READ'], providers: { a: { rolesFrom: null } } },
      { a: reader },
      'a',
      'insufficient-role',
    ],
  ];
  for (const [given, wanted, authenticators, context, want] of cases) {
    test(given, async () => {
      assert.equal(await ask(smallPolicy(wanted), authenticators, ['a', 'b', 'c'], context), want);
    });
  }
});

describe('one subject', () => {
  const both = [allOf(['a', 'b'])];
  const cases: readonly (readonly [string, boolean, Partial<{ subject: string; issuer: string }>, string])[] = [
    ['two subjects', false, { subject: 'bob' }, 'allowed alice'],
    ['two subjects where one is demanded', true, { subject: 'bob' }, 'invalid-credential'],
    ['two issuers where one subject is demanded', true, { issuer: 'other' }, 'invalid-credential'],
    ['one subject', true, {}, 'allowed alice'],
  ];
  for (const [given, sameSubject, other, want] of cases) {
    test(given, async () => {
      const policy = smallPolicy({ operation: both, sameSubject });
      assert.equal(await ask(policy, { a: finds(), b: finds(other) }, ['a', 'b']), want);
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

describe('callers', () => {
  const policy = smallPolicy({ operation: [allOf(['a'])] });
  test('of another policy, and what is none, are foreign', async () => {
    const here = createGuardCore(policy, 'here', { authenticators: { a: finds() } });
    const twin = createGuard(structuredClone(policy), 'here', { authenticators: { a: finds() } });
    const strangers: unknown[] = [
      await twin.authenticate(presenting('a')),
      {},
      null,
      undefined,
      'x',
      Object.create(Caller.prototype),
    ];
    for (const stranger of strangers as readonly Caller[]) {
      const decisions = [here.decide('read', stranger), here.connection(stranger), here.couldAllow('read', stranger)];
      assert.deepEqual(decisions.map(told), ['foreign-caller', 'foreign-caller', 'foreign-caller']);
      assert.equal(here.expiryOf(stranger), 0);
    }
  });
  test('and what a guard hands out cannot be made by anybody else', () => {
    assert.throws(() => new Caller(Symbol('caller'), {} as never), TypeError);
    assert.throws(() => new Authorized(Symbol('authorized'), {} as never, null, []), TypeError);
  });
  test('unknown operations are denied, those of every object among them', async () => {
    const guard = createGuard(policy, 'here', { authenticators: { a: finds() } });
    const caller = await guard.authenticate(presenting('a'));
    for (const operation of ['reed', '', '__proto__', 'toString', 'constructor', nothing])
      assert.equal(told(guard.decide(operation, caller)), 'unknown-operation');
  });
  test('evidence that is none is no evidence', async () => {
    const guard = createGuard(policy, 'here', { authenticators: { a: finds() } });
    assert.equal(told(guard.decide('read', await guard.authenticate({} as never))), 'unauthenticated');
  });
});

describe('proofs end', () => {
  const policy = smallPolicy({ operation: [allOf(['a'])] });

  test('at their expiry, without anybody asking again', async (t) => {
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    t.after(() => {
      mock.timers.reset();
    });
    const end = Date.now() + 1000;
    const core = createGuardCore(policy, 'here', { authenticators: { a: finds({ expiresAt: end }) } });
    const caller = await core.authenticate(presenting('a'));
    assert.equal(core.expiryOf(caller), end);
    assert.equal(told(core.decide('read', caller)), 'allowed alice');
    mock.timers.tick(980);
    tick();
    assert.equal(told(core.decide('read', caller)), 'allowed alice');
    mock.timers.tick(30);
    tick();
    assert.equal(told(core.decide('read', caller)), 'credential-expired');
    assert.equal(core.expiryOf(caller), Infinity);
    mock.timers.setTime(end - 500);
    tick();
    assert.equal(told(core.decide('read', caller)), 'credential-expired', 'a clock that is set back revives nothing');
  });

  test('at their revocation: that of the subject, not of others', async () => {
    const core = createGuardCore(policy, 'here', { authenticators: { a: finds({ issuer: 'idp' }) } });
    let heard = 0;
    const stop = core.onRevoke(() => (heard += 1));
    const caller = await core.authenticate(presenting('a'));
    core.revoke('bob');
    core.revoke('alice', { issuer: 'other' });
    assert.equal(told(core.decide('read', caller)), 'allowed alice');
    core.revoke('alice', { issuer: 'idp' });
    assert.equal(told(core.decide('read', caller)), 'revoked');
    const again = await core.authenticate(presenting('a'));
    assert.equal(told(core.decide('read', again)), 'allowed alice', 'the account source refuses new proofs');
    stop();
    core.revoke('alice');
    assert.equal(told(core.decide('read', again)), 'revoked');
    assert.equal(heard, 3);
  });

  test('at the revocation of the account, where the issuer calls it otherwise', async () => {
    const guard = createGuard(policy, 'here', { authenticators: { a: finds({ account: 'alice@acme.test' }) } });
    for (const [name, want] of [
      ['alice@other.test', 'allowed alice'],
      ['alice@acme.test', 'revoked'],
    ] as const) {
      const caller = await guard.authenticate(presenting('a'));
      guard.revoke(name);
      assert.equal(told(guard.decide('read', caller)), want, name);
    }
  });

  test('and the audit log is told whose proof has ended', async () => {
    const events: DecisionEvent[] = [];
    const two = smallPolicy({ operation: [allOf(['a', 'b'])] });
    const guard = createGuard(two, 'here', {
      authenticators: { a: finds({ subject: 'alice' }), b: finds({ subject: 'bob', issuer: 'idp' }) },
      onDecision: (event) => events.push(event),
    });
    const caller = await guard.authenticate(presenting('a', 'b'));
    guard.decide('read', caller);
    guard.revoke('bob');
    guard.decide('read', caller);
    guard.revoke('alice');
    guard.decide('read', await guard.authenticate(presenting('a')));
    assert.deepEqual(
      events.map(({ code, subject, issuer }) => [code, subject, issuer]),
      [
        [null, 'alice', events[0]?.issuer],
        ['revoked', 'bob', 'idp'],
        ['unauthenticated', 'alice', events[0]?.issuer],
      ],
    );
  });

  test('at a revocation while they are being proved', async () => {
    let finish: ((value: unknown) => void) | undefined;
    const a = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const guard = createGuard(policy, 'here', { authenticators: { a } });
    const under = guard.authenticate(presenting('a'));
    guard.revoke('alice');
    finish?.({ subject: 'alice' });
    assert.equal(told(guard.decide('read', await under)), 'revoked');
  });
});

describe('what adapters ask', () => {
  test('the server’s level alone', async () => {
    const policy = smallPolicy({ server: [allOf(['a'])], operation: [allOf(['b'])], roles: ['READ'] });
    const core = createGuardCore(policy, 'here', { authenticators: { a: finds(), b: finds() } });
    assert.equal(told(core.connection(await core.authenticate(presenting('a')))), 'allowed alice');
    assert.equal(told(core.connection(await core.authenticate(presenting('b')))), 'unauthenticated');
    const open = createGuardCore(smallPolicy({ operation: [allOf(['a'])] }), 'here', {
      authenticators: { a: finds() },
    });
    assert.equal(told(open.connection(await open.authenticate(presenting()))), 'allowed nobody');
  });
  test('some of the operations: with fewer authenticators, and no answer about the others', async () => {
    const small = smallPolicy({ operation: [allOf(['a'])] });
    const { here } = small.servers;
    const { read } = small.operations;
    assert.ok(here !== undefined && read !== undefined);
    const policy: Policy = {
      ...small,
      operations: { read, write: { ...read, action: 'send' } },
      servers: { here: { ...here, rules: { ...here.rules, write: { requirement: [allOf(['b'])] } } } },
    };
    const reads = createGuardCore(policy, 'here', { authenticators: { a: finds() } }, ['read']);
    const all = createGuard(policy, 'here', { authenticators: { a: finds(), b: finds() } });
    const caller = await reads.authenticate(presenting('a', 'b'));
    assert.equal(told(reads.decide('read', caller)), 'allowed alice');
    assert.equal(told(reads.decide('write' as 'read', caller)), 'unknown-operation');
    assert.equal(told(all.decide('read', caller)), 'foreign-caller');
    all.revoke('alice');
    assert.equal(told(reads.decide('read', caller)), 'revoked');
  });
  const cases: readonly (readonly [readonly string[], Policy['operations'][string]['context'], string])[] = [
    [['READ@a'], { parameter: 'p' }, 'allowed alice'],
    [['READ@*'], { parameter: 'p' }, 'allowed alice'],
    [['WRITE@*'], { parameter: 'p' }, 'insufficient-role'],
    [['READ@a'], { value: 'a' }, 'allowed alice'],
    [['READ@a'], { value: 'b' }, 'insufficient-role'],
  ];
  for (const [grants, context, want] of cases) {
    test(`whether ${grants.join()} could ever act on ${JSON.stringify(context)}`, async () => {
      const policy = smallPolicy({ operation: [allOf(['a'])], roles: ['READ'], context });
      const core = createGuardCore(policy, 'here', { authenticators: { a: finds({ grants }) } });
      assert.equal(told(core.couldAllow('read', await core.authenticate(presenting('a')))), want);
    });
  }
});

describe('decisions', () => {
  const policy = smallPolicy({ operation: [allOf(['a']), allOf(['b'])], roles: ['READ', 'OLD'] });
  test('are frozen, and the same object each time', async () => {
    const guard = createGuard(policy, 'here', { authenticators: { a: finds({ grants: ['READ@a'] }), b: finds() } });
    const caller = await guard.authenticate(presenting('a'));
    for (const context of ['a', 'b', '*']) {
      const decision = guard.decide('read', caller, context);
      assert.ok(Object.isFrozen(decision));
      assert.equal(guard.decide('read', caller, context), decision);
    }
  });

  test('are told, and telling changes none', async () => {
    const events: DecisionEvent[] = [];
    const guard = createGuard(policy, 'here', {
      authenticators: { a: finds({ issuer: 'idp', grants: ['OLD@a'] }), b: refuses('invalid-credential') },
      onDecision(event) {
        events.push(event);
        assert.throws(() => Object.assign(event, { outcome: 'allowed' }), TypeError);
        throw new Error('log is down');
      },
    });
    const evidence = evidenceOf({ rawHeaders: ['x-a', 'k', 'x-b', 'k'], remoteAddress: '10.0.0.1' });
    const caller = await guard.authenticate(evidence);
    assert.equal(told(guard.decide('read', caller, 'a')), 'allowed alice');
    assert.equal(told(guard.decide('read', caller, 'b')), 'insufficient-role');
    assert.equal(told(guard.decide('forged\nline', caller)), 'unknown-operation');
    const common = {
      server: 'here',
      issuer: 'idp',
      subject: 'alice',
      cause: null,
      invalid: ['b'],
      checkpoint: 'inbound',
      remoteAddress: '10.0.0.1',
    };
    assert.deepEqual(events, [
      { ...common, operation: 'read', context: 'a', outcome: 'allowed', code: null, deprecatedRole: 'OLD' },
      {
        ...common,
        operation: 'read',
        context: 'b',
        outcome: 'denied',
        code: 'insufficient-role',
        deprecatedRole: null,
      },
      {
        ...common,
        operation: 'forged_line',
        context: null,
        outcome: 'denied',
        code: 'unknown-operation',
        deprecatedRole: null,
      },
    ]);
    assert.equal(guard.failedEvents, 3);
  });

  test('are told where denied only, if the policy says so', async () => {
    const outcomes: string[] = [];
    assert.ok(policy.roles !== null);
    const guard = createGuard({ ...policy, roles: { ...policy.roles, audit: 'denied' } }, 'here', {
      authenticators: { a: finds({ grants: ['READ@a'] }), b: finds() },
      onDecision: (event) => outcomes.push(event.outcome),
    });
    const caller = await guard.authenticate(presenting('a'));
    guard.decide('read', caller, 'a');
    guard.decide('read', caller, 'b');
    assert.deepEqual(outcomes, ['denied']);
  });

  test('an asynchronous listener that rejects ends nothing', async () => {
    const rejecting: () => unknown = () => Promise.reject(new Error('log is down'));
    const guard = createGuard(policy, 'here', {
      authenticators: { a: finds(), b: finds() },
      onDecision: rejecting,
    });
    guard.decide('read', await guard.authenticate(presenting('a')), 'a');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(guard.failedEvents, 1);
  });

  test('enforce gives the handler’s argument, or throws what can be recognised by name', async () => {
    const guard = createGuard(policy, 'here', { authenticators: { a: finds({ grants: ['READ@a'] }), b: finds() } });
    const caller = await guard.authenticate(presenting('a'));
    const authorized = guard.enforce('read', caller, { text: 'hello' }, 'a');
    assert.ok(Object.isFrozen(authorized));
    const { operation, message, context, principal, proofs } = authorized;
    assert.deepEqual(
      [operation, message, context, principal?.subject, proofs.length],
      ['read', { text: 'hello' }, 'a', 'alice', 1],
    );
    assert.throws(
      () => guard.enforce('read', caller, {}, 'b'),
      (error) => isAccessDenied(error) && error.code === 'insufficient-role' && error.outcome === 'denied',
    );
  });
});

test('no secret shows in callers, events, faults or errors', async () => {
  const secret = canary('guard');
  const seen: unknown[] = [];
  const policy = smallPolicy({ operation: [allOf(['a', 'b'])], roles: ['READ'] });
  const guard = createGuard(policy, 'here', {
    authenticators: {
      a: (evidence: unknown) => {
        seen.push(evidence);
        return Promise.resolve({ subject: 'alice' });
      },
      b: (evidence: unknown) => Promise.reject(Object.assign(new Error('down'), { evidence })),
    },
    onDecision: (event) => seen.push(event),
    onFault: (fault) => seen.push(fault),
  });
  const evidence = evidenceOf({ rawHeaders: ['x-a', secret, 'x-b', secret] });
  const caller = await guard.authenticate(evidence);
  seen.push(evidence, caller, guard, guard.decide('read', caller, 'a'));
  assert.throws(
    () => guard.enforce('read', caller, {}, 'a'),
    (error) => seen.push(error) > 0,
  );
  assert.ok(seen.length >= 8);
  assertNoCanary(...seen);
});
