import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { grantsFrom, type AccountGrants } from '../../src/runtime/account-grants.js';
import { bestDecision } from '../../src/runtime/best-decision.js';
import { Caller, type CallerState } from '../../src/runtime/caller.js';
import { compiledPolicy } from '../../src/runtime/compiled-policy.js';
import { DENIAL_CODES, type Decision } from '../../src/runtime/decision.js';
import { CannotJudgeError } from '../../src/runtime/errors.js';
import { createGuardCore } from '../../src/runtime/guard.js';
import { denied, undecided } from '../../src/runtime/outcomes.js';
import { ownFault, toldOf } from '../../src/runtime/own-faults.js';
import type { Policy } from '../../src/runtime/policy.js';
import { PresentedKey, PresentedPassword, PresentedProof, PresentedToken } from '../../src/runtime/presented.js';
import type { KafkaRecord } from '../../src/runtime/record.js';
import { Revocations } from '../../src/runtime/revocations.js';
import { POLICY } from '../support/kafka-policy.js';
import { allOf, finds, presenting, smallPolicy } from '../support/small-policy.js';

/** Another object each time: what a policy compiles to is kept with it. */
const kafkaPolicy = (): Policy => structuredClone(POLICY);

const ALLOWED: Decision = { outcome: 'allowed', principal: null, proofs: [] };

test('of several answers, the best: allowed, then undecided, then the nearest denial', () => {
  const down = undecided('authenticator-failed');
  const given: readonly (readonly [readonly Decision[], Decision])[] = [
    [[], denied('unauthenticated')],
    [[denied('unauthenticated'), ALLOWED, down], ALLOWED],
    [[down, ALLOWED], ALLOWED],
    [[denied('insufficient-role'), down], down],
    [[down, denied('foreign-caller')], down],
    [[denied('invalid-credential'), denied('insufficient-role')], denied('insufficient-role')],
    [[denied('insufficient-role'), denied('invalid-credential')], denied('insufficient-role')],
  ];
  for (const [decisions, want] of given) assert.equal(bestDecision(decisions), want === ALLOWED ? ALLOWED : want);
});

test('each answer is one frozen value', () => {
  for (const code of DENIAL_CODES) {
    assert.deepEqual(denied(code), { outcome: 'denied', code });
    assert.equal(denied(code), denied(code));
    assert.ok(Object.isFrozen(denied(code)));
  }
  assert.deepEqual(undecided('keys-unreachable'), { outcome: 'undecided', cause: 'keys-unreachable' });
  assert.equal(undecided('keys-unreachable'), undecided('keys-unreachable'));
  assert.ok(Object.isFrozen(undecided('keys-unreachable')));
});

test('the grants of an account are a list of texts, or null for no account; anything else is no answer', async () => {
  const account = { issuer: 'https://idp.test', subject: '7', account: 'alice' };
  const answering =
    (answer: unknown): AccountGrants =>
    () =>
      answer as readonly string[];
  assert.deepEqual(await grantsFrom(undefined, account), []);
  assert.deepEqual(await grantsFrom(({ account: name }) => [`READ@${name}`], account), ['READ@alice']);
  assert.equal(await grantsFrom(answering(null), account), null);
  assert.deepEqual(await grantsFrom(answering([]), account), []);
  for (const wrong of [undefined, 'READ@a', {}, 7, [7], ['READ@a', null], { 0: 'READ@a', length: 1 }])
    await assert.rejects(
      grantsFrom(answering(wrong), account),
      (error) =>
        error instanceof CannotJudgeError &&
        error.undecidedCause === 'grants-unreachable' &&
        toldOf(error) === 'the source of grants failed (it answered neither a list of texts nor null)',
      inspect(wrong),
    );
});

test('a log is told the class of what an app throws, and the words of what the runtime throws', () => {
  const given: readonly (readonly [unknown, string])[] = [
    [null, 'it threw null'],
    [undefined, 'it threw undefined'],
    [{ secret: 1 }, 'it threw object'],
    ['secret', 'it threw string'],
    [new RangeError('secret'), 'it threw RangeError'],
    [ownFault(new Error('said')), 'said'],
    [ownFault(new Error('said', { cause: new TypeError('secret') })), 'said (it threw TypeError)'],
  ];
  for (const [error, want] of given) assert.equal(toldOf(error), want);
});

test('what is presented can be read, and shows nowhere', () => {
  const record = { topic: 'orders' } as KafkaRecord;
  const place = { topic: 'orders.eu', signedHeaders: ['kind'] };
  const proof = new PresentedProof('s3cret', record, place as never);
  const password = new PresentedPassword('alice', 's3cret');
  const key = new PresentedKey('s3cret');
  const token = new PresentedToken('s3cret');
  assert.deepEqual(
    [key.key, token.token, password.username, password.password],
    ['s3cret', 's3cret', 'alice', 's3cret'],
  );
  assert.deepEqual(
    [proof.proof, proof.record, proof.topic, proof.signedHeaders],
    ['s3cret', record, 'orders.eu', ['kind']],
  );
  for (const one of [proof, password, key, token]) {
    assert.equal(JSON.stringify({ one }), '{"one":"[secret]"}');
    assert.equal(inspect(one), '[secret]');
  }
});

test('a caller comes from a guard alone, and shows nothing', async () => {
  assert.throws(() => new Caller(Symbol('caller'), {} as CallerState), TypeError);
  const guard = createGuardCore(smallPolicy({ server: [allOf(['a'])] }), 'here', { authenticators: { a: finds() } });
  const caller = await guard.authenticate(presenting('a'));
  assert.equal(JSON.stringify({ caller }), '{"caller":"[caller]"}');
  assert.ok(Object.isFrozen(caller));
});

test('a revocation ends what began before it, of this subject and issuer', () => {
  const revocations = new Revocations();
  let heard = 0;
  const stop = revocations.listen(() => {
    heard += 1;
  });
  const first = revocations.begin();
  assert.equal(revocations.isRevoked(first, 'i', ['alice']), false);
  revocations.revoke('alice', 'i');
  const second = revocations.begin();
  revocations.revoke('bob', undefined);
  stop();
  revocations.revoke('carol', undefined);
  assert.equal(heard, 2);
  const given: readonly (readonly [serial: number, issuer: string, names: readonly string[], revoked: boolean])[] = [
    [first, 'i', ['alice'], true],
    [first, 'j', ['alice'], false],
    [second, 'i', ['alice'], false],
    [second, 'i', ['7', 'bob'], true],
    [second, 'j', ['bob'], true],
    [second, 'i', [], false],
    [revocations.begin(), 'i', ['bob'], false],
  ];
  for (const [serial, issuer, names, want] of given)
    assert.equal(revocations.isRevoked(serial, issuer, names), want, JSON.stringify([serial, issuer, names]));
});

test('100,000 revocations are remembered; one more ends all that began before the oldest', () => {
  const revocations = new Revocations();
  const first = revocations.begin();
  revocations.revoke('0', undefined);
  const second = revocations.begin();
  for (let number = 1; number < 100_000; number += 1) revocations.revoke(String(number), undefined);
  assert.equal(revocations.isRevoked(first, '', ['nobody']), false);
  // Revoked again: the oldest mark is now that of 1.
  revocations.revoke('0', undefined);
  assert.equal(revocations.isRevoked(second, '', ['0']), true);
  revocations.revoke('one more', undefined);
  const third = revocations.begin();
  for (const [serial, want] of [
    [first, true],
    [second, true],
    [third, false],
  ] as const)
    assert.equal(revocations.isRevoked(serial, '', ['nobody']), want, String(serial));
});

test('a record carries a proof in one header, a token in another, and nothing else', () => {
  const carriers = (policy: Policy): readonly unknown[] =>
    compiledPolicy(policy, 'cluster').providers.map(({ key, policy: { form, carriers: found } }) => [key, form, found]);
  assert.deepEqual(carriers(kafkaPolicy()), [
    ['producerProof', 'proof', [{ in: 'header', name: 'asyncapi-proof' }]],
    ['token', 'bearer', [{ in: 'header', name: 'authorization' }]],
  ]);
  const { producerProof, token } = POLICY.providers;
  assert.ok(producerProof !== undefined && token !== undefined);
  const { record, ...bare } = token;
  assert.equal(record, 'bearer');
  const none = { ...POLICY, providers: { producerProof, token: bare } };
  assert.deepEqual(carriers(none)[1], ['token', 'bearer', []]);
});

test('what the broker enforces asks nobody, beside what the guard does', async () => {
  const guard = createGuardCore(kafkaPolicy(), 'cluster', {
    authenticators: { producerProof: finds(), token: finds() },
  });
  const nobody = await guard.authenticate(presenting());
  const outcomes = ['onAudit', 'issueInvoice', 'then', 'onPaid', 'onFeed'].map((operation) => {
    const { outcome, principal, code } = { principal: '-', code: '-', ...guard.decide(operation, nobody) };
    return [operation, outcome, principal, code];
  });
  assert.deepEqual(outcomes, [
    ['onAudit', 'allowed', null, '-'],
    ['issueInvoice', 'allowed', null, '-'],
    ['then', 'allowed', null, '-'],
    ['onPaid', 'denied', '-', 'unauthenticated'],
    ['onFeed', 'denied', '-', 'unauthenticated'],
  ]);
});

test('a caller expires with the first of the proofs that have not ended', async () => {
  const soon = Date.now() + 50_000;
  const ends = (expiresAt?: number) => finds(expiresAt === undefined ? {} : { expiresAt });
  const policy = smallPolicy({ server: [allOf(['a']), allOf(['b']), allOf(['c'])] });
  const expiry = async (a?: number, b?: number, c?: number): Promise<number> => {
    const guard = createGuardCore(policy, 'here', { authenticators: { a: ends(a), b: ends(b), c: ends(c) } });
    return guard.expiryOf(await guard.authenticate(presenting('a', 'b', 'c')));
  };
  assert.equal(await expiry(soon + 9, soon, soon + 5), soon);
  assert.equal(await expiry(soon, undefined, soon + 5), soon);
  assert.equal(await expiry(), Infinity);
  const guard = createGuardCore(smallPolicy({ server: [allOf(['a'])] }), 'here', { authenticators: { a: finds() } });
  const elsewhere = createGuardCore(POLICY, 'cluster', { authenticators: { producerProof: finds(), token: finds() } });
  assert.equal(guard.expiryOf(await elsewhere.authenticate(presenting())), 0);
});

test('events that failed are counted, of decisions and of faults', async () => {
  const fails = (): never => {
    throw new Error('the log is full');
  };
  const guard = createGuardCore(smallPolicy({ server: [allOf(['a'])] }), 'here', {
    authenticators: { a: () => Promise.reject(new Error('down')) },
    onDecision: fails,
    onFault: fails,
  });
  const caller = await guard.authenticate(presenting('a'));
  assert.equal(guard.failedEvents, 1);
  guard.emitRefused('origin-not-allowed', null);
  guard.emit('inbound', 'read', caller, null, guard.decide('read', caller, 'x'));
  assert.equal(guard.failedEvents, 3);
});
