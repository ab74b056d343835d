import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, modelOf, ref, version3, type Made, type TeamSays } from '../support/model-of.js';
import { ON, roleDocument, ROLES, schemeDocument } from '../support/role-document.js';

/** `severity code pointers: message fix` of each diagnostic, without what is said of roles that nothing needs. */
const said = ({ diagnostics }: Made): readonly string[] =>
  diagnostics
    .filter(({ code }) => code !== 'role-unused')
    .map(({ severity, code, at, also, message, fix }) => {
      const places = [at, ...(also ?? [])].map((place) => place?.pointer ?? '-');
      return `${severity} ${code} ${places.join(' ')}: ${message} ${fix}`;
    });

const ROOT = `{ ${ROLES}, adminContext: _admin }`;
const S = '/components/securitySchemes/token';

describe('document and file say it together', () => {
  const together = (access: string, file: string): Made =>
    make(roleDocument(access, { root: ROOT }), { accessControl: `operations: { onOrder: ${file} }` });
  const conflict = (key: string, file: string, document: string): string =>
    `error access-control-conflict /operations/onOrder/${key} ${ON}/${key}: x-access-control.${key} of operation "onOrder" is ${file} in the access-control file and ${document} in the document. State it at one place, or the same at both.`;
  const given: readonly (readonly [access: string, file: string, want: readonly string[]])[] = [
    ['{ roles: [READER, WRITER] }', '{ roles: [WRITER, READER] }', []],
    ['{ roles: [READER] }', '{ roles: ~ }', []],
    ['{ roles: [READER], actor: token }', '{ actor: ~ }', []],
    ['{ roles: ~ }', '{ roles: [READER] }', []],
    ['{ roles: [READER], context: { value: a } }', '{ context: { value: a } }', []],
    ['{ roles: [READER], actor: token }', '{ actor: token }', []],
    ['{ roles: [READER] }', '{ roles: [READER, READER] }', [conflict('roles', '["READER","READER"]', '["READER"]')]],
    [
      '{ roles: [READER], actor: token }',
      '{ actor: login }',
      [conflict('actor', 'the string "login"', 'the string "token"')],
    ],
    [
      '{ roles: [READER], context: { value: a } }',
      '{ context: { header: a } }',
      [conflict('context', '{"header":"a"}', '{"value":"a"}')],
    ],
    [
      '{ roles: [READER], context: { value: a } }',
      '{ context: a }',
      [
        'error access-control-value-invalid /operations/onOrder/context: operations.onOrder.context of the access-control file is the string "a". Write a map with exactly one of "parameter", "header", "field" and "value".',
      ],
    ],
  ];
  for (const [access, file, want] of given) {
    test(`${access} and ${file}`, () => {
      assert.deepEqual(said(together(access, file)), want);
    });
  }

  test('of two kinds, one is of the wrong shape, and that is all', () => {
    assert.deepEqual(
      said(make(roleDocument('{ roles: [A] }', { root: '{ roles: { A: {} } }' }), { accessControl: 'roles: [A]' })),
      [
        'error access-control-value-invalid /roles: roles of the access-control file is a list. Write a map: { "A": {} }.',
      ],
    );
  });
  test('roles of both, and what each says of one', () => {
    const { roles } = modelOf(
      roleDocument('{ roles: [A] }', { root: '{ roles: { A: { description: ours }, B: {} } }' }),
      {
        accessControl: 'roles: { A: { contexts: [x] }, C: { description: theirs } }\naudit: { operations: denied }',
      },
    );
    assert.deepEqual(
      roles?.roles.map(({ name, description, contexts }) => [name, description, contexts]),
      [
        ['A', 'ours', ['x']],
        ['B', '', null],
        ['C', 'theirs', null],
      ],
    );
    assert.equal(roles.audit, 'denied');
  });
});

describe('what an operation asks for', () => {
  const read = (access: string, root = ROOT, team: TeamSays = {}): unknown => {
    const [operation] = modelOf(roleDocument(access, { root }), team).operations;
    return [operation?.access, operation?.roles, operation?.context];
  };
  test('its roles, each once, in a context', () => {
    assert.deepEqual(read('{ roles: [WRITER, READER, WRITER] }'), [
      'protected',
      ['WRITER', 'READER'],
      { value: 'default' },
    ]);
    assert.deepEqual(read('{ roles: [READER], context: { header: X } }'), ['protected', ['READER'], { header: 'X' }]);
    assert.deepEqual(read('{ roles: [READER], context: { field: a.b } }'), ['protected', ['READER'], { field: 'a.b' }]);
    assert.deepEqual(read('{ roles: [READER], context: { value: v, header: ~ } }'), [
      'protected',
      ['READER'],
      { value: 'v' },
    ]);
    assert.deepEqual(read('{ roles: [READER], context: { parameter: context } }'), [
      'protected',
      ['READER'],
      { parameter: 'context' },
    ]);
    assert.deepEqual(read('{ access: authenticated }'), ['authenticated', [], null]);
  });
  test('how it is recorded', () => {
    const audit = (operations: string): unknown =>
      modelOf(roleDocument('{ roles: [READER] }', { root: `{ ${ROLES}, audit: { operations: ${operations} } }` })).roles
        ?.audit;
    assert.deepEqual([audit('all'), audit('denied')], ['all', 'denied']);
    assert.equal(modelOf(roleDocument('{ roles: [READER] }')).roles?.audit, null);
  });

  const given: readonly (readonly [access: string, root: string, want: readonly string[]])[] = [
    [
      '{ roles: [READER], access: authenticated }',
      ROOT,
      [
        `error access-control-conflict ${ON}/access ${ON}/roles: Operation "onOrder" says access: authenticated, and asks for roles too. Leave one of the two out: access: authenticated lets any authenticated caller in.`,
      ],
    ],
    [
      '{ function: LIST_EVENTS, access: authenticated }',
      '{ preset: axon-server }',
      [
        `error access-control-conflict ${ON}/access ${ON}/function: Operation "onOrder" says access: authenticated, and asks for roles too. Leave one of the two out: access: authenticated lets any authenticated caller in.`,
      ],
    ],
    [
      '{ roles: [READER, WRITER, READER] }',
      ROOT,
      [
        `warning role-repeated ${ON}/roles/2 ${ON}/roles/0: Operation "onOrder" names the role "READER" twice. Name it once; or name the other role that was meant.`,
      ],
    ],
    [
      '{ function: LIST_EVENTZ }',
      '{ preset: axon-server }',
      [
        `error function-undefined ${ON}/function: The preset "axon-server" has no function "LIST_EVENTZ". Did you mean "LIST_EVENTS"?`,
      ],
    ],
    [
      '{ function: ANY }',
      ROOT,
      [
        `error function-undefined ${ON}/function: Operation "onOrder" names the function "ANY", and no preset says which roles that takes. State roles, or name a preset at the root.`,
      ],
    ],
    ['{ function: ANY, roles: [READER] }', ROOT, []],
    ...['roles', 'function', 'access'].map((key): readonly [string, string, readonly string[]] => [
      `{ ${key}: ~ }`,
      ROOT,
      [
        `error operation-without-roles ${ON}/${key}: The document has a role model, and operation "onOrder" names no role. State x-access-control.roles or .function on the operation, or access: authenticated where any authenticated caller may use it.`,
      ],
    ]),
    [
      '{ roles: [READER, ADMIN], context: { value: shop } }',
      ROOT,
      [
        `warning role-never-counts ${ON}/roles/1: The role "ADMIN" never counts in the context "shop" of operation "onOrder": it counts in "_admin" alone. Leave the role out here, or take the context from a parameter, header or field.`,
      ],
    ],
    [
      '{ roles: [ADMIN, SHOP], context: { value: other } }',
      ROOT,
      [
        `error context-not-fixed ${ON}/context: The roles of operation "onOrder", "ADMIN" and "SHOP", do not count in its context "other": they count in "_admin", "shop" and "mall". Write context: { value: _admin }.`,
      ],
    ],
    [
      '{ roles: [ADMIN], context: { header: X } }',
      ROOT,
      [
        `error context-not-fixed ${ON}/context: The roles of operation "onOrder", "ADMIN", count in "_admin" alone, and its context is what the caller says. Write context: { value: _admin }.`,
      ],
    ],
    ['{ roles: [ADMIN, SHOP], context: { header: X } }', ROOT, []],
  ];
  for (const [access, root, want] of given) {
    test(`${access} with ${root === ROOT ? 'roles' : root}`, () => {
      assert.deepEqual(said(make(roleDocument(access, { root }))), want);
    });
  }

  /** Two operations with this access. */
  const twice = (access: string, root: string, channel = ''): Made => {
    const operation = `{ action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('x')}], x-access-control: ${access} }`;
    return make(
      version3({
        ...(root === '' ? {} : { root }),
        channel,
        schemes: '{ x: { type: X509, x-access-control: { rolesFrom: account } } }',
        operations: `{ a: ${operation}, b: ${operation} }`,
      }),
    );
  };
  test('roles without a model of roles are one mistake of the document', () => {
    const want = (key: string): readonly string[] => [
      `error role-model-missing /operations/a/x-access-control/${key} /operations/b/x-access-control/${key}: Operation "a" asks for roles, and the document has no role model. State x-access-control at the root, with roles or a preset.`,
    ];
    assert.deepEqual(said(twice('{ roles: [R] }', '')), want('roles/0'));
    assert.deepEqual(said(twice('{ function: F }', '')), want('function'));
  });
  test('a parameter that the channel lacks is one mistake of the channel', () => {
    const access = (name: string): string => `{ roles: [R], context: { parameter: ${name} } }`;
    assert.deepEqual(said(twice(access('tenant'), '{ roles: { R: {} } }', 'parameters: { other: {} }')), [
      'error context-parameter-undefined /operations/a/x-access-control/context/parameter /operations/b/x-access-control/context/parameter: The context of operation "a" is the parameter "tenant", which channel "orders" does not have. Declared: "other".',
    ]);
    const [first] = twice(access('tenant'), '{ roles: { R: {} } }').diagnostics;
    assert.equal(
      first?.fix,
      'Write {tenant} into the address of channel "orders" and add `parameters: { tenant: {} }`, or take the context from a header, field or value.',
    );
  });
});

describe('a source of roles', () => {
  const GROUPS = "groupRoles: { a: ['READER@*'] }";
  const CLAIM = 'claim: { path: roles }';
  const unread = (from: string, parts: string, fix: string): string =>
    `warning role-source-unread ${S}: The scheme "token" takes roles from ${from}, and states ${parts}, which nobody reads then. ${fix}`;
  const lacking = (from: string, part: string): string =>
    `warning role-source-incomplete ${S}: The scheme "token" takes roles from ${from}, and nothing says where in it: nobody would hold a role. Add \`${part}\` to its x-access-control, with the names that your tokens have.`;
  const given: readonly (readonly [access: string, want: readonly string[]])[] = [
    [
      `{ rolesFrom: account, ${GROUPS} }`,
      [unread('account', '"groupRoles"', 'Write rolesFrom: groups, or leave "groupRoles" out.')],
    ],
    [`{ rolesFrom: scopes, ${CLAIM} }`, [unread('scopes', '"claim"', 'Write rolesFrom: claim, or leave "claim" out.')]],
    [
      `{ rolesFrom: scopes, ${CLAIM}, ${GROUPS} }`,
      [unread('scopes', '"claim" and "groupRoles"', 'Write rolesFrom: groups, or leave "claim" or "groupRoles" out.')],
    ],
    [`{ rolesFrom: groups, ${CLAIM}, ${GROUPS} }`, []],
    [`{ rolesFrom: groups, ${CLAIM} }`, [lacking('groups', 'groupRoles: { GROUP: [ROLE@context] }')]],
    [`{ rolesFrom: claim, ${GROUPS} }`, [lacking('claim', 'claim: { path: roles }')]],
    [`{ rolesFrom: claim, ${CLAIM} }`, []],
  ];
  for (const [access, want] of given) {
    test(access, () => {
      assert.deepEqual(said(make(schemeDocument(access))), want);
    });
  }
});
