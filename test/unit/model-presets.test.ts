import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PRESETS } from '../../src/model/presets/index.js';
import { make, modelOf, ref, statuses, told, version3 } from '../support/model-of.js';

void describe('the preset axon-server', () => {
  const [preset] = PRESETS;
  assert.ok(preset);
  const functionsOf = (role: string): string[] =>
    [...preset.functions].filter(([, roles]) => roles.includes(role)).map(([name]) => name);

  const counts: Record<string, number> = {
    ADMIN: 51,
    VIEW_CONFIGURATION: 6,
    CONTEXT_ADMIN: 16,
    DISPATCH_COMMANDS: 1,
    DISPATCH_QUERY: 2,
    MONITOR: 2,
    PUBLISH_EVENTS: 5,
    READ_EVENTS: 7,
    SUBSCRIBE_COMMAND_HANDLER: 1,
    SUBSCRIBE_QUERY_HANDLER: 1,
    USE_CONTEXT: 36,
    READ: 9,
    WRITE: 7,
  };
  void it('has 13 roles and 81 functions, as documented', () => {
    assert.equal(preset.functions.size, 81);
    assert.deepEqual(Object.fromEntries(preset.roles.map(({ name }) => [name, functionsOf(name).length])), counts);
  });
  void it('gives each function to the documented roles', () => {
    const groups = new Map<string, number>();
    for (const roles of preset.functions.values()) {
      const group = [...roles].sort().join(' ');
      groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(groups), {
      ADMIN: 39,
      'ADMIN VIEW_CONFIGURATION': 6,
      'ADMIN CONTEXT_ADMIN USE_CONTEXT': 5,
      'ADMIN USE_CONTEXT': 1,
      'CONTEXT_ADMIN USE_CONTEXT': 11,
      'MONITOR USE_CONTEXT': 2,
      'DISPATCH_COMMANDS USE_CONTEXT WRITE': 1,
      'SUBSCRIBE_COMMAND_HANDLER USE_CONTEXT WRITE': 1,
      'DISPATCH_QUERY READ USE_CONTEXT': 2,
      'READ SUBSCRIBE_QUERY_HANDLER USE_CONTEXT': 1,
      'PUBLISH_EVENTS USE_CONTEXT WRITE': 5,
      'READ READ_EVENTS USE_CONTEXT': 6,
      'READ_EVENTS USE_CONTEXT': 1,
    });
  });
  void it('names declared roles only', () => {
    const names = new Set(preset.roles.map(({ name }) => name));
    for (const [name, roles] of preset.functions)
      for (const role of roles) assert.ok(names.has(role), `${name}: ${role}`);
    for (const { replacedBy } of preset.roles) for (const role of replacedBy) assert.ok(names.has(role), role);
  });
  void it('READ holds one function less than its successors', () => {
    const successors = ['READ_EVENTS', 'DISPATCH_QUERY', 'SUBSCRIBE_QUERY_HANDLER'].flatMap(functionsOf);
    assert.deepEqual(
      successors.filter((name) => !functionsOf('READ').includes(name)),
      ['READ_HIGHEST_SEQNR'],
    );
  });
  void it('makes the role model of a document that names it', () => {
    const { roles } = modelOf(version3({ root: '{ preset: axon-server }' }));
    assert.deepEqual(
      [roles?.defaultContext, roles?.adminContext, roles?.bareGrant, roles?.roles.length],
      ['default', '_admin', 'every-context', 13],
    );
    assert.deepEqual(
      roles?.roles.filter(({ deprecated }) => deprecated).map(({ name }) => name),
      ['READ', 'WRITE'],
    );
  });
  void it('is completed by the document, key by key', () => {
    const { roles } = modelOf(
      version3({
        root: '{ preset: axon-server, defaultContext: main, roles: { ADMIN: { description: Ours }, WRITE: { description: Ours too }, EXTRA: {} } }',
      }),
    );
    const role = (wanted: string): unknown => {
      const { at, ...found } = roles?.roles.find(({ name }) => name === wanted) ?? assert.fail(wanted);
      return { ...found, stated: at !== null };
    };
    const plain = { deprecated: false, replacedBy: [], contexts: null, stated: true };
    assert.deepEqual(role('ADMIN'), { ...plain, name: 'ADMIN', description: 'Ours', contexts: ['_admin'] });
    const successors = ['PUBLISH_EVENTS', 'DISPATCH_COMMANDS', 'SUBSCRIBE_COMMAND_HANDLER'];
    assert.deepEqual(role('WRITE'), {
      ...plain,
      name: 'WRITE',
      description: 'Ours too',
      deprecated: true,
      replacedBy: successors,
    });
    assert.deepEqual(role('EXTRA'), { ...plain, name: 'EXTRA', description: '' });
    assert.deepEqual(role('MONITOR'), {
      ...plain,
      name: 'MONITOR',
      description: 'Views information about a context',
      stated: false,
    });
    assert.equal(roles?.roles.length, 14);
    assert.equal(roles.defaultContext, 'main');
  });
});

void describe('a message router with roles, over two transports', () => {
  const router = `asyncapi: 3.0.0
info: { title: Router, version: 1.0.0 }
x-access-control: { preset: axon-server }
servers:
  gateway: { host: router.test, protocol: wss, security: [${ref('token')}, ${ref('login')}] }
  kafka: { host: kafka.test, protocol: kafka-secure, security: [${ref('scram')}] }
channels:
  commands: { address: 'contexts.{context}.commands', parameters: { context: {} } }
  users: { address: users, servers: [{ $ref: '#/servers/gateway' }] }
operations:
  dispatch:
    action: receive
    channel: { $ref: '#/channels/commands' }
    security: [${ref('token')}, ${ref('scram')}]
    x-access-control: { function: DISPATCH_COMMAND, context: { parameter: context } }
  handle:
    action: send
    channel: { $ref: '#/channels/commands' }
    x-access-control: { function: HANDLE_COMMANDS, context: { parameter: context } }
  mergeUser:
    action: receive
    channel: { $ref: '#/channels/users' }
    x-access-control: { function: MERGE_USER, context: { value: _admin } }
components:
  securitySchemes:
    token: { type: httpApiKey, in: header, name: X-Token, x-access-control: { subject: application, rolesFrom: account } }
    login: { type: openIdConnect, openIdConnectUrl: 'https://idp.test', scopes: [email], x-access-control: { subject: user, rolesFrom: account, usernameClaim: email } }
    scram: { type: scramSha512, x-access-control: { rolesFrom: account, carrier: proof } }
`;
  void it('is understood without a word', () => {
    const made = make(router);
    assert.deepEqual(told(made), []);
    assert.deepEqual(made.model && statuses(made.model), [
      'dispatch@gateway protected',
      'dispatch@kafka protected',
      'handle@gateway protected',
      'handle@kafka protected',
      'mergeUser@gateway protected',
    ]);
  });
  void it('says whose roles count, and where', () => {
    const model = modelOf(router);
    const acting = model.rules.map(({ requirements }) =>
      requirements.find((requirement) => requirement.acting)?.anyOf.map(({ actor }) => actor),
    );
    assert.deepEqual(acting, [
      ['token', 'scram'],
      ['token', 'scram'],
      ['token', 'login'],
      ['scram'],
      ['token', 'login'],
    ]);
    assert.deepEqual(
      model.operations.map(({ roles, context }) => [roles, context]),
      [
        [['DISPATCH_COMMANDS', 'USE_CONTEXT', 'WRITE'], { parameter: 'context' }],
        [['SUBSCRIBE_COMMAND_HANDLER', 'USE_CONTEXT', 'WRITE'], { parameter: 'context' }],
        [['ADMIN'], { value: '_admin' }],
      ],
    );
    assert.deepEqual(model.schemes.find(({ id }) => id === 'login')?.access, {
      subject: 'user',
      rolesFrom: 'account',
      usernameClaim: 'email',
      claim: null,
      groupRoles: null,
      carrier: null,
      aliases: [],
    });
  });
});

void describe('a preset of the team', () => {
  const document = version3({ root: '{ preset: ./ours.yaml }' });
  const functions = 'functions: { READ_ORDERS: [READER] }';
  for (const [preset, defaultContext, adminContext, bareGrant] of [
    [`roles: { READER: {} }\n${functions}`, 'default', null, null],
    [`roles: { READER: {} }\n${functions}\ndefaultContext: shop`, 'shop', null, null],
    [
      `roles: { READER: {} }\n${functions}\nadminContext: ops\nbareGrant: every-context`,
      'default',
      'ops',
      'every-context',
    ],
  ] as const) {
    void it(`gives its contexts: ${defaultContext}, ${String(adminContext)}`, () => {
      const { roles } = modelOf(document, { preset });
      assert.deepEqual(
        [roles?.defaultContext, roles?.adminContext, roles?.bareGrant],
        [defaultContext, adminContext, bareGrant],
      );
      assert.deepEqual(roles?.preset, { name: './ours.yaml', file: 'ours.yaml' });
    });
  }

  void it('gives its roles, with what is said of each and where', () => {
    const { roles } = modelOf(document, {
      preset: `roles:\n  READER: { description: Reads, contexts: [shop] }\n  OLD: { deprecated: true, replacedBy: [READER] }\n${functions}`,
    });
    assert.deepEqual(
      roles?.roles.map(({ at, ...role }) => [role, at?.file, at?.pointer]),
      [
        [
          { name: 'READER', description: 'Reads', deprecated: false, replacedBy: [], contexts: ['shop'] },
          '/app/ours.yaml',
          '/roles/READER',
        ],
        [
          { name: 'OLD', description: '', deprecated: true, replacedBy: ['READER'], contexts: null },
          '/app/ours.yaml',
          '/roles/OLD',
        ],
      ],
    );
  });

  for (const [what, preset, want] of [
    ['no map', '- READER', ['error access-control-value-invalid ']],
    [
      'an unknown key beside an undefined role',
      'roles: { READER: {} }\nfunctons: {}\nfunctions: { A: [REDER] }',
      ['error access-control-key-unknown /functons'],
    ],
    ['an undefined role', 'roles: { READER: {} }\nfunctions: { A: [REDER] }', ['error role-undefined /functions/A/0']],
    [
      'an undefined successor',
      `roles: { READER: { replacedBy: [REDER] } }\n${functions}`,
      ['error role-undefined /roles/READER/replacedBy/0'],
    ],
  ] as const) {
    void it(`is refused for ${what}, and says which preset it is`, () => {
      const made = make(document, { preset });
      assert.equal(made.model, undefined);
      assert.deepEqual(told(made), want);
    });
  }

  void it('is named where it cannot be had', () => {
    for (const [name, path] of [
      ['acme', './presets/acme.yaml'],
      ['@acme/roles', './presets/ours.yaml'],
    ] as const) {
      const made = make(version3({ root: `{ preset: '${name}' }` }));
      assert.deepEqual(told(made), ['error preset-undefined /x-access-control/preset']);
      const [found] = made.diagnostics;
      assert.ok(found !== undefined);
      assert.ok(found.message.startsWith(`There is no preset "${name}": `));
      assert.ok(found.fix.includes(path));
    }
  });
});
