import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Contexts } from '../../src/runtime/contexts.js';
import { createGuardCore } from '../../src/runtime/guard.js';
import { grantTable, holdsIn, roleBook, roleSet } from '../../src/runtime/grants.js';
import { allOf, presenting, ROLES, smallPolicy } from '../support/small-policy.js';

test('a context keeps its number, and one that no grant names has none', () => {
  const contexts = new Contexts();
  assert.equal(contexts.numberOf('a'), contexts.numberOf('a'));
  assert.notEqual(contexts.numberOf('b'), contexts.numberOf('a'));
  assert.equal(contexts.find('a'), contexts.numberOf('a'));
  assert.equal(contexts.find('c'), undefined);
});

test('the numbers begin anew where too many contexts were named', () => {
  const contexts = new Contexts();
  for (let index = 0; index < 100_000; index += 1) contexts.numberOf(`context-${String(index)}`);
  assert.equal(contexts.restartIfFull(), true);
  assert.equal(contexts.find('context-7'), undefined);
  assert.equal(contexts.restartIfFull(), false);
});

test('a long list of grants is searched as a short one is', () => {
  const book = roleBook(ROLES);
  for (const length of [1, 7, 8, 9, 16, 17, 100, 1000]) {
    const names = Array.from({ length }, (_, index) => `c${String(index)}`);
    const table = grantTable(
      names.filter((_, index) => index % 3 === 0).map((context) => ({ role: 'READ', context })),
      book,
    );
    for (const name of names) book.contexts.numberOf(name);
    const held = names.filter((name) => holdsIn(table, roleSet(['READ'], book), book.contexts.find(name)));
    assert.deepEqual(
      held,
      names.filter((_, index) => index % 3 === 0),
      String(length),
    );
  }
});

test('a caller is decided on alike after the numbers began anew', async () => {
  const crowd = Array.from({ length: 100_000 }, (_, index) => `READ@crowd-${String(index)}`);
  let grants: readonly string[] = ['READ@billing'];
  const guard = createGuardCore(smallPolicy({ server: [allOf(['a'])], roles: ['READ'] }), 'here', {
    authenticators: { a: () => Promise.resolve({ subject: 'alice', grants }) },
  });
  const alice = await guard.authenticate(presenting('a'));
  const decided = (): readonly string[] =>
    ['billing', 'crowd-0', 'crowd-1', 'sales'].map((context) => guard.decide('read', alice, context).outcome);
  const want = ['allowed', 'denied', 'denied', 'denied'];
  assert.deepEqual(decided(), want);
  grants = crowd;
  const many = await guard.authenticate(presenting('a'));
  assert.equal(guard.decide('read', many, 'crowd-99999').outcome, 'allowed');
  grants = ['READ@sales'];
  const bob = await guard.authenticate(presenting('a'));
  // Bob's first decision finds the numbers used up; `sales` now has the number that `billing` had.
  assert.equal(guard.decide('read', bob, 'sales').outcome, 'allowed');
  assert.equal(guard.decide('read', bob, 'billing').outcome, 'denied');
  assert.deepEqual(decided(), want);
  assert.equal(guard.decide('read', many, 'crowd-99999').outcome, 'allowed');
  assert.equal(guard.decide('read', many, 'sales').outcome, 'denied');
});

test('a context that is no text names none, even where the default context would do', async () => {
  const guard = createGuardCore(smallPolicy({ server: [allOf(['a'])], roles: ['READ'] }), 'here', {
    authenticators: { a: () => Promise.resolve({ subject: 'alice', grants: ['READ@default', 'READ@*'] }) },
  });
  const alice = await guard.authenticate(presenting('a'));
  assert.equal(guard.decide('read', alice).outcome, 'allowed');
  for (const context of [null, 7, {}, ['default']]) {
    assert.deepEqual(guard.decide('read', alice, context as never), { outcome: 'denied', code: 'invalid-context' });
  }
});
