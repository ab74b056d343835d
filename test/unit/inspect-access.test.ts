import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { policyAnswer } from '../../src/commands/policy-answer.js';
import { inspected } from '../support/inspected.js';
import { make, modelOf, ref, version2, version3, type TeamSays } from '../support/model-of.js';
import { roleDocument, ROLES } from '../support/role-document.js';

/** What `inspect --format json` says of the one operation: access, roles, context; then the statuses of its rules. */
const answered = (yaml: string, team?: TeamSays): unknown => {
  const { operations, rules } = policyAnswer(modelOf(yaml, team), []);
  const [operation] = Object.values(operations);
  return [operation?.access, operation?.roles, operation?.context, ...rules.map(({ status }) => status)];
};

const MODEL = `{ ${ROLES} }`;
const NONE = 'null';
const DEFAULT = { value: 'default' };

/** A role model or none, what the operation says -> access, roles, context, status. */
const COMBINATIONS: readonly (readonly [root: string, access: string, want: readonly unknown[]])[] = [
  [NONE, '', ['protected', null, null, 'protected']],
  [NONE, '{}', ['protected', null, null, 'protected']],
  [NONE, '{ roles: [] }', ['protected', null, null, 'protected']],
  [NONE, '{ access: authenticated }', ['authenticated', null, null, 'protected']],
  [NONE, '{ context: { header: X } }', ['protected', null, null, 'protected']],
  ['{}', '', ['protected', [], null, 'refused']],
  ['{}', '{ access: authenticated }', ['authenticated', [], null, 'protected']],
  ['{ defaultContext: main }', '{ access: authenticated }', ['authenticated', [], null, 'protected']],
  ['{ preset: axon-server }', '', ['protected', [], null, 'refused']],
  [MODEL, '', ['protected', [], null, 'refused']],
  [MODEL, '{}', ['protected', [], null, 'refused']],
  [MODEL, '{ roles: [] }', ['protected', [], null, 'refused']],
  [MODEL, '{ roles: null }', ['protected', [], null, 'refused']],
  [MODEL, '{ context: { header: X } }', ['protected', [], null, 'refused']],
  [MODEL, '{ access: authenticated }', ['authenticated', [], null, 'protected']],
  [MODEL, '{ access: authenticated, roles: [] }', ['authenticated', [], null, 'protected']],
  [MODEL, '{ roles: [READER] }', ['protected', ['READER'], DEFAULT, 'protected']],
  [MODEL, '{ roles: [WRITER, READER, WRITER] }', ['protected', ['WRITER', 'READER'], DEFAULT, 'protected']],
  [MODEL, '{ roles: [READER], context: { value: shop } }', ['protected', ['READER'], { value: 'shop' }, 'protected']],
  [MODEL, '{ roles: [READER], context: { header: X-C } }', ['protected', ['READER'], { header: 'X-C' }, 'protected']],
  [MODEL, '{ roles: [READER], context: { field: c } }', ['protected', ['READER'], { field: 'c' }, 'protected']],
  [
    MODEL,
    '{ roles: [READER], context: { parameter: context } }',
    ['protected', ['READER'], { parameter: 'context' }, 'protected'],
  ],
  [MODEL, '{ roles: [ADMIN] }', ['protected', ['ADMIN'], DEFAULT, 'refused']],
  [MODEL, '{ roles: [ADMIN], context: { value: _admin } }', ['protected', ['ADMIN'], { value: '_admin' }, 'protected']],
  [MODEL, '{ roles: [ADMIN], context: { header: X } }', ['protected', ['ADMIN'], { header: 'X' }, 'refused']],
  [
    `{ ${ROLES}, defaultContext: _admin }`,
    '{ roles: [ADMIN] }',
    ['protected', ['ADMIN'], { value: '_admin' }, 'protected'],
  ],
  [
    `{ ${ROLES}, defaultContext: main }`,
    '{ roles: [READER] }',
    ['protected', ['READER'], { value: 'main' }, 'protected'],
  ],
  [`{ ${ROLES}, adminContext: shop }`, '{ roles: [SHOP] }', ['protected', ['SHOP'], DEFAULT, 'refused']],
  [
    '{ preset: axon-server }',
    '{ function: READ_HIGHEST_SEQNR }',
    ['protected', ['READ_EVENTS', 'USE_CONTEXT'], DEFAULT, 'protected'],
  ],
  ['{ preset: axon-server }', '{ function: MERGE_USER }', ['protected', ['ADMIN'], DEFAULT, 'refused']],
  [
    '{ preset: axon-server }',
    '{ function: MERGE_USER, context: { value: _admin } }',
    ['protected', ['ADMIN'], { value: '_admin' }, 'protected'],
  ],
  [
    '{ preset: axon-server }',
    '{ function: MERGE_USER, roles: [MONITOR] }',
    ['protected', ['MONITOR'], DEFAULT, 'protected'],
  ],
  [
    // The document may replace what a preset says of a role.
    "{ preset: axon-server, roles: { ADMIN: { contexts: ['*'] } } }",
    '{ function: MERGE_USER }',
    ['protected', ['ADMIN'], DEFAULT, 'protected'],
  ],
  [
    '{ preset: axon-server, roles: { OURS: {} }, defaultContext: main }',
    '{ roles: [OURS, MONITOR] }',
    ['protected', ['OURS', 'MONITOR'], { value: 'main' }, 'protected'],
  ],
];

void describe('access, roles and context, in all combinations', () => {
  for (const [root, access, want] of COMBINATIONS)
    void it(`${root} ${access}`, () => {
      assert.deepEqual(answered(roleDocument(access, { root })), want);
    });

  void it('an operation that the team opens has roles and context as any other', () => {
    const open = (access: string): string =>
      version3({
        root: MODEL,
        operations: `{ o: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: ${access} } }`,
      });
    const team = { config: { public: ['o'] } };
    assert.deepEqual(answered(open('{}'), team), ['public', [], null, 'public']);
    assert.deepEqual(answered(open('{ roles: [READER] }'), team), ['public', ['READER'], DEFAULT, 'refused']);
    assert.deepEqual(answered(open('{ access: authenticated }'), team), ['public', [], null, 'refused']);
  });
});

void describe('access after traits (S11)', () => {
  const two = (own: string, traits: string): string =>
    version2({
      root: MODEL,
      schemes: '{ token: { type: userPassword, x-access-control: { rolesFrom: account } } }',
      publish: `security: [{ token: [] }], x-access-control: ${own}, traits: [${traits}]`,
      traits: '{ shared: { x-access-control: { roles: [WRITER], context: { value: mall } } } }',
    });
  const three = (own: string, traits: string): string =>
    version3({
      root: MODEL,
      schemes: '{ token: { type: userPassword, x-access-control: { rolesFrom: account } } }',
      operations: `{ o: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('token')}], x-access-control: ${own}, traits: [${traits}] } }`,
      traits: '{ shared: { x-access-control: { roles: [WRITER], context: { value: mall } } } }',
    });
  const SHARED = "{ $ref: '#/components/operationTraits/shared' }";
  const cases: readonly (readonly [own: string, traits: string, in2: unknown[], in3: unknown[]])[] = [
    ['null', SHARED, [['WRITER'], { value: 'mall' }], [['WRITER'], { value: 'mall' }]],
    ['{ roles: [READER] }', SHARED, [['WRITER'], { value: 'mall' }], [['READER'], { value: 'mall' }]],
    ['{ context: { value: shop } }', SHARED, [['WRITER'], { value: 'mall' }], [['WRITER'], { value: 'shop' }]],
    [
      '{ roles: [READER] }',
      `${SHARED}, { x-access-control: { roles: [SHOP] } }`,
      [['SHOP'], { value: 'mall' }],
      [['READER'], { value: 'mall' }],
    ],
    [
      '{}',
      `{ x-access-control: { roles: [SHOP] } }, ${SHARED}`,
      [['WRITER'], { value: 'mall' }],
      [['WRITER'], { value: 'mall' }],
    ],
  ];
  for (const [own, traits, in2, in3] of cases)
    void it(`own ${own}, traits ${traits}`, () => {
      assert.deepEqual(answered(two(own, traits)), ['protected', ...in2, 'protected']);
      assert.deepEqual(answered(three(own, traits)), ['protected', ...in3, 'protected']);
    });

  void it('an empty list of roles is never a way out', () => {
    assert.deepEqual(answered(two('{ roles: [READER] }', '{ x-access-control: { roles: [] } }')), [
      'protected',
      [],
      null,
      'refused',
    ]);
    assert.deepEqual(answered(three('{ roles: [] }', '{ x-access-control: { roles: [READER] } }')), [
      'protected',
      [],
      null,
      'refused',
    ]);
  });

  void it('two sources of a context are refused, and both places told', () => {
    const [diagnostic] = make(three('{ roles: [READER], context: { header: X } }', SHARED)).diagnostics;
    assert.equal(diagnostic?.code, 'access-control-value-invalid');
    assert.match(diagnostic.message, /states "value" and "header"/);
    assert.equal(diagnostic.at?.pointer, '/components/operationTraits/shared/x-access-control/context');
    assert.deepEqual(
      diagnostic.also?.map(({ pointer }) => pointer),
      ['/operations/o/x-access-control/context/header'],
    );
  });
});

void describe('access from other files', () => {
  const entry = (operation: string): string => `asyncapi: 3.0.0
info: { title: t, version: '1' }
x-access-control: { roles: { READER: {}, WRITER: {} } }
channels: { c: { address: c } }
operations:
  o:
    ${operation}
components:
  securitySchemes: { token: { type: userPassword, x-access-control: { rolesFrom: account } } }
`;
  const inline = (rest: string): string =>
    entry(`{ action: receive, channel: { $ref: '#/channels/c' }, security: [${ref('token')}], ${rest} }`);

  void it('a trait in a file, and a mistake in it is told there', async () => {
    const document = inline("traits: [{ $ref: 'traits.yaml#/reading' }]");
    const good = await inspected({
      'asyncapi.yaml': document,
      'traits.yaml': 'reading: { x-access-control: { roles: [READER, WRITER] } }\n',
    });
    assert.deepEqual(good.policy?.operations['o']?.roles, ['READER', 'WRITER']);
    const bad = await inspected({
      'asyncapi.yaml': document,
      'traits.yaml': 'reading:\n  x-access-control:\n    roles: [READER, WRITTER]\n',
    });
    assert.deepEqual(
      bad.diagnostics.map(({ code, at }) => [code, at?.file, at?.pointer, at?.range.start]),
      [['role-undefined', 'traits.yaml', '/reading/x-access-control/roles/1', { line: 3, column: 21 }]],
    );
    assert.equal(bad.policy, null);
  });

  void it("the team's file adds to the document, and what is wrong in it is told there", async () => {
    const config = 'document: asyncapi.yaml\naccessControl: access.yaml\n';
    const document = inline('x-access-control: { roles: [READER] }');
    const good = await inspected({
      'asyncapi.yaml': document,
      'asyncapi-guards.config.yaml': config,
      'access.yaml':
        'operations:\n  o: { context: { value: shop }, roles: [READER] }\nroles: { WRITER: { description: ours } }\n',
    });
    assert.deepEqual(good.policy?.operations['o']?.context, { value: 'shop' });
    const bad = await inspected({
      'asyncapi.yaml': document,
      'asyncapi-guards.config.yaml': config,
      'access.yaml': 'operations:\n  o:\n    roles: [WRITER]\n',
    });
    assert.deepEqual(
      bad.diagnostics.map(({ code, at, also }) => [
        code,
        at?.file,
        at?.range.start.line,
        also?.map(({ file, range }) => [file, range.start.line]),
      ]),
      [['access-control-conflict', 'access.yaml', 3, [['asyncapi.yaml', 7]]]],
    );
  });

  void it('an anchor shares roles between operations, and a mistake in it is one', () => {
    const shared = (roles: string): string =>
      version3({
        root: MODEL,
        schemes: '{ token: { type: userPassword, x-access-control: { rolesFrom: account } } }',
        operations: `{ o: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('token')}], x-access-control: &access { roles: [${roles}] } }, p: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('token')}], x-access-control: { <<: *access, context: { value: shop } } } }`,
      });
    const { operations } = policyAnswer(modelOf(shared('READER, WRITER')), []);
    assert.deepEqual(
      Object.values(operations).map(({ roles, context }) => [roles, context]),
      [
        [['READER', 'WRITER'], DEFAULT],
        [['READER', 'WRITER'], { value: 'shop' }],
      ],
    );
    const { diagnostics } = make(shared('REDER'));
    assert.deepEqual(
      diagnostics.map(({ code, at, also }) => [code, at?.pointer, also]),
      [['role-undefined', '/operations/o/x-access-control/roles/0', undefined]],
    );
  });
});
