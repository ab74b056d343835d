import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiagnosticCode } from '../../src/diagnostics/index.js';
import { make, modelOf, onOrder, ref, statuses, told, version3, type TeamSays } from '../support/model-of.js';

const ROLES =
  'roles: { READER: { description: reads }, WRITER: {}, OLD: { deprecated: true, replacedBy: [READER, WRITER] }, ADMIN: { contexts: [_admin] }, SHOP: { contexts: [shop, mall] } }';
const ROOT = `{ ${ROLES}, adminContext: _admin }`;
const SCHEMES = `{ token: { type: httpApiKey, in: header, name: X-Token, x-access-control: { subject: application, rolesFrom: account } }, mtls: { type: X509 }, login: { type: http, scheme: basic, x-access-control: { rolesFrom: ldap } } }`;

const document = (
  access: string,
  parts: { root?: string; security?: string; schemes?: string; channel?: string } = {},
): string =>
  version3({
    root: parts.root ?? ROOT,
    schemes: parts.schemes ?? SCHEMES,
    channel: parts.channel ?? 'parameters: { context: {} }',
    operations: onOrder(
      `security: [${parts.security ?? ref('token')}], ${access === '' ? '' : `x-access-control: ${access}`}`,
    ),
  });

const ON = '/operations/onOrder/x-access-control';
const TOKEN = '/components/securitySchemes/token/x-access-control';

interface Case {
  readonly title: string;
  readonly yaml: string;
  readonly team?: TeamSays;
  readonly code: DiagnosticCode;
  readonly at: string;
  readonly also?: readonly string[];
  readonly severity?: 'warning';
  readonly says?: RegExp;
  /** The rule's status; null: no policy is answered. */
  readonly status: 'protected' | 'refused' | null;
}

const scheme = (access: string): string =>
  document('{ roles: [READER] }', {
    schemes: `{ token: { type: httpApiKey, in: header, name: X, x-access-control: ${access} } }`,
  });

const CASES: readonly Case[] = [
  {
    title: 'what follows from a misspelt key at the root',
    yaml: document('{ roles: [READER] }', { root: '{ rols: { READER: {} } }' }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/rols',
    says: /"roles"/,
    status: null,
  },
  {
    title: 'what follows from a misspelt key of an operation',
    yaml: document('{ role: [READER] }'),
    code: 'access-control-key-unknown',
    at: `${ON}/role`,
    says: /"roles"/,
    status: null,
  },
  {
    title: 'what follows from a misspelt key of a scheme',
    yaml: scheme('{ rolesFrm: account }'),
    code: 'access-control-key-unknown',
    at: `${TOKEN}/rolesFrm`,
    says: /"rolesFrom"/,
    status: null,
  },
  {
    title: 'what follows from an undefined preset',
    yaml: document('{ function: DISPATCH_COMMAND }', { root: '{ preset: axon-sever }' }),
    code: 'preset-undefined',
    at: '/x-access-control/preset',
    says: /"axon-server"/,
    status: null,
  },

  {
    title: 'root is no map',
    yaml: document('', { root: 'yes' }),
    code: 'access-control-value-invalid',
    at: '/x-access-control',
    status: null,
  },
  {
    title: 'unknown key at the root',
    yaml: document('{ roles: [READER] }', { root: `{ ${ROLES}, defaultContxt: x }` }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/defaultContxt',
    says: /"defaultContext"/,
    status: null,
  },
  {
    title: 'public in a document',
    yaml: document('{ roles: [READER] }', { root: `{ ${ROLES}, public: [onOrder] }` }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/public',
    status: null,
  },
  {
    title: 'unknown key of a role',
    yaml: document('{ roles: [READER] }', { root: '{ roles: { READER: { depreciated: true } } }' }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/roles/READER/depreciated',
    says: /"deprecated"/,
    status: null,
  },
  {
    title: 'unknown key of an operation',
    yaml: document('{ role: [READER] , roles: [READER] }'),
    code: 'access-control-key-unknown',
    at: `${ON}/role`,
    says: /"roles"/,
    status: null,
  },
  {
    title: 'unknown key of a scheme',
    yaml: scheme('{ rolesFrm: account, rolesFrom: account }'),
    code: 'access-control-key-unknown',
    at: `${TOKEN}/rolesFrm`,
    says: /"rolesFrom"/,
    status: null,
  },
  {
    title: 'unknown source of roles',
    yaml: scheme('{ rolesFrom: acount }'),
    code: 'access-control-value-invalid',
    at: `${TOKEN}/rolesFrom`,
    status: null,
  },
  {
    title: 'roles is a string',
    yaml: document('{ roles: READER }'),
    code: 'access-control-value-invalid',
    at: `${ON}/roles`,
    status: null,
  },
  {
    title: 'a role with an @',
    yaml: document('{ roles: ["READER@default"] }'),
    code: 'access-control-value-invalid',
    at: `${ON}/roles/0`,
    status: null,
  },
  {
    title: 'context of two kinds',
    yaml: document('{ roles: [READER], context: { parameter: context, header: X } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context`,
    status: null,
  },
  {
    title: 'context value with an @',
    yaml: document('{ roles: [READER], context: { value: "a@b" } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context/value`,
    status: null,
  },
  {
    title: 'context value *',
    yaml: document('{ roles: [READER], context: { value: "*" } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context/value`,
    status: null,
  },
  {
    title: 'context value with a line end',
    yaml: document('{ roles: [READER], context: { value: "a\\n" } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context/value`,
    status: null,
  },
  {
    title: 'context parameter that the channel lacks',
    yaml: document('{ roles: [READER], context: { parameter: contxt } }'),
    code: 'context-parameter-undefined',
    at: `${ON}/context/parameter`,
    says: /"context"/,
    status: null,
  },
  {
    title: 'undefined role',
    yaml: document('{ roles: [REDER] }'),
    code: 'role-undefined',
    at: `${ON}/roles/0`,
    says: /"READER"/,
    status: null,
  },
  {
    title: 'a role named like a member of Object.prototype',
    yaml: document('{ roles: [constructor] }'),
    code: 'role-undefined',
    at: `${ON}/roles/0`,
    status: null,
  },
  {
    title: 'replaced by an undefined role',
    yaml: document('{ roles: [READER] }', { root: '{ roles: { READER: { replacedBy: [NEW] } } }' }),
    code: 'role-undefined',
    at: '/x-access-control/roles/READER/replacedBy/0',
    status: null,
  },
  {
    title: 'replaced by what is no role name',
    yaml: document('{ roles: [READER] }', { root: "{ roles: { READER: { replacedBy: ['NEW ROLE'] } } }" }),
    code: 'access-control-value-invalid',
    at: '/x-access-control/roles/READER/replacedBy/0',
    status: null,
  },
  {
    title: 'declared and named by what is no role name',
    yaml: document("{ roles: ['NEW ROLE'] }", { root: "{ roles: { 'NEW ROLE': { replacedBy: ['NEW ROLE'] } } }" }),
    code: 'access-control-value-invalid',
    at: '/x-access-control/roles/NEW ROLE',
    also: ['/x-access-control/roles/NEW ROLE/replacedBy/0', `${ON}/roles/0`],
    status: null,
  },
  {
    title: 'replaced by itself',
    yaml: document('{ roles: [READER] }', { root: '{ roles: { READER: { replacedBy: [READER] } } }' }),
    code: 'access-control-value-invalid',
    at: '/x-access-control/roles/READER/replacedBy/0',
    status: null,
  },
  {
    title: 'deprecated role',
    yaml: document('{ roles: [OLD] }'),
    code: 'role-deprecated',
    severity: 'warning',
    at: `${ON}/roles/0`,
    says: /"READER" or "WRITER"/,
    status: 'protected',
  },
  {
    title: 'roles without a role model',
    yaml: version3({
      schemes: SCHEMES,
      operations: onOrder(`security: [${ref('token')}], x-access-control: { roles: [READER] }`),
    }),
    code: 'role-model-missing',
    at: `${ON}/roles/0`,
    status: null,
  },
  {
    title: 'no roles in a role model',
    yaml: document(''),
    code: 'operation-without-roles',
    at: '/operations/onOrder',
    status: 'refused',
  },
  {
    title: 'empty roles in a role model',
    yaml: document('{ roles: [] }'),
    code: 'operation-without-roles',
    at: `${ON}/roles`,
    status: 'refused',
  },
  {
    title: 'access: authenticated with roles',
    yaml: document('{ roles: [READER], access: authenticated }'),
    code: 'access-control-conflict',
    at: `${ON}/access`,
    status: null,
  },
  {
    title: 'undefined preset',
    yaml: document('{ roles: [READER] }', { root: `{ ${ROLES}, preset: axon }` }),
    code: 'preset-undefined',
    at: '/x-access-control/preset',
    says: /"axon-server"/,
    status: null,
  },
  {
    title: 'undefined function',
    yaml: document('{ function: DISPATCH_COMAND }', { root: '{ preset: axon-server }' }),
    code: 'function-undefined',
    at: `${ON}/function`,
    says: /"DISPATCH_COMMAND"/,
    status: null,
  },
  {
    title: 'function without a preset',
    yaml: document('{ function: DISPATCH_COMMAND }'),
    code: 'function-undefined',
    at: `${ON}/function`,
    says: /preset/,
    status: null,
  },
  {
    title: 'roles win over an unknown function',
    yaml: document('{ function: NEW_FUNCTION, roles: [MONITOR] }', { root: '{ preset: axon-server }' }),
    code: 'function-undefined',
    severity: 'warning',
    at: `${ON}/function`,
    status: 'protected',
  },
  {
    title: 'admin roles in a context of the caller',
    yaml: document('{ roles: [ADMIN], context: { parameter: context } }'),
    code: 'context-not-fixed',
    at: `${ON}/context`,
    says: /value: _admin/,
    status: 'refused',
  },
  {
    title: 'admin roles in the default context',
    yaml: document('{ roles: [ADMIN] }'),
    code: 'context-not-fixed',
    at: `${ON}/roles`,
    status: 'refused',
  },
  {
    title: 'roles that do not count in the fixed context',
    yaml: document('{ roles: [SHOP], context: { value: other } }'),
    code: 'context-not-fixed',
    at: `${ON}/context`,
    says: /"shop" and "mall"/,
    status: 'refused',
  },
  {
    title: 'no source of roles',
    yaml: document('{ roles: [READER] }', { security: ref('mtls') }),
    code: 'actor-missing',
    at: '/operations/onOrder/security/0',
    says: /"mtls"/,
    status: 'refused',
  },
  {
    title: 'one alternative of two has no source of roles',
    yaml: document('{ roles: [READER] }', { security: `${ref('token')}, ${ref('mtls')}` }),
    code: 'actor-missing',
    at: '/operations/onOrder/security/1',
    says: /rolesFrom/,
    status: 'refused',
  },
  {
    title: 'undefined actor',
    yaml: document('{ roles: [READER], actor: tokn }'),
    code: 'actor-undefined',
    at: `${ON}/actor`,
    says: /"token"/,
    status: null,
  },
  {
    title: 'an actor that is no source of roles',
    yaml: document('{ roles: [READER], actor: mtls }', { security: ref('mtls') }),
    code: 'actor-missing',
    at: '/operations/onOrder/security/0',
    status: 'refused',
  },
  {
    title: 'a bare grant',
    yaml: scheme('{ rolesFrom: groups, groupRoles: { crew: [READER] } }'),
    code: 'grant-invalid',
    at: `${TOKEN}/groupRoles/crew/0`,
    says: /READER@\*/,
    status: null,
  },
  {
    title: 'a grant in no context',
    yaml: scheme('{ rolesFrom: groups, groupRoles: { crew: ["READER@a b"] } }'),
    code: 'grant-invalid',
    at: `${TOKEN}/groupRoles/crew/0`,
    status: null,
  },
  {
    title: 'a grant of an undefined role',
    yaml: scheme('{ rolesFrom: claim, claim: { path: roles, map: { r: ["REDER@x"] } } }'),
    code: 'role-undefined',
    at: `${TOKEN}/claim/map/r/0`,
    status: null,
  },
  {
    title: 'a claim without a path',
    yaml: scheme('{ rolesFrom: claim, claim: { prefix: x } }'),
    code: 'access-control-value-invalid',
    at: `${TOKEN}/claim`,
    status: null,
  },
  {
    title: 'public and roles',
    yaml: version3({ root: ROOT, operations: onOrder('x-access-control: { roles: [READER] }') }),
    team: { config: { public: ['onOrder'] } },
    code: 'public-conflict',
    at: '/operations/onOrder',
    status: 'refused',
  },
  {
    title: 'file: unknown key',
    yaml: document('{ roles: [READER] }'),
    team: { accessControl: '{ operatons: {} }' },
    code: 'access-control-key-unknown',
    at: '/operatons',
    says: /"operations"/,
    status: null,
  },
  {
    title: 'file: unknown operation',
    yaml: document('{ roles: [READER] }'),
    team: { accessControl: '{ operations: { onOrdr: { roles: [READER] } } }' },
    code: 'access-control-name-undefined',
    at: '/operations/onOrdr',
    says: /"onOrder"/,
    status: null,
  },
  {
    title: 'file: unknown scheme',
    yaml: document('{ roles: [READER] }'),
    team: { accessControl: '{ schemes: { tokn: {} } }' },
    code: 'access-control-name-undefined',
    at: '/schemes/tokn',
    says: /"token"/,
    status: null,
  },
  {
    title: 'file: unknown public operation',
    yaml: document('{ roles: [READER] }'),
    team: { accessControl: '{ public: [onOrdr] }' },
    code: 'access-control-name-undefined',
    at: '/public/0',
    says: /"onOrder"/,
    status: 'protected',
  },
  {
    title: 'file: other roles than the document',
    yaml: document('{ roles: [READER] }'),
    team: { accessControl: '{ operations: { onOrder: { roles: [WRITER] } } }' },
    code: 'access-control-conflict',
    at: '/operations/onOrder/roles',
    status: null,
  },
  {
    title: 'file: other context than the document',
    yaml: document('{ roles: [READER], context: { parameter: context } }'),
    team: { accessControl: '{ operations: { onOrder: { context: { value: x } } } }' },
    code: 'access-control-conflict',
    at: '/operations/onOrder/context',
    status: null,
  },
  {
    title: 'file: other default context than the document',
    yaml: document('{ roles: [READER] }', { root: `{ ${ROLES}, defaultContext: a }` }),
    team: { accessControl: '{ defaultContext: b }' },
    code: 'access-control-conflict',
    at: '/defaultContext',
    status: null,
  },
];

void describe('mistakes in access control', () => {
  for (const { title, yaml, team, code, at, also, severity, says, status } of CASES) {
    void it(title, () => {
      const made = make(yaml, team);
      assert.deepEqual(told(made), [`${severity ?? 'error'} ${code} ${at}`]);
      const [diagnostic] = made.diagnostics;
      const others = diagnostic?.also?.map(({ pointer }) => pointer);
      if (also !== undefined) assert.deepEqual(others, also);
      if (says !== undefined) assert.match(`${diagnostic?.message ?? ''} ${diagnostic?.fix ?? ''}`, says);
      assert.deepEqual(
        made.model === undefined ? null : statuses(made.model),
        status === null ? null : [`onOrder@none ${status}`],
      );
    });
  }

  void it('a contradiction shows both places', () => {
    const made = make(document('{ roles: [READER] }'), {
      accessControl: '{ operations: { onOrder: { roles: [WRITER] } } }',
    });
    const [diagnostic] = made.diagnostics;
    assert.equal(diagnostic?.at?.file, '/app/access.yaml');
    assert.deepEqual(
      diagnostic.also?.map(({ file, pointer }) => `${file} ${pointer}`),
      [`/app/asyncapi.yaml ${ON}/roles`],
    );
  });
});

void describe('what an operation asks for', () => {
  const asked = (yaml: string, team?: TeamSays): unknown => {
    const [operation] = modelOf(yaml, team).operations;
    return operation === undefined ? undefined : [operation.access, operation.roles, operation.context];
  };
  const cases: { title: string; yaml: string; team?: TeamSays; want: unknown }[] = [
    { title: 'no role model', yaml: document('', { root: 'null' }), want: ['protected', null, null] },
    {
      title: 'any object is a role model',
      yaml: document('{ access: authenticated }', { root: '{}' }),
      want: ['authenticated', [], null],
    },
    {
      title: 'roles in the default context',
      yaml: document('{ roles: [READER, WRITER, READER] }'),
      want: ['protected', ['READER', 'WRITER'], { value: 'default' }],
    },
    {
      title: 'a default context of the document',
      yaml: document('{ roles: [READER] }', { root: `{ ${ROLES}, defaultContext: main }` }),
      want: ['protected', ['READER'], { value: 'main' }],
    },
    ...['{ parameter: context }', '{ header: X-Context }', '{ field: tenant }', '{ value: shop }'].map((context) => ({
      title: `context ${context}`,
      yaml: document(`{ roles: [READER], context: ${context} }`),
      want: [
        'protected',
        ['READER'],
        Object.fromEntries([context.replace(/[{} ]/g, '').split(':')]) as Record<string, string>,
      ],
    })),
    {
      title: 'admin roles in the admin context',
      yaml: document('{ roles: [ADMIN], context: { value: _admin } }'),
      want: ['protected', ['ADMIN'], { value: '_admin' }],
    },
    {
      title: 'a role that counts everywhere opens the context',
      yaml: document('{ roles: [ADMIN, READER], context: { parameter: context } }'),
      want: ['protected', ['ADMIN', 'READER'], { parameter: 'context' }],
    },
    {
      title: 'roles of several contexts, from the caller',
      yaml: document('{ roles: [SHOP], context: { parameter: context } }'),
      want: ['protected', ['SHOP'], { parameter: 'context' }],
    },
    {
      title: 'a function of the preset',
      yaml: document('{ function: READ_HIGHEST_SEQNR }', { root: '{ preset: axon-server }' }),
      want: ['protected', ['READ_EVENTS', 'USE_CONTEXT'], { value: 'default' }],
    },
    {
      title: 'roles win over the function',
      yaml: document('{ function: READ_HIGHEST_SEQNR, roles: [MONITOR] }', { root: '{ preset: axon-server }' }),
      want: ['protected', ['MONITOR'], { value: 'default' }],
    },
    {
      title: 'the file speaks for a document that says nothing',
      yaml: document('', { root: 'null' }),
      team: { accessControl: '{ roles: { READER: {} }, operations: { onOrder: { roles: [READER] } } }' },
      want: ['protected', ['READER'], { value: 'default' }],
    },
    {
      title: 'the file may repeat the document in another order',
      yaml: document('{ roles: [READER, WRITER] }'),
      team: { accessControl: '{ operations: { onOrder: { roles: [WRITER, READER] } } }' },
      want: ['protected', ['READER', 'WRITER'], { value: 'default' }],
    },
    {
      title: 'the file adds a role',
      yaml: document('{ roles: [READER, NEW] }'),
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
    const made = make(document('{ roles: [READER] }', { security: ref('mtls') }), {
      accessControl: '{ schemes: { mtls: { rolesFrom: certificate } } }',
    });
    assert.deepEqual(told(made), []);
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
    assert.deepEqual(told(made), ['error actor-ambiguous /channels/orders/publish/security/0']);
    assert.deepEqual(
      made.model?.rules.map(({ status }) => status),
      ['refused'],
    );
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
      const misspelt = document('{ roles: [READER] }').replaceAll('x-access-control', key);
      assert.deepEqual(told(make(misspelt)), [`error access-control-misspelt /${key}`]);
    });
  }

  it('no other extension, and no key of a payload', () => {
    const yaml = document('{ roles: [READER] }', {
      channel:
        'x-access-log: {}, access-control: { address: a }, messages: { m: { payload: { x-acces-control: {} } } }, parameters: { context: {} }',
    });
    assert.deepEqual(
      told(make(yaml)).filter((line) => line.includes('misspelt')),
      [],
    );
  });

  for (const [access, want] of [
    ['rolesFrom: claim', ['warning role-source-incomplete /components/securitySchemes/token']],
    ['rolesFrom: claim, claim: { path: roles }', []],
    ['rolesFrom: groups', ['warning role-source-incomplete /components/securitySchemes/token']],
    ['rolesFrom: groups, groupRoles: { staff: [READER@shop] }', []],
    ['rolesFrom: account', []],
  ] as const) {
    it(`a scheme with ${access}`, () => {
      const schemes = `{ token: { type: openIdConnect, openIdConnectUrl: https://idp.test/x, scopes: [], x-access-control: { ${access} } } }`;
      assert.deepEqual(told(make(document('{ roles: [READER] }', { schemes }))), want);
    });
  }

  it('a scheme without a source of roles is told so, and which scheme it is', () => {
    const { diagnostics } = make(document('{ roles: [READER] }', { security: ref('mtls') }));
    assert.match(diagnostics[0]?.message ?? '', /scheme "mtls" is no source of roles/);
  });
});
