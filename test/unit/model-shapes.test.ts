import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, modelOf, onOrder, ref, statuses, version2, version3, type Made } from '../support/model-of.js';
import { ON, roleDocument, ROLES, schemeDocument, TOKEN } from '../support/role-document.js';

/** `severity code pointer: fix` of each diagnostic, without what is said of roles that nothing needs. */
const said = ({ diagnostics }: Made): readonly string[] =>
  diagnostics
    .filter(({ code }) => code !== 'role-unused' && code !== 'roles-ungranted')
    .map(({ severity, code, at, fix }) => `${severity} ${code} ${at?.pointer ?? '-'}: ${fix}`);

describe('access control of the wrong shape, once for each mistake', () => {
  const withRoot = (root: string): string => roleDocument('{ roles: [READER] }', { root });
  const invalid = (at: string, fix: string): string => `error access-control-value-invalid ${at}: ${fix}`;
  const NAME = 'Write a role name without blanks, @ or *.';
  const CONTEXT = 'Write a context name: a letter or _, then letters, digits, - or _.';
  const given: readonly (readonly [title: string, yaml: string, want: readonly string[]])[] = [
    ['a number for roles', roleDocument('{ roles: 7 }'), [invalid(`${ON}/roles`, 'Write a list.')]],
    ['an empty map for roles', roleDocument('{ roles: {} }'), [invalid(`${ON}/roles`, 'Write a list.')]],
    [
      'a map for roles, one of them none',
      roleDocument("{ roles: { READER: {}, 'a b': {} } }"),
      [invalid(`${ON}/roles`, 'Write a list.')],
    ],
    [
      'two lists for roles',
      roleDocument('{ roles: [[READER], [READER]] }'),
      [invalid(`${ON}/roles/0`, NAME), invalid(`${ON}/roles/1`, NAME)],
    ],
    [
      'two names that are none',
      roleDocument("{ roles: ['a b', 'c d', 'a b'] }"),
      [invalid(`${ON}/roles/0`, NAME), invalid(`${ON}/roles/1`, NAME)],
    ],
    [
      'the same wrong context at two places',
      withRoot(`{ ${ROLES}, defaultContext: a b, adminContext: a b }`),
      [invalid('/x-access-control/defaultContext', CONTEXT), invalid('/x-access-control/adminContext', CONTEXT)],
    ],
    [
      'a list for a description',
      withRoot('{ roles: { READER: { description: [a] } } }'),
      [invalid('/x-access-control/roles/READER/description', 'Write a text.')],
    ],
    [
      'a number for a description',
      withRoot('{ roles: { READER: { description: 7 } } }'),
      [invalid('/x-access-control/roles/READER/description', 'Write it in quotes: "7".')],
    ],
    ['nothing said of a role', withRoot('{ roles: { READER: } }'), []],
    [
      'a list for what groups give',
      schemeDocument('{ rolesFrom: groups, groupRoles: [a] }'),
      [invalid(`${TOKEN}/groupRoles`, 'Write a map.')],
    ],
    [
      'two sources of the context beside what is none',
      roleDocument('{ roles: [READER], context: { header: a, field: b, hedder: c } }'),
      [`error access-control-key-unknown ${ON}/context/hedder: Did you mean "header"?`],
    ],
    [
      'a list for a flag',
      withRoot('{ roles: { READER: { deprecated: [true] } } }'),
      [invalid('/x-access-control/roles/READER/deprecated', 'Write true or false.')],
    ],
  ];
  for (const [title, yaml, want] of given) {
    test(title, () => {
      assert.deepEqual(said(make(yaml)), want);
    });
  }

  test('two sources of the context from two files are told at both', () => {
    const yaml = version3({
      root: `{ ${ROLES} }`,
      schemes: '{ token: { type: httpApiKey, in: header, name: X, x-access-control: { rolesFrom: account } } }',
      operations: onOrder(
        `traits: [{ $ref: 'shared.yaml#/trait' }], security: [${ref('token')}], x-access-control: { roles: [READER], context: { header: a } }`,
      ),
    });
    const [diagnostic, ...rest] = make(yaml, {
      files: { 'shared.yaml': 'trait: { x-access-control: { context: { field: b } } }' },
    }).diagnostics.filter(({ severity }) => severity === 'error');
    assert.deepEqual(rest, []);
    assert.deepEqual(
      [diagnostic?.at, ...(diagnostic?.also ?? [])].map((at) => `${at?.file ?? '-'} ${at?.pointer ?? '-'}`),
      ['/app/shared.yaml /trait/x-access-control/context', `/app/asyncapi.yaml ${ON}/context/header`],
    );
  });
});

describe('what follows from a mistake is not told as well', () => {
  const SCOPED = "type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://i.test/t', availableScopes: {} } }";
  test('hints, where there is no policy', () => {
    const hints = (security: string): readonly string[] =>
      said(make(version3({ operations: onOrder(`security: [${security}]`), schemes: `{ x: { ${SCOPED} } }` }))).map(
        (line) => line.split(' ', 2).join(' '),
      );
    assert.deepEqual(hints(ref('x')), ['info scopes-unstated']);
    assert.deepEqual(hints(`${ref('x')}, 7`), ['error requirement-invalid']);
  });

  test('roles that nobody needs, beside an error or without any model of roles', () => {
    const unused = (security: string, root?: string): number =>
      make(
        version3({
          ...(root === undefined ? {} : { root }),
          schemes: '{ x: { type: X509, x-access-control: { rolesFrom: account } }, y: { type: X509, name: n } }',
          operations: onOrder(`security: [${security}], x-access-control: { roles: [A] }`),
        }),
      ).diagnostics.filter(({ code }) => code === 'role-unused').length;
    assert.equal(unused(ref('x'), '{ roles: { A: {}, B: {} } }'), 1);
    assert.equal(unused(`${ref('x')}, ${ref('y')}`, '{ roles: { A: {}, B: {} } }'), 0);
    assert.equal(unused(ref('x')), 0);
  });

  test('an operation on a channel that cannot be read leaves no policy', () => {
    const yaml = version3({ operations: onOrder(`security: [${ref('x')}]`), schemes: '{ x: { type: X509 } }' });
    assert.deepEqual(statuses(modelOf(yaml)), ['onOrder@none protected']);
    assert.equal(make(yaml.replace("$ref: '#/channels/orders'", 'address: orders')).model, undefined);
  });
});

test('a channel has its parameters, and where each is taken from', () => {
  const yaml = version3({ channel: 'parameters: { a: { location: $message.header#/a }, b: {} }' });
  assert.deepEqual(modelOf(yaml).channels[0]?.parameters, [
    { name: 'a', location: '$message.header#/a' },
    { name: 'b', location: null },
  ]);
});

describe('what readers of topics read is no question of contexts', () => {
  const context = (action: string, protocols: readonly string[], kafka = {}): readonly string[] => {
    const servers = protocols.map((protocol, index) => `s${String(index)}: { host: h, protocol: ${protocol} }`);
    const access = 'x-access-control: { roles: [R], context: { parameter: missing } }';
    return make(
      version3({
        root: '{ roles: { R: {} } }',
        servers: `{ ${servers.join(', ')} }`,
        schemes: '{ x: { type: X509, x-access-control: { rolesFrom: account } } }',
        operations: onOrder(`security: [${ref('x')}], ${access}`).replace('receive', action),
      }),
      { config: { kafka } },
    ).diagnostics.map(({ code }) => code);
  };
  const given: readonly (readonly [action: string, protocols: readonly string[], told: boolean])[] = [
    ['send', ['kafka'], false],
    ['send', ['KAFKA-secure', 'kafka'], false],
    ['send', ['kafka', 'wss'], true],
    ['send', ['kafka-other'], true],
    ['send', ['my-kafka'], true],
    ['send', [], true],
    ['receive', ['kafka'], true],
  ];
  for (const [action, protocols, told] of given) {
    test(`${action} on ${protocols.join(' and ')}`, () => {
      assert.deepEqual(context(action, protocols), told ? ['context-parameter-undefined'] : []);
    });
  }
  test('but for the topics that lists of the broker guard', () => {
    assert.deepEqual(context('send', ['kafka'], { roles: 'acl' }), ['context-parameter-undefined']);
  });
});

test('an operation that states no context, beside one that takes it from the caller', () => {
  const operation = (id: string, context = ''): string =>
    `${id}: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('x')}], x-access-control: { roles: [R]${context} } }`;
  const told = (...operations: readonly string[]): readonly string[] =>
    make(
      version3({
        root: '{ roles: { R: {} } }',
        channel: 'parameters: { tenant: {}, other: {} }',
        schemes: '{ x: { type: X509, x-access-control: { rolesFrom: account } } }',
        operations: `{ ${operations.join(', ')} }`,
      }),
    ).diagnostics.map(({ at, also = [], fix }) =>
      [at, ...also]
        .map((place) => place?.pointer)
        .join(' ')
        .concat(': ', fix),
    );
  const tenant = operation('b', ', context: { parameter: tenant }');
  const want = (id: string): string =>
    `/operations/${id} /operations/b: Write context: { parameter: tenant } under x-access-control; or context: { value: default }, where that is meant.`;
  const other = operation('c', ', context: { parameter: other }');
  assert.deepEqual(told(operation('a'), tenant, other, operation('d')), [want('a'), want('d')]);
  assert.deepEqual(told(operation('a', ', context: { value: default }'), tenant), []);
  assert.deepEqual(told(operation('a', ', context: { header: X }'), tenant), []);
  assert.deepEqual(told(operation('a'), operation('b')), []);
});

describe('flows of oauth2', () => {
  const flows = (stated: string, scopes = '[none]'): readonly string[] =>
    said(
      make(
        version3({
          operations: onOrder(`security: [${ref('x')}]`),
          schemes: `{ x: { type: oauth2, flows: ${stated}, scopes: ${scopes} } }`,
        }),
      ),
    );
  const F = '/components/securitySchemes/x/flows';
  const PASSWORD = "password: { tokenUrl: 'https://i.test/t', availableScopes: { read: '' } }";
  const given: readonly (readonly [flows: string, want: readonly string[]])[] = [
    [`{ ${PASSWORD} }`, ['error scope-undefined /components/securitySchemes/x/scopes/0: Declared: "read".']],
    [`{ ${PASSWORD}, device: {} }`, [`error flow-unknown ${F}/device: Remove it.`]],
    [
      `{ ${PASSWORD}, clientCredential: {} }`,
      [`error flow-unknown ${F}/clientCredential: Did you mean "clientCredentials"?`],
    ],
    [
      `{ ${PASSWORD}, implicit: { $ref: '#/x' } }`,
      [
        `error flow-field-unexpected ${F}/implicit/$ref: Write out what it leads to, or let the whole scheme be a $ref.`,
      ],
    ],
    ['[password]', [`error scheme-field-invalid ${F}: Write a map from flow names to flows.`]],
  ];
  for (const [stated, want] of given) {
    test(stated, () => {
      assert.deepEqual(flows(stated), want);
    });
  }
  test('scopes under the field of the other version are one mistake in all flows', () => {
    const scopes = "tokenUrl: 'https://i.test/t', scopes: {}";
    const both = flows(`{ password: { ${scopes} }, clientCredentials: { ${scopes} } }`, '[]');
    assert.deepEqual(both, [`error flow-scopes-field ${F}/password/scopes: Rename scopes to availableScopes.`]);
  });
});

test('a credential in a binding is told with a scheme that would carry it', () => {
  const fix = (place: string): string | undefined =>
    make(
      version2({
        publish: `x-note: 1 }, bindings: { ws: { ${place}: { properties: { token: {} } } }`,
        servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: [] }] } }",
        schemes: '{ x: { type: X509 } }',
      }),
    ).diagnostics.find(({ code }) => code === 'credential-in-binding')?.fix;
  const want = (place: string): string =>
    `Declare a scheme (type: httpApiKey, in: ${place}, name: token) and apply it in security.`;
  assert.deepEqual([fix('query'), fix('headers')], [want('query'), want('header')]);
});
