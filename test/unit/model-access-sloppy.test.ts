import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make } from '../support/model-of.js';
import { ON, roleDocument, schemeDocument, TOKEN, toldOfAccess } from '../support/role-document.js';

const INVALID = 'access-control-value-invalid';
const UNKNOWN = 'access-control-key-unknown';
const ROOT = '/x-access-control';

/** `x-access-control` -> the code and the rest of the pointer of its one error. */
type Row = readonly [access: string, code: string, at: string];

const AT_THE_ROOT: readonly Row[] = [
  ...['[]', 'true', '5', 'READER', '""', '[{ roles: {} }]'].map((root): Row => [root, INVALID, '']),
  ['{ preset: [] }', INVALID, '/preset'],
  ['{ preset: 5 }', INVALID, '/preset'],
  ['{ roles: [READER] }', INVALID, '/roles'],
  ['{ roles: READER }', INVALID, '/roles'],
  ['{ roles: { READER: yes } }', INVALID, '/roles/READER'],
  ['{ roles: { READER: [] } }', INVALID, '/roles/READER'],
  ['{ roles: { READER: { contexts: shop } } }', INVALID, '/roles/READER/contexts'],
  ['{ roles: { READER: { contexts: [] } } }', INVALID, '/roles/READER/contexts'],
  ['{ roles: { READER: { contexts: [1] } } }', INVALID, '/roles/READER/contexts/0'],
  ['{ roles: { READER: { contexts: [a b] } } }', INVALID, '/roles/READER/contexts/0'],
  ['{ roles: { READER: { deprecated: "true" } } }', INVALID, '/roles/READER/deprecated'],
  ['{ roles: { READER: { replacedBy: READER } } }', INVALID, '/roles/READER/replacedBy'],
  ['{ roles: { READER: { description: 5 } } }', INVALID, '/roles/READER/description'],
  ['{ roles: { "": {}, READER: {} } }', INVALID, '/roles/'],
  ['{ roles: { "READER ": {}, READER: {} } }', INVALID, '/roles/READER '],
  ['{ roles: { "READER@shop": {}, READER: {} } }', INVALID, '/roles/READER@shop'],
  ['{ roles: { READER: {} }, defaultContext: "*" }', INVALID, '/defaultContext'],
  ['{ roles: { READER: {} }, defaultContext: 5 }', INVALID, '/defaultContext'],
  ['{ roles: { READER: {} }, adminContext: [_admin] }', INVALID, '/adminContext'],
  ['{ roles: { READER: {} }, bareGrant: true }', INVALID, '/bareGrant'],
  ['{ roles: { READER: {} }, audit: all }', INVALID, '/audit'],
  ['{ roles: { READER: {} }, audit: {} }', INVALID, '/audit'],
  ['{ roles: { READER: {} }, audit: { operations: some } }', INVALID, '/audit/operations'],
  ['{ roles: { READER: {} }, audit: { operatons: all } }', UNKNOWN, '/audit/operatons'],
  ['{ $ref: "#/x-roles" }', UNKNOWN, '/$ref'],
  ['{ roles: { $ref: "#/x-roles" } }', UNKNOWN, '/roles/$ref'],
  ['{ roles: { READER: { $ref: "#/x" } } }', UNKNOWN, '/roles/READER/$ref'],
  ['{ roles: { READER: {} }, operations: { onOrder: { roles: [READER] } } }', UNKNOWN, '/operations'],
  ['{ preset: null }', 'role-undefined', `${ON}/roles/0`],
  ['{ roles: null }', 'role-undefined', `${ON}/roles/0`],
  ['{}', 'role-undefined', `${ON}/roles/0`],
];

const ON_AN_OPERATION: readonly Row[] = [
  ...['[]', 'true', '5', 'READER', '[READER]'].map((access): Row => [access, INVALID, '']),
  ['{ roles: [null] }', INVALID, '/roles/0'],
  ['{ roles: [1, READER] }', INVALID, '/roles/0'],
  ['{ roles: [READER, true] }', INVALID, '/roles/1'],
  ['{ roles: [[READER]] }', INVALID, '/roles/0'],
  ['{ roles: { READER: {} } }', INVALID, '/roles'],
  ['{ roles: "READER, WRITER" }', INVALID, '/roles'],
  ['{ roles: [""] }', INVALID, '/roles/0'],
  ['{ roles: ["*"] }', INVALID, '/roles/0'],
  ['{ roles: ["READER "] }', INVALID, '/roles/0'],
  ['{ roles: [reader] }', 'role-undefined', '/roles/0'],
  ['{ roles: [READER], context: {} }', INVALID, '/context'],
  ['{ roles: [READER], context: context }', INVALID, '/context'],
  ['{ roles: [READER], context: { parameter: null } }', INVALID, '/context'],
  ['{ roles: [READER], context: { parameter: [] } }', INVALID, '/context/parameter'],
  ['{ roles: [READER], context: { parameter: "" } }', INVALID, '/context/parameter'],
  ['{ roles: [READER], context: { parameter: x, value: shop } }', INVALID, '/context'],
  ['{ roles: [READER], context: { paramter: context } }', UNKNOWN, '/context/paramter'],
  ['{ roles: [READER], context: { header: X Y } }', INVALID, '/context/header'],
  ['{ roles: [READER], context: { value: 5 } }', INVALID, '/context/value'],
  ['{ roles: [READER], access: public }', INVALID, '/access'],
  ['{ access: true }', INVALID, '/access'],
  ['{ roles: [READER], actor: [token] }', INVALID, '/actor'],
  ['{ roles: [READER], actor: "" }', INVALID, '/actor'],
  ['{ roles: [READER], actor: mtls }', 'actor-undefined', '/actor'],
  ['{ roles: [READER], function: 5 }', INVALID, '/function'],
  ['{ function: "" }', INVALID, '/function'],
  ['{ $ref: "#/x" }', UNKNOWN, '/$ref'],
  ['{ roles: { $ref: "#/x" } }', UNKNOWN, '/roles/$ref'],
  ['{ roles: [{ $ref: "#/x" }] }', UNKNOWN, '/roles/0/$ref'],
  ['{ roles: [READER], rolesFrom: account }', UNKNOWN, '/rolesFrom'],
  ['{ roles: [READER], public: true }', UNKNOWN, '/public'],
];

const ON_A_SCHEME: readonly Row[] = [
  ...['[]', 'true', 'account', '[account]'].map((access): Row => [access, INVALID, '']),
  ['{ rolesFrom: [account] }', INVALID, '/rolesFrom'],
  ['{ rolesFrom: account, subject: robot }', INVALID, '/subject'],
  ['{ rolesFrom: account, carrier: cookie }', INVALID, '/carrier'],
  ['{ rolesFrom: groups, groupRoles: [READER] }', INVALID, '/groupRoles'],
  ['{ rolesFrom: groups, groupRoles: { a: READER@* } }', INVALID, '/groupRoles/a'],
  ['{ rolesFrom: groups, groupRoles: { a: [1] } }', INVALID, '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["@shop"] } }', 'grant-invalid', '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["READ ER@shop"] } }', 'grant-invalid', '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["READER@"] } }', 'grant-invalid', '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["READER@*@*"] } }', 'grant-invalid', '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["READER@shop\\n"] } }', 'grant-invalid', '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["reader@shop"] } }', 'role-undefined', '/groupRoles/a/0'],
  ['{ rolesFrom: groups, groupRoles: { a: ["__proto__@shop"] } }', 'role-undefined', '/groupRoles/a/0'],
  ['{ rolesFrom: claim, claim: roles }', INVALID, '/claim'],
  ['{ rolesFrom: claim, claim: { path: [a] } }', INVALID, '/claim/path'],
  ['{ rolesFrom: claim, claim: { path: a, map: { x: READER@* } } }', INVALID, '/claim/map/x'],
  ['{ rolesFrom: account, roles: [READER] }', UNKNOWN, '/roles'],
  ['{ rolesFrom: account, aliases: [a b] }', INVALID, '/aliases/0'],
  ['{ rolesFrom: account, aliases: X-Token }', INVALID, '/aliases'],
  ['{ rolesFrom: account, tls: true }', INVALID, '/tls'],
  ['{ rolesFrom: account, tls: { reload: 1 } }', INVALID, '/tls/reload'],
  ['{ $ref: "#/x" }', UNKNOWN, '/$ref'],
];

/** One error, at this place, and no policy that might say less than was meant. */
const refuses = (yaml: string, code: string, at: string): void => {
  const made = make(yaml);
  assert.deepEqual(toldOfAccess(made), [`error ${code} ${at}`]);
  assert.equal(made.model, undefined);
  const [diagnostic] = made.diagnostics;
  assert.match(diagnostic?.fix ?? '', /\S/);
};
const under = (base: string, at: string): string => (at.startsWith(ON) ? at : base + at);

void describe('sloppy access control is one error at its place', () => {
  for (const [access, code, at] of AT_THE_ROOT)
    void it(`at the root: ${access}`, () => {
      refuses(roleDocument('{ roles: [READER] }', { root: access }), code, under(ROOT, at));
    });
  for (const [access, code, at] of ON_AN_OPERATION)
    void it(`on an operation: ${access}`, () => {
      refuses(roleDocument(access), code, under(ON, at));
    });
  for (const [access, code, at] of ON_A_SCHEME)
    void it(`on a scheme: ${access}`, () => {
      refuses(schemeDocument(access), code, under(TOKEN, at));
    });

  for (const [access, fix] of [
    ['{ roles: READER }', 'Write a list: ["READER"].'],
    ['{ roles: { READER: {}, WRITER: {} } }', 'Write a list: ["READER", "WRITER"].'],
    ['{ roles: [1] }', 'Write it in quotes: "1".'],
    ['{ roles: [READER], contxt: { value: shop } }', 'Did you mean "context"?'],
    ['{ roles: [READER], who: me }', 'Known keys: "roles", "function", "context", "access" and "actor".'],
  ] as const)
    void it(`the fix is written out: ${access}`, () => {
      assert.equal(make(roleDocument(access)).diagnostics[0]?.fix, fix);
    });

  void it('a role may be called $ref', () => {
    const made = make(roleDocument('{ roles: [$ref] }', { root: '{ roles: { $ref: { description: odd } } }' }));
    assert.deepEqual(toldOfAccess(made), []);
  });

  void it('a function beside a misspelt key: the roles may stand under that', () => {
    assert.deepEqual(toldOfAccess(make(roleDocument('{ rols: [READER], function: ANY }'))), [
      `error ${UNKNOWN} ${ON}/rols`,
    ]);
  });

  void it('two mistakes are two errors, and what follows from them is none', () => {
    const yaml = roleDocument('{ rols: [READER], context: { parameter: nowhere } }', {
      root: '{ roles: { READER: {} }, defaultContxt: x }',
    });
    assert.deepEqual(toldOfAccess(make(yaml)), [
      'error access-control-key-unknown /operations/onOrder/x-access-control/rols',
      'error access-control-key-unknown /x-access-control/defaultContxt',
      'error context-parameter-undefined /operations/onOrder/x-access-control/context/parameter',
    ]);
  });
});

void describe('access control where nobody reads it', () => {
  const misplaced = (yaml: string): string[] =>
    toldOfAccess(make(yaml)).filter((line) => line.includes('access-control-misplaced'));
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a channel', roleDocument('{ roles: [READER] }', { channel: 'x-access-control: {}' }), ['/channels/orders']],
    [
      'messages and parameters',
      roleDocument('{ roles: [READER] }', {
        channel: 'messages: { m: { x-access-control: {} } }, parameters: { context: { x-access-control: {} } }',
      }),
      ['/channels/orders/messages/m', '/channels/orders/parameters/context'],
    ],
    [
      'everywhere in 2.x',
      `asyncapi: 2.6.0
info: { title: t, version: '1', x-access-control: { roles: {} } }
servers: { s: { url: h, protocol: wss, security: [{ token: [] }], x-access-control: {} } }
channels:
  orders:
    x-access-control: { roles: [READER] }
    publish: { message: { oneOf: [{ x-access-control: {} }, { name: other }] } }
components:
  x-access-control: {}
  messages: { unused: { x-access-control: {} } }
  securitySchemes: { token: { type: httpApiKey, in: header, name: X } }
`,
      ['/channels/orders/publish/message/oneOf/0', '/channels/orders', '/components', '/info', '/servers/s'],
    ],
    [
      'a reply',
      roleDocument('{ roles: [READER] }').replace(
        'action: receive,',
        'action: receive, reply: { x-access-control: { roles: [WRITER] } },',
      ),
      ['/operations/onOrder/reply'],
    ],
    ['nowhere: a null', roleDocument('{ roles: [READER] }', { channel: 'x-access-control: null' }), []],
  ];
  for (const [title, yaml, places] of cases)
    void it(title, () => {
      assert.deepEqual(
        misplaced(yaml),
        places.map((place) => `error access-control-misplaced ${place}/x-access-control`),
      );
    });
});
