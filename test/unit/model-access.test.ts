import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, modelOf, onOrder, ref, version3, type TeamSays } from '../support/model-of.js';
import { roleDocument, ROLES, ROOT, SCHEMES, toldOfAccess } from '../support/role-document.js';

void describe('what an operation asks for', () => {
  const asked = (yaml: string, team?: TeamSays): unknown => {
    const [operation] = modelOf(yaml, team).operations;
    return operation === undefined ? undefined : [operation.access, operation.roles, operation.context];
  };
  const cases: { title: string; yaml: string; team?: TeamSays; want: unknown }[] = [
    { title: 'no role model', yaml: roleDocument('', { root: 'null' }), want: ['protected', null, null] },
    {
      title: 'any object is a role model',
      yaml: roleDocument('{ access: authenticated }', { root: '{}' }),
      want: ['authenticated', [], null],
    },
    {
      title: 'roles in the default context',
      yaml: roleDocument('{ roles: [READER, WRITER, READER] }'),
      want: ['protected', ['READER', 'WRITER'], { value: 'default' }],
    },
    {
      title: 'a default context of the document',
      yaml: roleDocument('{ roles: [READER] }', { root: `{ ${ROLES}, defaultContext: main }` }),
      want: ['protected', ['READER'], { value: 'main' }],
    },
    ...['{ parameter: context }', '{ header: X-Context }', '{ field: tenant }', '{ value: shop }'].map((context) => ({
      title: `context ${context}`,
      yaml: roleDocument(`{ roles: [READER], context: ${context} }`),
      want: [
        'protected',
        ['READER'],
        Object.fromEntries([context.replace(/[{} ]/g, '').split(':')]) as Record<string, string>,
      ],
    })),
    {
      title: 'admin roles in the admin context',
      yaml: roleDocument('{ roles: [ADMIN], context: { value: _admin } }'),
      want: ['protected', ['ADMIN'], { value: '_admin' }],
    },
    {
      title: 'a role that counts everywhere opens the context',
      yaml: roleDocument('{ roles: [ADMIN, READER], context: { parameter: context } }'),
      want: ['protected', ['ADMIN', 'READER'], { parameter: 'context' }],
    },
    {
      title: 'roles of several contexts, from the caller',
      yaml: roleDocument('{ roles: [SHOP], context: { parameter: context } }'),
      want: ['protected', ['SHOP'], { parameter: 'context' }],
    },
    {
      title: 'a function of the preset',
      yaml: roleDocument('{ function: READ_HIGHEST_SEQNR }', { root: '{ preset: axon-server }' }),
      want: ['protected', ['READ_EVENTS', 'USE_CONTEXT'], { value: 'default' }],
    },
    {
      title: 'roles win over the function',
      yaml: roleDocument('{ function: READ_HIGHEST_SEQNR, roles: [MONITOR] }', { root: '{ preset: axon-server }' }),
      want: ['protected', ['MONITOR'], { value: 'default' }],
    },
    {
      title: 'the file speaks for a document that says nothing',
      yaml: roleDocument('', { root: 'null' }),
      team: { accessControl: '{ roles: { READER: {} }, operations: { onOrder: { roles: [READER] } } }' },
      want: ['protected', ['READER'], { value: 'default' }],
    },
    {
      title: 'the file may repeat the document in another order',
      yaml: roleDocument('{ roles: [READER, WRITER] }'),
      team: { accessControl: '{ operations: { onOrder: { roles: [WRITER, READER] } } }' },
      want: ['protected', ['READER', 'WRITER'], { value: 'default' }],
    },
    {
      title: 'the file adds a role',
      yaml: roleDocument('{ roles: [READER, NEW] }'),
      team: { accessControl: '{ roles: { NEW: {} } }' },
      want: ['protected', ['READER', 'NEW'], { value: 'default' }],
    },
  ];
  for (const { title, yaml, team, want } of cases) {
    void it(title, () => {
      assert.deepEqual(asked(yaml, team), want);
    });
  }

  void it('the file makes a scheme a source of roles', () => {
    const made = make(roleDocument('{ roles: [READER] }', { security: ref('mtls') }), {
      accessControl: '{ schemes: { mtls: { rolesFrom: certificate } } }',
    });
    assert.deepEqual(toldOfAccess(made), []);
    assert.equal(made.model?.rules[0]?.requirements[0]?.anyOf[0]?.actor, 'mtls');
  });
});

void describe('actors', () => {
  const twoLevels = (operation: string, access: string): string =>
    version3({
      root: ROOT,
      schemes: SCHEMES,
      servers: `{ s: { host: h, protocol: wss, security: [${ref('login')}] } }`,
      operations: onOrder(`${operation}, x-access-control: ${access}`),
    });
  const actors = (yaml: string): unknown =>
    modelOf(yaml).rules[0]?.requirements.map(({ acting, anyOf }) => [acting, anyOf.map(({ actor }) => actor)]);

  void it('the level of the operation acts', () => {
    assert.deepEqual(actors(twoLevels(`security: [${ref('token')}]`, '{ roles: [READER] }')), [
      [false, [null]],
      [true, ['token']],
    ]);
  });
  void it('the level of the server acts where the operation states none', () => {
    for (const none of ["description: ''", 'security: []'])
      assert.deepEqual(actors(twoLevels(none, '{ roles: [READER] }')), [[true, ['login']]]);
  });
  void it('without roles nobody acts', () => {
    assert.deepEqual(actors(twoLevels(`security: [${ref('mtls')}]`, '{ access: authenticated }')), [
      [false, [null]],
      [true, [null]],
    ]);
  });

  const all = (security: string, access: string): string => `asyncapi: 2.6.0
info: { title: t, version: '1' }
x-access-control: ${ROOT}
channels: { orders: { publish: { operationId: onOrder, security: ${security}, x-access-control: ${access} } } }
components: { securitySchemes: ${SCHEMES} }
`;
  void it('the one scheme of an alternative that is a source of roles', () => {
    assert.deepEqual(actors(all('[{ mtls: [], token: [] }, { login: [] }]', '{ roles: [READER] }')), [
      [true, ['token', 'login']],
    ]);
  });
  void it('several are ambiguous', () => {
    const made = make(all('[{ token: [], login: [] }]', '{ roles: [READER] }'));
    assert.deepEqual(toldOfAccess(made), ['error actor-ambiguous /channels/orders/publish/security/0']);
    assert.deepEqual(
      made.model?.rules.map(({ status }) => status),
      ['refused'],
    );
  });
  void it('no source, though the actor is named: one is missing, not ambiguous', () => {
    const made = make(all('[{ mtls: [], token: [], login: [] }]', '{ roles: [READER], actor: mtls }'));
    assert.deepEqual(toldOfAccess(made), ['error actor-missing /channels/orders/publish/security/0']);
  });
  void it('an actor of an operation that demands nothing is no further mistake', () => {
    const made = make(all('[]', '{ roles: [READER], actor: login }'));
    assert.deepEqual(toldOfAccess(made), ['error operation-without-security /channels/orders/publish']);
  });
  void it('settled by actor, where there are several', () => {
    assert.deepEqual(actors(all('[{ token: [], login: [] }, { token: [] }]', '{ roles: [READER], actor: login }')), [
      [true, ['login', 'token']],
    ]);
  });
});

describe('what would drop roles without a word', () => {
  for (const key of [
    'x-acces-control',
    'x-accessControl',
    'x-access_control',
    'x-access-contorl',
    'X-Access-Control',
    'access-control',
    'accessControl',
  ]) {
    it(`the key ${key}`, () => {
      const misspelt = roleDocument('{ roles: [READER] }').replaceAll('x-access-control', key);
      assert.deepEqual(toldOfAccess(make(misspelt)), [`error access-control-misspelt /${key}`]);
    });
  }

  it('no other extension, and no key of a payload', () => {
    const yaml = roleDocument('{ roles: [READER] }', {
      channel:
        'x-access-log: {}, access-control: { address: a }, messages: { m: { payload: { x-acces-control: {} } } }, parameters: { context: {} }',
    });
    assert.deepEqual(
      toldOfAccess(make(yaml)).filter((line) => line.includes('misspelt')),
      [],
    );
  });

  for (const [access, want] of [
    ['rolesFrom: claim', ['warning role-source-incomplete /components/securitySchemes/token']],
    ['rolesFrom: claim, claim: { path: roles }', []],
    ['rolesFrom: groups', ['warning role-source-incomplete /components/securitySchemes/token']],
    ['rolesFrom: groups, groupRoles: { staff: [READER@default] }', []],
    ['rolesFrom: account', []],
  ] as const) {
    it(`a scheme with ${access}`, () => {
      const schemes = `{ token: { type: openIdConnect, openIdConnectUrl: https://idp.test/x, scopes: [], x-access-control: { ${access} } } }`;
      assert.deepEqual(toldOfAccess(make(roleDocument('{ roles: [READER] }', { schemes }))), want);
    });
  }

  it('a scheme without a source of roles is told so, and which scheme it is', () => {
    const { diagnostics } = make(roleDocument('{ roles: [READER] }', { security: ref('mtls') }));
    assert.match(diagnostics[0]?.message ?? '', /scheme "mtls" is no source of roles/);
  });
});
