import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, modelOf, onOrder, ref, statuses, version2, version3, type TeamSays } from '../support/model-of.js';

const HTTP = (name: string, access: string): string =>
  `${name}: { type: httpApiKey, in: header, name: X-${name}, x-access-control: ${access} }`;
const OFFERS =
  "flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { R: '', S@mall: '' } } }";
const SCHEMES = `{ ${[
  HTTP('token', '{ rolesFrom: account }'),
  HTTP('other', '{ rolesFrom: account }'),
  HTTP('none', '{ rolesFrom: groups, groupRoles: { a: [] } }'),
  HTTP('some', '{ rolesFrom: groups, groupRoles: { a: [R@default] } }'),
  HTTP('all', "{ rolesFrom: groups, groupRoles: { a: ['S@*'] } }"),
  'mtls: { type: X509 }',
  'cert: { type: X509 }',
  `idp: { type: oauth2, scopes: [], ${OFFERS}, x-access-control: { rolesFrom: scopes } }`,
  'bare: { type: oauth2, scopes: [], flows: {}, x-access-control: { rolesFrom: scopes } }',
].join(', ')} }`;

interface Parts {
  /** On the one operation, and on the one server where there is one. */
  readonly own?: readonly string[];
  readonly server?: readonly string[];
  readonly access?: string;
  readonly team?: TeamSays;
}

const listed = (names: readonly string[]): string => `security: [${names.map(ref).join(', ')}]`;

const ruled = ({ own, server, access = '{ roles: [R] }', team }: Parts) =>
  make(
    version3({
      root: '{ roles: { R: {}, S: { contexts: [shop, mall] } } }',
      channel: 'parameters: { context: {} }',
      schemes: SCHEMES,
      servers: server === undefined ? '{}' : `{ s: { host: h, protocol: wss, ${listed(server)} } }`,
      operations: onOrder(`${own === undefined ? '' : `${listed(own)}, `}x-access-control: ${access}`),
    }),
    team,
  );

/** What is said of the rules, without what is said of the schemes that stand here for other tests. */
const OTHERS = new Set(['role-unused', 'scheme-unused', 'scopes-unstated', 'scopes-empty']);
const said = ({ diagnostics }: ReturnType<typeof make>): readonly string[] =>
  diagnostics
    .filter(({ code }) => !OTHERS.has(code))
    .map(
      ({ severity, code, at, also, message, fix }) =>
        `${severity} ${code} ${[at, ...(also ?? [])].map((place) => place?.pointer ?? '-').join(' ')}: ${message} ${fix}`,
    );

const OWN = '/operations/onOrder/security';
const ACCESS = '/operations/onOrder/x-access-control';

const MISSING = (at: string, schemes = 'scheme "mtls" is no', on = 'the scheme "mtls"'): string =>
  `error actor-missing ${at}: Operation "onOrder" asks for roles, and ${schemes} source of roles. State x-access-control.rolesFrom on ${on}: account, claim, groups, scopes, ldap or certificate.`;
const UNGRANTED = (scheme: string): string =>
  `warning roles-ungranted ${ACCESS}/roles: No source of roles gives anybody "R" in the context of operation "onOrder": "${scheme}" gives none of them. Grant one of them as ROLE@context: to a group under groupRoles, to a value under claim.map, or as a scope that a flow offers.`;

interface Case extends Parts {
  readonly title: string;
  /** The rule's status; null: no policy is answered. */
  readonly status: string | null;
  readonly want: readonly string[];
}

const CASES: readonly Case[] = [
  { title: 'no source of roles', own: ['mtls'], status: 'refused', want: [MISSING(`${OWN}/0`)] },
  {
    title: 'no source of roles on the operation, though the server has one',
    own: ['mtls'],
    server: ['token'],
    status: 'refused',
    want: [MISSING(`${OWN}/0`)],
  },
  {
    title: 'an actor that does not exist, which is why none acts',
    own: ['mtls'],
    access: '{ roles: [R], actor: tokn }',
    status: null,
    want: [
      `error actor-undefined ${ACCESS}/actor: actor names the scheme "tokn", which the document does not declare. Did you mean "token"?`,
    ],
  },
  {
    title: 'an actor that is not demanded',
    own: ['token', 'some'],
    access: '{ roles: [R], actor: other }',
    status: null,
    want: [
      `error actor-undefined ${ACCESS}/actor: actor names the scheme "other", which no alternative of the operation demands. Name one of those that it demands: "token" or "some".`,
    ],
  },
  {
    title: 'an actor that the server alone demands',
    own: ['token'],
    server: ['other'],
    access: '{ roles: [R], actor: other }',
    status: null,
    want: [
      `error actor-undefined ${ACCESS}/actor: actor names the scheme "other", which no alternative of the operation demands. Name one of those that it demands: "token".`,
    ],
  },
  {
    title: 'an actor where no role is asked for',
    own: ['token'],
    access: '{ access: authenticated, actor: other }',
    status: 'protected',
    want: [],
  },
  {
    title: 'an actor that an alternative may demand which cannot be read',
    own: ['token', 'undeclared'],
    access: '{ roles: [R], actor: other }',
    status: null,
    want: [],
  },
  {
    title: 'public, with security and roles',
    own: ['mtls'],
    team: { config: { public: ['onOrder'] } },
    status: 'refused',
    want: [
      `error public-conflict /operations/onOrder ${OWN} ${ACCESS}/roles: Operation "onOrder" is listed under public, so that anyone may use it, and the operation states security: both cannot hold. Remove "onOrder" from public, or remove security from the operation.`,
    ],
  },
  { title: 'a role that nobody is granted', own: ['none'], status: 'protected', want: [UNGRANTED('none')] },
  {
    title: 'a role that nobody is granted, where the server demands more',
    own: ['none'],
    server: ['token'],
    status: 'protected',
    want: [UNGRANTED('none')],
  },
  { title: 'a role that another scheme grants', own: ['none', 'some'], status: 'protected', want: [] },
  { title: 'a role as a scope without its context', own: ['idp'], status: 'protected', want: [UNGRANTED('idp')] },
  { title: 'a role from scopes that no flow lists', own: ['bare'], status: 'protected', want: [] },
  {
    title: 'a grant for all contexts of a role that counts in some',
    own: ['all'],
    access: '{ roles: [S], context: { parameter: context } }',
    status: 'protected',
    want: [],
  },
];

describe('who acts, and with which roles', () => {
  for (const { title, status, want, ...parts } of CASES) {
    test(title, () => {
      const made = ruled(parts);
      assert.deepEqual(said(made), want);
      const at = `onOrder@${parts.server === undefined ? 'none' : 's'}`;
      assert.deepEqual(made.model && statuses(made.model), status === null ? undefined : [`${at} ${status}`]);
    });
  }

  const together = (security: string, actor = ''): readonly string[] =>
    said(
      make(
        version2({
          root: '{ roles: { R: {}, S: {} } }',
          schemes: SCHEMES.replaceAll('availableScopes', 'scopes').replaceAll('scopes: [], ', ''),
          servers: "{ s: { url: 'wss://h', protocol: wss } }",
          publish: `security: ${security}, x-access-control: { roles: [R]${actor} }`,
        }),
      ),
    );
  const AT = '/channels/orders/publish';
  test('schemes that are demanded together', () => {
    assert.deepEqual(together('[{ mtls: [], cert: [] }]'), [
      MISSING(`${AT}/security/0`, 'none of the schemes "mtls" and "cert" is a', 'one of them'),
    ]);
    assert.deepEqual(together('[{ mtls: [], token: [] }]', ', actor: mtls'), [MISSING(`${AT}/security/0`)]);
    assert.deepEqual(together('[{ token: [], mtls: [], some: [] }]'), [
      `error actor-ambiguous ${AT}/security/0 ${AT}: Roles decide, and this alternative has several sources of roles: "token" and "some". State x-access-control.actor on operation "onOrder": the scheme whose roles count.`,
    ]);
  });
});

describe('rules of a document that multiplies', () => {
  /** 200 operations, each on two servers with 124 alternatives: 50,000 alternatives, a rule itself being one. */
  const multiplied = (last: string): string => {
    const operation = (rest: string): string => `{ action: receive, channel: { $ref: '#/channels/orders' }${rest} }`;
    const operations = Array.from(
      { length: 200 },
      (_, index) => `o${String(index)}: ${operation(index < 199 ? '' : last)}`,
    );
    const alternatives = Array.from(
      { length: 124 },
      (_, index) => `{ type: httpApiKey, in: header, name: X-${String(index)} }`,
    );
    const server = `{ host: h, protocol: wss, security: [${alternatives.join(', ')}] }`;
    return version3({
      schemes: '{ mtls: { type: X509 } }',
      servers: `{ s: ${server}, t: ${server} }`,
      operations: `{ ${operations.join(', ')} }`,
    });
  };
  test('as many as may be', () => {
    assert.equal(modelOf(multiplied('')).rules.length, 400);
  });
  test('one more', () => {
    const made = make(multiplied(`, security: [${ref('mtls')}]`));
    assert.equal(made.model, undefined);
    assert.deepEqual(said(made), [
      'error document-limit /servers/s: The document has 2 servers and 200 operations: each operation on each of its servers is a rule, and all rules together have more than 50,000 alternatives. Name on each channel the servers that it is on, or split the document.',
    ]);
  });
});

test('an operation has its messages and those of its reply', () => {
  const messages = (name: string): string => `{ ${name}: { payload: { properties: { kind: { const: ${name} } } } } }`;
  const yaml = version3({
    channel: `messages: ${messages('order')}`,
    operations: onOrder(`${listed(['mtls'])}, reply: { channel: { $ref: '#/channels/orders' } }`),
    schemes: '{ mtls: { type: X509 } }',
  });
  const [operation] = modelOf(yaml).operations;
  const want = [{ name: 'order', constants: new Map([['kind', 'order']]) }];
  assert.deepEqual(operation?.messages, want);
  assert.deepEqual(operation.reply, want);
  assert.equal(modelOf(yaml.replace(/, reply: .*? \} \}/, '')).operations[0]?.reply, null);
});
