import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, type Authenticators } from '../support/guard-answers.js';
import { allOf, fails, finds, refuses, smallPolicy, type SmallPolicy } from '../support/small-policy.js';

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
