import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explained, faultsOf, type ShortQuestion } from '../support/explained.js';
import { ref, version3 } from '../support/model-of.js';

const idp = (more = ''): string =>
  `{ type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://idp.acme.test/token', availableScopes: { 'orders:read': '', 'a,b': '' } } }, ${more} }`;
const DOCUMENT = version3({
  root: '{ roles: { READER: {} } }',
  servers: `{ prod: { host: a.test, protocol: wss, security: [${ref('user')}] }, staging: { host: b.test, protocol: wss, security: [${ref('user')}] } }`,
  operations: `{ onOrder: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [READER] } }, onOther: { action: receive, channel: { $ref: '#/channels/other' }, x-access-control: { access: authenticated } } }`,
  schemes: `{ user: { type: http, scheme: basic, x-access-control: { rolesFrom: account } }, alias: ${ref('user')}, idp: ${idp()}, again: ${idp("scopes: ['orders:read']")}, 'a=b': ${idp("scopes: ['orders:read']")} }`,
}).replace(
  'orders: { address: orders,  }',
  "orders: { address: orders }, other: { address: other, servers: [ { $ref: '#/servers/prod' } ] }",
);

const ON_PROD = { operation: 'onOrder', server: 'prod' };

void describe('what cannot be asked', () => {
  const cases: readonly (readonly [string, ShortQuestion, RegExp])[] = [
    ['an operation', { operation: 'onOrdr' }, /^The document has no operation "onOrdr"\. Did you mean "onOrder"\?$/u],
    ['an operation that is like none', { operation: 'x' }, /It has "onOrder", "onOther"\.$/u],
    ['several servers', { operation: 'onOrder' }, /on several servers: "prod", "staging".*--server/u],
    ['a server', { operation: 'onOrder', server: 'prd' }, /no server "prd"\. Did you mean "prod"\?/u],
    [
      'a server where it is not',
      { operation: 'onOther', server: 'staging' },
      /not on server "staging"\. It is on "prod"\./u,
    ],
    ['a scheme', { ...ON_PROD, proved: ['usr'] }, /no scheme "usr"\. Did you mean "user"\?/u],
    [
      'a scheme before its scopes',
      { ...ON_PROD, proved: ['ipd=orders:read'] },
      /no scheme "ipd"\. Did you mean "idp"\?/u,
    ],
    [
      'a scope',
      { ...ON_PROD, proved: ['idp=orders:red'] },
      /no scope "orders:red" for scheme "idp"\. Did you mean "orders:read"\?/u,
    ],
    [
      'a scope of a scheme that has none',
      { ...ON_PROD, proved: ['user=x'] },
      /no scope "x" for scheme "user"\. It has none\./u,
    ],
    [
      'a grant as a scope, where roles come from elsewhere',
      { ...ON_PROD, proved: ['user=READER@a'] },
      /no scope "READER@a"/u,
    ],
    ['a role', { ...ON_PROD, grants: ['REEDER@x'] }, /no role "REEDER"\. Did you mean "READER"\?/u],
    ['a grant without context', { ...ON_PROD, grants: ['READER'] }, /names no context.*READER@default/u],
    ['a malformed grant', { ...ON_PROD, grants: ['READER@a@b'] }, /not ROLE@CONTEXT/u],
    ['the subject of nothing', { ...ON_PROD, subjects: ['user=alice'] }, /user is not proved.*--proved user/u],
    ['a subject that is nobody', { ...ON_PROD, proved: ['user'], subjects: ['user'] }, /names nobody/u],
    ['the subject of no scheme', { ...ON_PROD, subjects: ['usr=alice'] }, /no scheme "usr"/u],
    [
      'two subjects of one proof',
      { ...ON_PROD, proved: ['user', 'alias'], subjects: ['user=alice', 'alias=bob'] },
      /one provider, and cannot name both "alice" and "bob"/u,
    ],
  ];
  for (const [name, question, wanted] of cases) {
    void test(name, () => {
      const [fault = '', ...others] = faultsOf(DOCUMENT, question);
      assert.match(fault, wanted);
      assert.deepEqual(others, []);
    });
  }
  void test('all faults are told at once', () => {
    const question = { operation: 'none', proved: ['x', 'idp=y'], subjects: ['z=1'], grants: ['Q@a'] };
    assert.equal(faultsOf(DOCUMENT, question).length, 5);
  });
  void test('a grant where there are no roles', () => {
    const document = version3({
      operations: `{ onOrder: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('user')}] } }`,
      schemes: '{ user: { type: http, scheme: basic } }',
    });
    assert.match(faultsOf(document, { operation: 'onOrder', grants: ['READER@a'] })[0] ?? '', /no role model/u);
    assert.match(
      faultsOf(document, { operation: 'onOrder', server: 'prod' })[0] ?? '',
      /no server "prod"\. It has none/u,
    );
  });
});

void describe('how names are read', () => {
  const ask = async (proved: readonly string[]) =>
    explained(DOCUMENT, { ...ON_PROD, proved, grants: ['READER@default'] });
  void test('an alias is its scheme', async () => {
    assert.equal((await ask(['alias'])).allowed, true);
  });
  void test('a name may hold the sign before its scopes, a scope the one between scopes', async () => {
    for (const proved of ['a=b', 'a=b=orders:read', 'idp=a,b', 'idp=', 'idp=orders:read,'])
      assert.deepEqual((await ask([proved, 'user'])).allowed, true, proved);
  });
  void test('an operation on one server needs no name of it', async () => {
    const answer = await explained(DOCUMENT, { operation: 'onOther', proved: ['user'] });
    assert.deepEqual([answer.allowed, answer.server], [true, 'prod']);
  });
});
