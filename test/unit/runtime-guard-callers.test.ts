import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { Authorized } from '../../src/runtime/authorized.js';
import { Caller } from '../../src/runtime/caller.js';
import { tick } from '../../src/runtime/clock.js';
import { isAccessDenied } from '../../src/runtime/errors.js';
import { evidenceOf } from '../../src/runtime/evidence.js';
import { createGuard, createGuardCore } from '../../src/runtime/guard.js';
import type { DecisionEvent } from '../../src/runtime/guard-types.js';
import type { Policy } from '../../src/runtime/policy.js';
import { assertNoCanary, canary } from '../support/canary.js';
import { told } from '../support/guard-answers.js';
import { allOf, finds, presenting, refuses, smallPolicy } from '../support/small-policy.js';

// What an app in JavaScript may do, and the types forbid.
const nothing: never = undefined as never;

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
