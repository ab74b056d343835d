import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Addition } from '../../src/explain/addition.js';
import { explained, type ShortQuestion } from '../support/explained.js';
import { onOrder, ref, version3 } from '../support/model-of.js';

const flows = (scopes: readonly string[]): string =>
  `flows: { clientCredentials: { tokenUrl: 'https://idp.acme.test/token', availableScopes: { ${scopes.map((scope) => `'${scope}': ''`).join(', ')} } } }`;
const OFFERED = ['base', 'orders:read', 'orders:write'];
const oauth = (scopes: string, access = ''): string =>
  `{ type: oauth2, ${flows(OFFERED)}, scopes: [${scopes}], ${access} }`;
const ROLES = '{ roles: { READER: {}, WRITER: {}, ADMIN: { contexts: [_admin] } }, adminContext: _admin }';
const FROM_ACCOUNT = 'x-access-control: { rolesFrom: account }';
const server = (security: string): string =>
  `{ prod: { host: orders.acme.test, protocol: wss, security: [${security}] } }`;

/** Two levels, one identity provider on both, an API key beside it. */
const ORDERS = version3({
  root: ROLES,
  servers: server(`${ref('token')}, ${ref('idp')}`),
  operations: onOrder(
    `security: [${ref('ordersIdp')}], x-access-control: { roles: [READER, WRITER], context: { header: X-Context } }`,
  ),
  schemes: `{ token: { type: httpApiKey, in: header, name: X-Token }, idp: ${oauth('base', FROM_ACCOUNT)}, ordersIdp: ${oauth("'orders:read'", FROM_ACCOUNT)}, spare: { type: http, scheme: basic } }`,
});

interface Want {
  readonly code: string | null;
  readonly nearest: Addition | null;
  readonly context?: string | null;
}

const cases: readonly (readonly [string, ShortQuestion, Want])[] = [
  [
    'nobody',
    { operation: 'onOrder' },
    {
      code: 'unauthenticated',
      // One token serves both levels: one scheme is less than an API key and a token.
      nearest: { proved: [{ scheme: 'idp', scopes: ['base', 'orders:read'] }], grants: ['READER@default'] },
    },
  ],
  [
    'the server alone',
    { operation: 'onOrder', proved: ['token'] },
    {
      code: 'unauthenticated',
      nearest: { proved: [{ scheme: 'ordersIdp', scopes: ['orders:read'] }], grants: ['READER@default'] },
    },
  ],
  [
    'a proof of one scheme proves another of its provider, as far as its scopes go',
    { operation: 'onOrder', proved: ['idp=base'] },
    {
      code: 'insufficient-scope',
      nearest: { proved: [{ scheme: 'ordersIdp', scopes: ['orders:read'] }], grants: ['READER@default'] },
    },
  ],
  [
    'scopes of one provider add up',
    { operation: 'onOrder', proved: ['idp=base', 'ordersIdp=orders:read'], grants: ['WRITER@default'] },
    { code: null, nearest: null },
  ],
  [
    'the role is missing',
    { operation: 'onOrder', proved: ['token', 'ordersIdp=orders:read'] },
    { code: 'insufficient-role', nearest: { proved: [], grants: ['READER@default'] } },
  ],
  [
    'a role of another context',
    {
      operation: 'onOrder',
      proved: ['token', 'ordersIdp=orders:read'],
      grants: ['READER@default'],
      context: 'billing',
    },
    { code: 'insufficient-role', nearest: { proved: [], grants: ['READER@billing'] }, context: 'billing' },
  ],
  [
    'a grant for every context',
    { operation: 'onOrder', proved: ['idp=base,orders:read'], grants: ['WRITER@*'], context: 'billing' },
    { code: null, nearest: null, context: 'billing' },
  ],
  [
    'a grant counts with a proof that is to come',
    { operation: 'onOrder', proved: ['token'], grants: ['READER@default'] },
    { code: 'unauthenticated', nearest: { proved: [{ scheme: 'ordersIdp', scopes: ['orders:read'] }], grants: [] } },
  ],
  [
    'what is no context',
    { operation: 'onOrder', proved: ['idp=base,orders:read'], grants: ['READER@*'], context: 'a b' },
    { code: 'invalid-context', nearest: null, context: 'a b' },
  ],
];

void describe('what is decided, and what is missing', () => {
  for (const [name, question, { code, nearest, context = 'default' }] of cases) {
    void test(name, async () => {
      const answer = await explained(ORDERS, question);
      assert.deepEqual(
        { code: answer.code, nearest: answer.nearest, context: answer.context, allowed: answer.allowed },
        { code, nearest, context, allowed: code === null },
      );
    });
  }
});

void test('of two alternatives the cheaper one is nearest, of equal ones the first', async () => {
  const document = (security: string): string =>
    version3({
      operations: onOrder(`security: [${security}]`),
      schemes: `{ one: { type: http, scheme: basic }, two: { type: http, scheme: bearer }, idp: ${oauth('base')} }`,
    });
  const nearest = async (security: string, proved: readonly string[] = []): Promise<unknown> =>
    (await explained(document(security), { operation: 'onOrder', proved })).nearest?.proved;
  assert.deepEqual(await nearest(`${ref('idp')}, ${ref('two')}, ${ref('one')}`), [{ scheme: 'two', scopes: [] }]);
  assert.deepEqual(await nearest(`${ref('idp')}, ${ref('one')}`, ['idp']), [{ scheme: 'one', scopes: [] }]);
  assert.deepEqual(await nearest(ref('idp'), ['idp']), [{ scheme: 'idp', scopes: ['base'] }]);
});

void describe('a document of version 2 with all-of', () => {
  const document = `asyncapi: 2.6.0
info: { title: Test, version: 1.0.0 }
servers: { prod: { url: orders.acme.test, protocol: kafka-secure, security: [ { sasl: [] } ] } }
channels: { orders: { publish: { operationId: onOrder, security: [ { mtls: [], idp: [a, b] }, { sasl: [], mtls: [] } ] } } }
components:
  securitySchemes:
    sasl: { type: scramSha256 }
    mtls: { type: X509 }
    idp: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://idp.acme.test/token', scopes: { a: '', b: '' } } } }
`;
  void test('the whole rule is decided, what the broker enforces too', async () => {
    const answer = await explained(document, { operation: 'onOrder', proved: ['idp=a'] });
    assert.deepEqual(
      [answer.code, answer.nearest, answer.context],
      [
        'unauthenticated',
        {
          proved: [
            { scheme: 'sasl', scopes: [] },
            { scheme: 'mtls', scopes: [] },
          ],
          grants: [],
        },
        'default',
      ],
    );
    assert.deepEqual(answer.because, [
      'Server prod demands sasl: sasl is not proved.',
      'Operation onOrder, alternative 1 of 2, mtls and idp (a, b): mtls is not proved, idp is proved without the scope b.',
      'Operation onOrder, alternative 2 of 2, sasl and mtls: sasl is not proved, mtls is not proved.',
    ]);
    assert.equal((await explained(document, { operation: 'onOrder', proved: ['sasl', 'mtls'] })).allowed, true);
  });
});

void describe('contexts and roles', () => {
  const document = (access: string, root = ROLES): string =>
    version3({
      root,
      channel: 'parameters: { tenant: {} }',
      operations: onOrder(`security: [${ref('idp')}], x-access-control: ${access}`),
      schemes: `{ idp: { type: openIdConnect, openIdConnectUrl: 'https://idp.acme.test/', ${FROM_ACCOUNT} } }`,
    }).replace('address: orders,', "address: 'orders/{tenant}',");
  const ask = (access: string, question: Partial<ShortQuestion>, root?: string) =>
    explained(document(access, root), { operation: 'onOrder', proved: ['idp'], ...question });

  void test('a parameter that is not named is the default context', async () => {
    const access = '{ roles: [READER], context: { parameter: tenant } }';
    const unnamed = await ask(access, { grants: ['READER@acme'] });
    const nearest = { proved: [], grants: ['READER@default'] };
    assert.deepEqual([unnamed.code, unnamed.context, unnamed.nearest], ['insufficient-role', 'default', nearest]);
    assert.match(unnamed.because[0] ?? '', /parameter tenant.*--context.*default/u);
    assert.equal((await ask(access, { grants: ['READER@acme'], context: 'acme' })).allowed, true);
  });
  void test('where no role counts, any context will do, and the default is the document’s', async () => {
    const root = '{ roles: { READER: {} }, defaultContext: main }';
    const want = { undefined: 'main', main: 'main', eu: 'eu' };
    for (const [named, context] of Object.entries(want)) {
      const answer = await ask('{ access: authenticated }', named === 'undefined' ? {} : { context: named }, root);
      assert.deepEqual([answer.allowed, answer.context], [true, context]);
    }
  });
  void test('a role that counts in one context alone', async () => {
    const fixed = '{ roles: [ADMIN], context: { value: _admin } }';
    assert.deepEqual((await ask(fixed, {})).nearest, { proved: [], grants: ['ADMIN@_admin'] });
    assert.equal((await ask(fixed, { grants: ['ADMIN@*'] })).allowed, true);
    const elsewhere = await ask(fixed, { grants: ['ADMIN@*'], context: 'default' });
    assert.deepEqual([elsewhere.code, elsewhere.context, elsewhere.nearest], ['invalid-context', 'default', null]);
    const mixed = '{ roles: [ADMIN, READER], context: { header: X-Context } }';
    const vain = await ask(mixed, { grants: ['ADMIN@*'] });
    assert.deepEqual([vain.code, vain.nearest], ['insufficient-role', { proved: [], grants: ['READER@default'] }]);
    assert.deepEqual(vain.because.slice(1), [
      'ADMIN or READER in context default is asked for: idp has only ADMIN@*.',
      'ADMIN@* does not count here: ADMIN counts in _admin alone.',
    ]);
  });
  void test('a bare grant counts where the document says how it is read', async () => {
    const root = '{ roles: { READER: {} }, bareGrant: every-context, defaultContext: main }';
    const answer = await ask('{ roles: [READER] }', { grants: ['READER'] }, root);
    assert.deepEqual([answer.allowed, answer.context], [true, 'main']);
  });
  void test('whoever is authenticated', async () => {
    assert.equal((await ask('{ access: authenticated }', {})).allowed, true);
    assert.equal((await ask('{ access: authenticated }', { proved: [] })).code, 'unauthenticated');
  });
});

void test('where roles come from scopes, a scope is a grant', async () => {
  const document = version3({
    root: '{ roles: { READER: {} } }',
    operations: onOrder(`security: [${ref('idp')}], x-access-control: { roles: [READER] }`),
    schemes: `{ idp: { type: oauth2, ${flows(['READER@default', 'base'])}, scopes: [base], x-access-control: { rolesFrom: scopes } } }`,
  });
  const question = { operation: 'onOrder', proved: ['idp=base,READER@default'] };
  assert.equal((await explained(document, question)).allowed, true);
  const nearest = { proved: [{ scheme: 'idp', scopes: ['base'] }], grants: ['READER@default'] };
  assert.deepEqual((await explained(document, { operation: 'onOrder', proved: ['idp'] })).nearest, nearest);
});

void test('the actor is whoever the operation names', async () => {
  const document = version3({
    root: '{ roles: { READER: {} } }',
    servers: server(ref('user')),
    operations: onOrder(`security: [${ref('app')}], x-access-control: { roles: [READER] }`),
    schemes: `{ user: { type: http, scheme: basic, ${FROM_ACCOUNT} }, app: { type: httpApiKey, in: header, name: X-App, ${FROM_ACCOUNT} } }`,
  });
  const question = { operation: 'onOrder', proved: ['user'], grants: ['READER@default'] };
  assert.deepEqual((await explained(document, question)).nearest, {
    proved: [{ scheme: 'app', scopes: [] }],
    grants: [],
  });
});

void describe('sameSubject', () => {
  const document = version3({
    servers: server(ref('mtls')),
    operations: onOrder(`security: [${ref('user')}]`),
    schemes:
      '{ mtls: { type: X509 }, user: { type: http, scheme: basic }, elsewhere: { type: http, scheme: bearer }, unused: { type: plain } }',
  });
  const ask = (subjects: readonly string[], proved = ['mtls', 'user', 'unused'], sameSubject = true) =>
    explained(document, { operation: 'onOrder', proved, subjects }, { config: { sameSubject } });

  void test('one subject is demanded of all proofs', async () => {
    assert.equal((await ask([])).allowed, true);
    assert.equal((await ask(['mtls=alice', 'user=alice'])).allowed, true);
    const mixed = await ask(['mtls=alice', 'user=bob']);
    assert.deepEqual([mixed.code, mixed.nearest], ['invalid-credential', null]);
    assert.match(mixed.because[0] ?? '', /sameSubject.*mtls of alice, user of bob/u);
    assert.deepEqual(mixed.because.slice(1), [
      'Server prod demands mtls: mtls does not count.',
      'Operation onOrder demands user: user does not count.',
      'unused is proved, and this rule does not ask for it.',
    ]);
    assert.equal((await ask(['mtls=alice', 'user=bob'], undefined, false)).allowed, true);
  });
  void test('a proof that nothing here asks for is of no account', async () => {
    const answer = await ask(['mtls=alice', 'unused=bob'], ['unused', 'mtls']);
    assert.deepEqual([answer.code, answer.nearest?.proved], ['unauthenticated', [{ scheme: 'user', scopes: [] }]]);
    assert.equal(answer.because.at(-1), 'unused is proved, and this rule does not ask for it.');
  });
});

void test('a public operation asks nobody', async () => {
  const document = version3({ operations: onOrder(), schemes: '{}' });
  const answer = await explained(document, { operation: 'onOrder' }, { config: { public: ['onOrder'] } });
  assert.deepEqual([answer.allowed, answer.code, answer.nearest, answer.server], [true, null, null, null]);
  assert.match(answer.because[0] ?? '', /public/u);
});

void test('the operations beside it on its server, refused ones too', async () => {
  const other = (name: string, rest: string): string =>
    onOrder(rest).replace('onOrder', name).replace(/^\{/u, '').replace(/\}$/u, '');
  const document = version3({
    operations: `{ ${[other('onOrder', `security: [${ref('one')}]`), other('onBill', `security: [${ref('two')}]`), other('onNothing', '')].join(', ')} }`,
    schemes: '{ one: { type: http, scheme: basic }, two: { type: http, scheme: bearer } }',
  });
  const answer = await explained(document, { operation: 'onOrder', proved: ['two', 'one'] });
  assert.deepEqual(
    [answer.allowed, answer.because],
    [true, ['Operation onOrder has what it demands: one.', 'two is proved, and this rule does not ask for it.']],
  );
});

void test('names that every object has', async () => {
  const document = version3({
    root: '{ roles: { constructor: {}, __proto__: {} } }',
    servers: `{ toString: { host: a.test, protocol: wss, security: [${ref('__proto__')}] } }`,
    operations: onOrder('x-access-control: { roles: [__proto__, constructor] }').replace('onOrder', 'hasOwnProperty'),
    schemes: `{ __proto__: { type: http, scheme: basic, ${FROM_ACCOUNT} }, valueOf: { type: plain } }`,
  });
  const answer = await explained(document, { operation: 'hasOwnProperty', proved: ['__proto__'] });
  assert.deepEqual([answer.code, answer.nearest], ['insufficient-role', { proved: [], grants: ['__proto__@default'] }]);
  const grants = ['constructor@default'];
  assert.equal(
    (await explained(document, { operation: 'hasOwnProperty', proved: ['__proto__'], grants })).allowed,
    true,
  );
});
