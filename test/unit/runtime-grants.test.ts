import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  grantTable,
  holdsIn,
  holdsSomewhere,
  isContext,
  parseGrant,
  roleBook,
  roleSet,
} from '../../src/runtime/grants.js';
import type { RolesPolicy } from '../../src/runtime/policy.js';
import { grantsOf } from '../../src/runtime/role-source.js';
import { ROLES } from '../support/small-policy.js';

const book = roleBook(ROLES);
const axonBook = roleBook({ ...ROLES, bareGrant: 'every-context' });

describe('a grant is read exactly', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['READ@a', { role: 'READ', context: 'a' }],
    ['READ@*', { role: 'READ', context: '*' }],
    ['READ@_admin', { role: 'READ', context: '_admin' }],
    ['OLD@a', { role: 'OLD', context: 'a' }],
    ['READ', 'no context'],
    ['READ@', 'malformed'],
    ['@a', 'malformed'],
    ['', 'malformed'],
    ['READ@b@c', 'malformed'],
    [' READ@a', 'malformed'],
    ['READ @a', 'malformed'],
    ['READ@a ', 'malformed'],
    ['READ@a\0', 'malformed'],
    ['READ@a\n', 'malformed'],
    ['READ@1a', 'malformed'],
    ['READ@-a', 'malformed'],
    ['read@a', 'unknown role'],
    ['ＲEAD@a', 'unknown role'],
    ['__proto__@a', 'unknown role'],
    ['constructor@a', 'unknown role'],
  ];
  for (const [text, want] of cases) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(parseGrant(text, book), want);
    });
  }
  test('a bare grant counts in every context where the policy says so', () => {
    assert.deepEqual(parseGrant('READ', axonBook), { role: 'READ', context: '*' });
  });
});

test('names of contexts', () => {
  for (const name of ['a', '_admin', 'a-b_9']) assert.equal(isContext(name), true, name);
  for (const name of ['', '*', '9a', 'a b', 'a\n', 'é', 'a@b']) assert.equal(isContext(name), false, name);
});

describe('grants add up', () => {
  const cases: readonly (readonly [readonly string[], string, string, boolean])[] = [
    [['READ@a'], 'READ', 'a', true],
    [['READ@a'], 'READ', 'b', false],
    [['READ@a'], 'READ', 'A', false],
    [['READ@a'], 'WRITE', 'a', false],
    [['READ@*'], 'READ', 'anything', true],
    [['READ@*', 'WRITE@a'], 'READ', 'a', true],
    [['WRITE@a', 'READ@*'], 'READ', 'a', true],
    [['ADMIN@_admin'], 'ADMIN', '_admin', true],
    [['ADMIN@*'], 'ADMIN', '_admin', true],
    [['ADMIN@*'], 'ADMIN', 'a', false],
    [['ADMIN@a'], 'ADMIN', 'a', false],
    [['ADMIN@a'], 'ADMIN', '_admin', false],
    [[], 'READ', 'a', false],
  ];
  for (const [grants, role, context, want] of cases) {
    test(`${grants.join(', ') || 'nothing'} gives ${role} in ${context}: ${String(want)}`, () => {
      const table = grantTable(parsed(grants, book), book);
      assert.equal(holdsIn(table, roleSet([role], book), book.contexts.find(context)), want);
    });
  }
  test('a role whose contexts are * counts in every one', () => {
    const any = roleBook({ ...ROLES, roles: { ANY: { deprecated: false, contexts: ['shop', '*'] } } });
    for (const [grant, context, want] of [
      ['ANY@*', 'mall', true],
      ['ANY@mall', 'mall', true],
      ['ANY@mall', 'shop', false],
    ] as const)
      assert.equal(
        holdsIn(grantTable(parsed([grant], any), any), roleSet(['ANY'], any), any.contexts.find(context)),
        want,
      );
  });
  test('a role counts somewhere only where it can count', () => {
    const somewhere = (grant: string, role: string): boolean =>
      holdsSomewhere(grantTable(parsed([grant], book), book), roleSet([role], book));
    assert.equal(somewhere('READ@a', 'READ'), true);
    assert.equal(somewhere('READ@*', 'READ'), true);
    assert.equal(somewhere('ADMIN@*', 'ADMIN'), true);
    assert.equal(somewhere('ADMIN@a', 'ADMIN'), false);
  });
});

test('a policy may have more roles than a machine word has bits', () => {
  const names = Array.from({ length: 100 }, (_, index) => `R${String(index)}`);
  const many: RolesPolicy = {
    ...ROLES,
    roles: Object.fromEntries(names.map((name) => [name, { deprecated: false, contexts: null }])),
  };
  const manyBook = roleBook(many);
  for (const held of ['R0', 'R31', 'R32', 'R63', 'R64', 'R99']) {
    const table = grantTable(parsed([`${held}@a`], manyBook), manyBook);
    const found = names.filter((name) => holdsIn(table, roleSet([name], manyBook), manyBook.contexts.find('a')));
    assert.deepEqual(found, [held]);
  }
});

describe('where roles come from', () => {
  const claims = {
    groups: ['ops', '__proto__', 7],
    realm: { roles: ['READ@a', 'offline_access'] },
    'https://acme.test/roles': 'acme:READ@a,acme:WRITE@b,READ@c',
    level: 'gold',
    role: '5678:READ@a',
    mixed: [7, 'READ', null],
    five: 5,
    teams: 'dev ops',
  };
  const cases: readonly (readonly [string, Parameters<typeof grantsOf>[1], readonly string[]])[] = [
    ['nowhere', { form: 'bearer', carriers: [], rolesFrom: null }, []],
    ['the account', { form: 'bearer', carriers: [], rolesFrom: 'account' }, ['WRITE@account']],
    ['scopes that are grants', { form: 'bearer', carriers: [], rolesFrom: 'scopes' }, ['READ@scope']],
    [
      'a claim inside another, foreign roles left out',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'realm.roles' } },
      ['READ@a'],
    ],
    [
      'a claim with dots in its name, a separator and a prefix',
      {
        form: 'bearer',
        carriers: [],
        rolesFrom: 'claim',
        claim: { path: 'https://acme.test/roles', separator: ',', prefix: 'acme:' },
      },
      ['READ@a', 'WRITE@b'],
    ],
    [
      'a map of the claim',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'level', map: { gold: ['READ@*'] } } },
      ['READ@*'],
    ],
    [
      'a claim that is one text, with a prefix that it has not',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'role', prefix: 'acme:' } },
      [],
    ],
    [
      'a text that is no list without a separator',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'https://acme.test/roles' } },
      [],
    ],
    [
      'a list with what is no text in it',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'mixed', map: { READ: ['READ@a'] } } },
      ['READ@a'],
    ],
    ['a claim that the policy does not name', { form: 'bearer', carriers: [], rolesFrom: 'claim' }, []],
    ['a place in a list', { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'realm.roles.0' } }, []],
    [
      'a part of a text',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'role.0', map: { '5': ['READ@a'] } } },
      [],
    ],
    ['a number', { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'five' } }, []],
    [
      'groups of another claim, one text with a separator',
      {
        form: 'bearer',
        carriers: [],
        rolesFrom: 'groups',
        claim: { path: 'teams', separator: ' ' },
        groupRoles: { ops: ['WRITE@a'], dev: ['READ@a'] },
      },
      ['READ@a', 'WRITE@a'],
    ],
    ['groups without a list of their roles', { form: 'bearer', carriers: [], rolesFrom: 'groups' }, []],
    ['a claim that is not there', { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'x.y' } }, []],
    [
      'a claim of every object',
      { form: 'bearer', carriers: [], rolesFrom: 'claim', claim: { path: 'constructor.name' } },
      [],
    ],
    ['groups', { form: 'bearer', carriers: [], rolesFrom: 'groups', groupRoles: { ops: ['WRITE@a'] } }, ['WRITE@a']],
  ];
  for (const [given, provider, want] of cases) {
    test(given, () => {
      const identity = { subject: 'alice', scopes: ['openid', 'READ@scope'], grants: ['WRITE@account'], claims };
      const grants = grantsOf(identity, provider, book);
      assert.deepEqual(
        grants.map(({ role, context }) => `${role}@${context}`),
        want,
      );
    });
  }
  test('an identity that states nothing has no grants', () => {
    for (const rolesFrom of ['account', 'scopes', 'claim', 'groups', 'ldap', 'certificate'] as const) {
      const provider = { form: 'bearer', carriers: [], rolesFrom, claim: { path: 'a.b' } } as const;
      assert.deepEqual(grantsOf({ subject: 'alice' }, provider, book), [], rolesFrom);
      assert.deepEqual(grantsOf({ subject: 'alice', claims: null }, provider, book), [], rolesFrom);
    }
  });
  test('a bad grant of an account is refused whole', () => {
    const account = { form: 'apiKey', carriers: [], rolesFrom: 'account' } as const;
    for (const bad of ['READ', 'NOBODY@a', 'READ@'])
      assert.throws(() => grantsOf({ subject: 'alice', grants: ['READ@a', bad] }, account, book), /cannot be read/);
  });
});

function parsed(texts: readonly string[], of: typeof book): Parameters<typeof grantTable>[0] {
  return texts.map((text) => {
    const grant = parseGrant(text, of);
    assert.ok(typeof grant !== 'string', text);
    return grant;
  });
}
