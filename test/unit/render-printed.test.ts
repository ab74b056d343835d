import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { fc } from '../support/seeded.js';
import { format } from 'prettier';
import type { Json } from '../../src/document/node.js';
import type { RolesFile } from '../../src/plan/plan.js';
import { renderPolicy, renderRoles, renderRuntime } from '../../src/render/index.js';
import { printLiteral } from '../../src/render/literal.js';
import type { Policy } from '../../src/runtime/policy.js';

const FRAME = { banner: 'Generated. Do not edit.', importExtension: 'js' } as const;

const pretty = (text: string): Promise<string> => format(text, { parser: 'typescript', singleQuote: true });

test('literals are laid out as prettier leaves them', () =>
  fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 0, max: 2 }), async (value, spread) => {
      // Prettier writes 1e+21 and -0 in its own way; documents bring no such numbers to these files.
      const data = JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
        typeof item === 'number' ? Math.trunc(item) % 1e6 || 0 : item,
      ) as Json;
      const text = `export const a = ${printLiteral(data, { indent: 0, before: 17, after: 10, spread })} as const;\n`;
      assert.equal(await pretty(text), text);
    }),
    { numRuns: 150 },
  ));

const POLICY: Policy = {
  contract: 1,
  providers: {
    token: {
      form: 'bearer',
      carriers: [{ in: 'header', name: 'authorization' }],
      rolesFrom: 'claim',
      usernameClaim: 'email',
    },
  },
  schemes: { token: { type: 'openIdConnect', provider: 'token' }, 'a-b': { type: 'http', provider: "it's" } },
  channels: { events: { address: '/contexts/{context}/events', parameters: ['context'] } },
  operations: {
    appendEvent: {
      action: 'receive',
      channel: 'events',
      access: 'protected',
      context: { parameter: 'context' },
      message: { by: 'property', property: 'type', values: ['append', 1, true] },
      replies: false,
    },
  },
  servers: {
    gateway: {
      protocol: 'wss',
      host: 'gateway.acme.test',
      pathname: '/',
      describes: 'server',
      requirement: [
        { allOf: [{ scheme: 'token', scopes: [] }], actor: 'token' },
        { allOf: [{ scheme: 'a-b', scopes: ['events:read', 'events:write'] }], actor: null },
      ],
      rules: { appendEvent: { requirement: null } },
      hosts: ['gateway.acme.test'],
      tls: true,
    },
  },
  roles: null,
  roleMap: { appendEvent: ['PUBLISH_EVENTS'] },
  sameSubject: false,
};

test('the policy is printed whole, except for the role map, which it imports', async () => {
  const { path, text } = renderPolicy(POLICY, FRAME);
  assert.equal(path, 'policy.ts');
  assert.equal(await pretty(text), text);
  assert.match(text, /^\/\/ Generated\. Do not edit\.\n\nimport \{ ROLE_MAP \} from '\.\/roles\.js';\n/);
  assert.match(text, /\n {2}roleMap: ROLE_MAP,\n\} as const satisfies Policy;\n/);
  const [, literal = ''] = /POLICY = (\{[\s\S]*\}) as const/.exec(text) ?? [];
  const read: unknown = runInThisContext(`(${literal.replace('ROLE_MAP', JSON.stringify(POLICY.roleMap))})`);
  assert.deepEqual(read, POLICY);
});

test('a banner that names a hostile document stays a line comment', () => {
  const { text } = renderPolicy(POLICY, { ...FRAME, banner: 'from a\nevil();\u2028evil();// @ts-nocheck.yaml' });
  assert.match(text, /^\/\/ from a evil\(\); evil\(\);\/\/ \\@ts-nocheck\.yaml\n\nimport /);
});

test('module names have the ending that the plan says', () => {
  const ending = (importExtension: '' | 'ts'): string => renderPolicy(POLICY, { ...FRAME, importExtension }).text;
  assert.match(ending('ts'), /from '\.\/runtime\/index\.ts';/);
  assert.match(ending(''), /from '\.\/runtime\/index';/);
});

const ROLES: RolesFile = {
  roles: [
    { name: 'PUBLISH_EVENTS', description: 'Publish events', deprecated: false, replacedBy: [] },
    { name: 'READ', description: '*/ evil() /* @x', deprecated: true, replacedBy: ['READ_EVENTS', 'DISPATCH_QUERY'] },
    { name: "O'Role", description: '', deprecated: false, replacedBy: [] },
  ],
  contexts: ['default', '_admin'],
  roleMap: { appendEvent: ['PUBLISH_EVENTS'], 'a.b': [] },
  operationsByRole: { PUBLISH_EVENTS: ['appendEvent'], READ: [], "O'Role": [] },
};

test('the roles are printed as types, lists and both maps', async () => {
  const { path, text } = renderRoles(ROLES, FRAME);
  assert.equal(path, 'roles.ts');
  assert.equal(await pretty(text), text);
  for (const passage of [
    ' * - READ: *\\/ evil() /* \\@x. Deprecated, replaced by READ_EVENTS, DISPATCH_QUERY.\n',
    `export type Role = 'PUBLISH_EVENTS' | 'READ' | "O'Role";\n`,
    "export type Context = 'default' | '_admin' | (string & Record<never, never>);\n",
    'export type Grant = `${Role}@${string}`;\n',
    "  appendEvent: ['PUBLISH_EVENTS'],\n  'a.b': [],\n} as const satisfies Record<string, readonly Role[]>;\n",
    "  READ: ['READ_EVENTS', 'DISPATCH_QUERY'],\n} as const",
  ]) {
    assert.ok(text.includes(passage), passage);
  }
});

test('a document without roles has a file of none', async () => {
  const { text } = renderRoles({ roles: [], contexts: [], roleMap: {}, operationsByRole: {} }, FRAME);
  assert.equal(await pretty(text), text);
  assert.match(text, /export type Role = never;/);
  assert.match(text, /export const ROLE_MAP = \{\} as const;/);
});

const MODULES = new Map([
  ['guard.ts', "import { a } from './core/a.js';\nexport const guard = a;\n"],
  ['core/a.ts', "import type { B } from '../b.js';\nexport const a: B = 1;\n"],
  ['b.ts', "export type B = import('./c.js').C;\n"],
  ['c.ts', "import 'node:fs';\nexport type C = number;\n"],
  ['unused.ts', 'export {};\n'],
]);

const RUNTIME = {
  entries: [
    { module: 'guard', values: ['guard'], types: [] },
    { module: 'core/a', values: ['a'], types: ['A'] },
    { module: 'b', values: [], types: ['B'] },
    { module: 'c', values: [], types: [] },
  ],
};

test('the runtime is the needed modules, unchanged, behind a barrel', async () => {
  const files = renderRuntime(RUNTIME, MODULES, FRAME);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['runtime/index.ts', 'runtime/b.ts', 'runtime/c.ts', 'runtime/core/a.ts', 'runtime/guard.ts'],
  );
  assert.equal(
    files[0]?.text,
    "// Generated. Do not edit.\n\nexport type { B } from './b.js';\nexport { type A, a } from './core/a.js';\nexport { guard } from './guard.js';\n",
  );
  assert.equal(await pretty(files[0].text), files[0].text);
  assert.deepEqual(
    files.slice(1).map(({ text }) => text),
    ['b.ts', 'c.ts', 'core/a.ts', 'guard.ts'].map((path) => MODULES.get(path)),
  );
});

test('other endings are the only change to a runtime module', () => {
  const text = (importExtension: '' | 'ts', path: string) =>
    renderRuntime(RUNTIME, MODULES, { ...FRAME, importExtension }).find((file) => file.path === path)?.text;
  assert.equal(text('ts', 'runtime/core/a.ts'), "import type { B } from '../b.ts';\nexport const a: B = 1;\n");
  assert.equal(text('', 'runtime/b.ts'), "export type B = import('./c').C;\n");
});
