import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, told, version3, ref, type TeamSays } from '../support/model-of.js';

/** Two operations and a scheme, with what each says about access. */
const document = (parts: {
  readonly root: string;
  readonly one: string;
  readonly other?: string;
  readonly scheme?: string;
  readonly security?: string;
}): string =>
  version3({
    root: parts.root,
    channel: 'parameters: { context: {} }',
    schemes: `{ idp: { type: oauth2, scopes: [], flows: { clientCredentials: { tokenUrl: https://idp.test/token, availableScopes: { 'READER@shop': '', other: '' } } }, x-access-control: ${parts.scheme ?? '{ rolesFrom: account }'} }, key: { type: httpApiKey, in: header, name: X, x-access-control: { rolesFrom: account } } }`,
    operations: `{ one: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${parts.security ?? ref('idp')}], x-access-control: ${parts.one} }, other: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('key')}], x-access-control: ${parts.other ?? '{ access: authenticated }'} } }`,
  });

const ROLES = '{ roles: { READER: {}, ADMIN: { contexts: [_admin] }, SHOP: { contexts: [shop, mall] } } }';
const ALL = '{ roles: [READER, ADMIN, SHOP], context: { parameter: context } }';
const ON_ONE = '/operations/one/x-access-control';
const IDP = '/components/securitySchemes/idp/x-access-control';

interface Case {
  readonly title: string;
  readonly yaml: string;
  readonly team?: TeamSays;
  readonly want: readonly string[];
}

const unused: readonly Case[] = [
  { title: 'every role is asked for', yaml: document({ root: ROLES, one: ALL }), want: [] },
  {
    title: 'by two operations together',
    yaml: document({
      root: ROLES,
      one: '{ roles: [READER], context: { parameter: context } }',
      other: '{ roles: [SHOP, ADMIN], context: { parameter: context } }',
    }),
    want: [],
  },
  {
    title: 'two are asked for by none',
    yaml: document({ root: ROLES, one: '{ roles: [READER] }' }),
    want: ['warning role-unused /x-access-control/roles/ADMIN'],
  },
  {
    title: 'a role that replaces one in use, or replaces its successor',
    yaml: document({
      root: '{ roles: { OLD: { replacedBy: [NEW] }, NEW: { replacedBy: [NEWER] }, NEWER: {} } }',
      one: '{ roles: [OLD] }',
    }),
    want: [],
  },
  {
    title: "a preset's roles are there for all",
    yaml: document({
      root: '{ preset: axon-server, roles: { MONITOR: { description: ours } } }',
      one: '{ roles: [READ_EVENTS] }',
    }),
    want: [],
  },
  {
    title: 'a role beside a preset',
    yaml: document({ root: '{ preset: axon-server, roles: { OURS: {} } }', one: '{ function: LIST_EVENTS }' }),
    want: ['warning role-unused /x-access-control/roles/OURS'],
  },
  {
    title: "a role of the team's file",
    yaml: document({ root: '{ roles: { READER: {} } }', one: '{ roles: [READER] }' }),
    team: { accessControl: '{ roles: { THEIRS: {} } }' },
    want: ['warning role-unused /roles/THEIRS'],
  },
  {
    title: 'no operation asks for roles at all',
    yaml: document({ root: ROLES, one: '{ access: authenticated }' }),
    want: [],
  },
  {
    title: 'beside a mistake, which may be why',
    yaml: document({ root: ROLES, one: '{ roles: [REDER] }' }),
    want: [`error role-undefined ${ON_ONE}/roles/0`],
  },
];

const idle: readonly Case[] = [
  {
    title: 'a role that never counts in the context that is fixed',
    yaml: document({ root: ROLES, one: '{ roles: [READER, ADMIN, SHOP], context: { value: shop } }' }),
    want: [`warning role-never-counts ${ON_ONE}/roles/1`],
  },
  {
    title: 'twice, told once',
    yaml: document({
      root: ROLES,
      one: '{ roles: [READER, SHOP, ADMIN], context: { value: _admin } }',
      other: '{ roles: [SHOP, READER], context: { value: _admin } }',
    }),
    want: [`warning role-never-counts ${ON_ONE}/roles/1`],
  },
  {
    title: 'in two contexts, which are two mistakes',
    yaml: document({
      root: ROLES,
      one: '{ roles: [READER, SHOP, ADMIN], context: { value: _admin } }',
      other: '{ roles: [READER, SHOP], context: { value: default } }',
    }),
    want: [
      `warning role-never-counts ${ON_ONE}/roles/1`,
      'warning role-never-counts /operations/other/x-access-control/roles/1',
    ],
  },
  { title: 'in a context that the caller names it may', yaml: document({ root: ROLES, one: ALL }), want: [] },
  {
    title: "what a preset's function brings along is no mistake",
    yaml: document({ root: '{ preset: axon-server }', one: '{ function: GET_EVENT_PROCESSORS }' }),
    want: [],
  },
  {
    title: 'ADMIN@default is well-formed, and never counts',
    yaml: document({
      root: '{ preset: axon-server }',
      one: '{ function: LIST_EVENTS }',
      scheme:
        "{ rolesFrom: groups, groupRoles: { a: ['ADMIN@default', 'ADMIN@_admin', 'ADMIN@*', ADMIN, 'USE_CONTEXT@*'] } }",
    }),
    want: [`warning role-never-counts ${IDP}/groupRoles/a/0`],
  },
];

const from = (scheme: string, one = '{ roles: [READER, SHOP], context: { value: shop } }', root = ROLES): string =>
  document({ root, one, other: '{ roles: [ADMIN], context: { value: _admin } }', scheme });
const UNGRANTED = [`warning roles-ungranted ${ON_ONE}/roles`];

const ungranted: readonly Case[] = [
  ...(
    [
      ['READER@shop', []],
      ['READER@*', []],
      ['SHOP@shop', []],
      ['SHOP@*', []],
      ['READER@mall', UNGRANTED],
      ['SHOP@mall', UNGRANTED],
      ['ADMIN@_admin', UNGRANTED],
      ['ADMIN@*', UNGRANTED],
    ] as const
  ).map(([grant, want]) => ({
    title: `groups give ${grant}, shop is asked for`,
    yaml: from(`{ rolesFrom: groups, groupRoles: { a: ['${grant}'], b: [] } }`),
    want,
  })),
  {
    title: 'a grant for every context of a role that never counts in this one',
    yaml: document({
      root: '{ roles: { READER: {}, ADMIN: { contexts: [_admin] } } }',
      one: '{ roles: [READER, ADMIN], context: { value: shop } }',
      scheme: "{ rolesFrom: groups, groupRoles: { a: ['ADMIN@*'] } }",
    }),
    want: [`warning role-never-counts ${ON_ONE}/roles/1`, ...UNGRANTED],
  },
  {
    title: 'a grant in a context where its role never counts, though the caller names the context',
    yaml: document({
      root: '{ roles: { SHOP: { contexts: [shop, mall] } } }',
      one: '{ roles: [SHOP], context: { parameter: context } }',
      scheme: "{ rolesFrom: groups, groupRoles: { a: ['SHOP@street'] } }",
    }),
    want: [`warning role-never-counts ${IDP}/groupRoles/a/0`, ...UNGRANTED],
  },
  {
    title: 'scopes of a provider that lists none',
    yaml: document({
      root: '{ roles: { READER: {} } }',
      one: '{ roles: [READER] }',
      security:
        '{ type: openIdConnect, openIdConnectUrl: https://idp.test/x, scopes: [], x-access-control: { rolesFrom: scopes } }',
    }),
    want: [],
  },
  { title: 'no group gives anything', yaml: from('{ rolesFrom: groups, groupRoles: { a: [] } }'), want: UNGRANTED },
  {
    title: 'a map of a claim gives none',
    yaml: from("{ rolesFrom: claim, claim: { path: r, map: { x: ['READER@mall'] } } }"),
    want: UNGRANTED,
  },
  { title: 'a claim without a map may give any', yaml: from('{ rolesFrom: claim, claim: { path: r } }'), want: [] },
  { title: 'an account may hold any', yaml: from('{ rolesFrom: account }'), want: [] },
  { title: 'a scope that is a grant', yaml: from('{ rolesFrom: scopes }'), want: [] },
  {
    title: 'no scope that is a grant in this context',
    yaml: from('{ rolesFrom: scopes }', '{ roles: [READER, SHOP], context: { value: mall } }'),
    want: UNGRANTED,
  },
  {
    title: 'any context that the caller may name',
    yaml: from(
      "{ rolesFrom: groups, groupRoles: { a: ['SHOP@mall'] } }",
      '{ roles: [READER, SHOP], context: { parameter: context } }',
    ),
    want: [],
  },
  {
    title: 'another alternative may give it',
    yaml: document({
      root: '{ roles: { READER: {} } }',
      one: '{ roles: [READER] }',
      scheme: '{ rolesFrom: groups, groupRoles: { a: [] } }',
      security: `${ref('idp')}, ${ref('key')}`,
    }),
    want: [],
  },
  {
    title: 'a bare grant counts everywhere where the model says so',
    yaml: from(
      '{ rolesFrom: groups, groupRoles: { a: [READER] } }',
      '{ roles: [READER, SHOP], context: { value: shop } }',
      ROLES.replace('{ roles', '{ bareGrant: every-context, roles'),
    ),
    want: [],
  },
];

const sources: readonly Case[] = [
  {
    title: 'groups beside an account',
    yaml: document({ root: ROLES, one: ALL, scheme: "{ rolesFrom: account, groupRoles: { a: ['READER@*'] } }" }),
    want: ['warning role-source-unread /components/securitySchemes/idp'],
  },
  {
    title: 'a claim beside scopes',
    yaml: document({ root: ROLES, one: ALL, scheme: '{ rolesFrom: scopes, claim: { path: roles } }' }),
    want: ['warning role-source-unread /components/securitySchemes/idp'],
  },
  {
    title: 'groups in a claim of another name',
    yaml: document({
      root: ROLES,
      one: ALL,
      scheme: "{ rolesFrom: groups, claim: { path: teams }, groupRoles: { a: ['READER@*'] } }",
    }),
    want: [],
  },
];

for (const [topic, cases] of Object.entries({
  'roles that no operation asks for': unused,
  'roles where they never count': idle,
  'roles that nobody can hold': ungranted,
  'parts of a source that nobody reads': sources,
}))
  void describe(topic, () => {
    for (const { title, yaml, team, want } of cases)
      void it(title, () => {
        const made = make(yaml, team);
        assert.deepEqual(told(made), [...want].sort());
      });
  });

void it('one warning names all roles and places', () => {
  const [diagnostic] = make(document({ root: ROLES, one: '{ roles: [READER] }' })).diagnostics;
  assert.match(diagnostic?.message ?? '', /"ADMIN" and "SHOP"/);
  assert.deepEqual(
    diagnostic?.also?.map(({ pointer }) => pointer),
    ['/x-access-control/roles/SHOP'],
  );
});

void it('a deprecated role in use is one warning, with the other places', () => {
  const made = make(
    document({
      root: '{ roles: { OLD: { deprecated: true, replacedBy: [NEW] }, NEW: {} } }',
      one: '{ roles: [OLD, NEW] }',
      other: '{ roles: [OLD] }',
      scheme: "{ rolesFrom: groups, groupRoles: { a: ['OLD@*'] } }",
    }),
  );
  assert.deepEqual(told(made), [`warning role-deprecated ${IDP}/groupRoles/a/0`]);
  assert.deepEqual(
    made.diagnostics[0]?.also?.map(({ pointer }) => pointer),
    [`${ON_ONE}/roles/0`, '/operations/other/x-access-control/roles/0'],
  );
});
