import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, test } from 'node:test';
import { check, generate, inspect } from '../../src/index.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { inspected } from '../support/inspected.js';
import { onOrder, ref, version3 } from '../support/model-of.js';

const PRESET = `roles:
  READER: { description: Reads, contexts: [shop] }
  WRITER: { deprecated: true, replacedBy: [READER] }
functions: { READ_ORDERS: [READER], WRITE_ORDERS: [WRITER, READER] }
defaultContext: shop
`;

const naming = (preset: string, access = '{ function: READ_ORDERS }'): string =>
  version3({
    root: preset === '' ? '{}' : `{ preset: ${JSON.stringify(preset)} }`,
    schemes: '{ t: { type: http, scheme: bearer, x-access-control: { rolesFrom: account } } }',
    operations: onOrder(`security: [${ref('t')}], x-access-control: ${access}`),
  });

const ofPackage = (description: object, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ 'package.json': JSON.stringify(description), ...files }).map(([name, text]) => [
      `node_modules/@acme/roles/${name}`,
      text,
    ]),
  );

type Files = Readonly<Record<string, string>>;

/** Where the document names its preset. */
const NAMED = 'asyncapi.yaml/x-access-control/preset';

/** The official parser, which takes most of a second a document, has no say in this. */
const UNCHECKED = { check: () => Promise.resolve({ errors: [] }) };

void describe('a preset of the team', () => {
  const found: Readonly<Record<string, { readonly preset: string; readonly files: Files; readonly from: string }>> = {
    'a file beside the document': { preset: './ours.yaml', files: { 'ours.yaml': PRESET }, from: 'ours.yaml' },
    'a path that does not begin as one': {
      preset: 'a/ours.yaml',
      files: { 'a/ours.yaml': PRESET },
      from: 'a/ours.yaml',
    },
    'a file of JSON': {
      preset: './ours.json',
      files: {
        'ours.json':
          '{ "roles": { "READER": { "contexts": ["shop"] } }, "defaultContext": "shop", "functions": { "READ_ORDERS": ["READER"] } }',
      },
      from: 'ours.json',
    },
    'the main file of a package': {
      preset: '@acme/roles',
      files: ofPackage({ main: 'roles.yaml' }, { 'roles.yaml': PRESET }),
      from: 'node_modules/@acme/roles/roles.yaml',
    },
    'the exports of a package': {
      preset: '@acme/roles',
      files: ofPackage({ exports: './data/roles.yaml' }, { 'data/roles.yaml': PRESET }),
      from: 'node_modules/@acme/roles/data/roles.yaml',
    },
    'a part of a package': {
      preset: '@acme/roles/shop',
      files: ofPackage({ exports: { './shop': './shop.yaml' } }, { 'shop.yaml': PRESET }),
      from: 'node_modules/@acme/roles/shop.yaml',
    },
    'a file of a package': {
      preset: '@acme/roles/shop.yaml',
      files: ofPackage({}, { 'shop.yaml': PRESET }),
      from: 'node_modules/@acme/roles/shop.yaml',
    },
  };
  for (const [title, { preset, files, from }] of Object.entries(found)) {
    void it(`is found as ${title}`, async () => {
      const { policy, diagnostics } = await inspected({ 'asyncapi.yaml': naming(preset), ...files }, UNCHECKED);
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.deepEqual(policy?.preset, { name: preset, file: from });
      const { roles, context } = policy.operations['onOrder'] ?? {};
      assert.deepEqual([roles, context], [['READER'], { value: 'shop' }]);
    });
  }

  const wrong: Readonly<
    Record<string, { preset: string; files?: Files; access?: string; code: string; at?: string; says: RegExp }>
  > = {
    'a misspelt name': {
      preset: 'axon-servr',
      code: 'preset-undefined',
      says: /Did you mean "axon-server"/,
    },
    'a missing package': {
      preset: '@acme/rolls',
      code: 'preset-undefined',
      says: /no package of this name/,
    },
    'a missing file': {
      preset: './ours.yaml',
      code: 'preset-unreadable',
      says: /does not exist/,
    },
    'a file outside the folder': {
      preset: '../ours.yaml',
      code: 'preset-unreadable',
      says: /outside/,
    },
    'an absolute path': {
      preset: '/etc/roles.yaml',
      code: 'preset-unreadable',
      says: /no relative path/,
    },
    'a file: URL': {
      preset: 'file:///etc/roles.yaml',
      code: 'preset-unreadable',
      says: /no relative path/,
    },
    'the network': {
      preset: 'https://acme.test/roles.yaml',
      code: 'preset-unreadable',
      says: /not fetched/,
    },
    'a part of a file': {
      preset: './ours.yaml#/a',
      files: { 'ours.yaml': PRESET },
      code: 'preset-unreadable',
      says: /no relative path/,
    },
    'a folder': {
      preset: './ours.yaml',
      files: { 'ours.yaml/x': '' },
      code: 'preset-unreadable',
      says: /it is a folder/,
    },
    'a package of code': {
      preset: '@acme/roles',
      files: ofPackage({ main: 'index.js' }, { 'index.js': 'throw new Error("was run");' }),
      code: 'preset-unreadable',
      says: /offers index\.js, which is no JSON or YAML/,
    },
    'a package that leads out of its folder': {
      preset: '@acme/roles',
      files: { ...ofPackage({ main: '../../../ours.yaml' }, {}), 'ours.yaml': PRESET },
      code: 'preset-unreadable',
      says: /outside its own folder/,
    },
    'a package without data': {
      preset: '@acme/roles',
      files: ofPackage({ exports: { './other': './a.yaml' } }, {}),
      code: 'preset-unreadable',
      says: /neither `main` nor `exports`/,
    },
    'a text that is no YAML': {
      preset: './ours.yaml',
      files: { 'ours.yaml': 'roles: {' },
      code: 'yaml-syntax',
      at: 'ours.yaml',
      says: /./,
    },
    'a key twice': {
      preset: './ours.yaml',
      files: { 'ours.yaml': 'roles: {}\nroles: {}\n' },
      code: 'key-duplicate',
      at: 'ours.yaml/roles',
      says: /"?roles/,
    },
    'an unknown key': {
      preset: './ours.yaml',
      files: { 'ours.yaml': `${PRESET}function: {}\n` },
      code: 'access-control-key-unknown',
      at: 'ours.yaml/function',
      says: /Did you mean "functions"/,
    },
    'no roles': {
      preset: './ours.yaml',
      files: { 'ours.yaml': 'functions: {}\n' },
      code: 'access-control-value-invalid',
      at: 'ours.yaml',
      says: /a map with "roles"/,
    },
    'no map': {
      preset: './ours.yaml',
      files: { 'ours.yaml': '- READER\n' },
      code: 'access-control-value-invalid',
      at: 'ours.yaml',
      says: /a map with/,
    },
    'a function that no role has': {
      preset: './ours.yaml',
      files: { 'ours.yaml': 'roles: { READER: {} }\nfunctions: { READ_ORDERS: [] }\n' },
      code: 'access-control-value-invalid',
      at: 'ours.yaml/functions/READ_ORDERS',
      says: /an empty list/,
    },
    'an undefined role of a function': {
      preset: './ours.yaml',
      files: { 'ours.yaml': 'roles: { READER: {} }\nfunctions: { READ_ORDERS: [REDER] }\n' },
      code: 'role-undefined',
      at: 'ours.yaml/functions/READ_ORDERS/0',
      says: /"READER"/,
    },
    'an undefined successor': {
      preset: './ours.yaml',
      files: { 'ours.yaml': 'roles: { READER: { replacedBy: [REDER] } }\nfunctions: { READ_ORDERS: [READER] }\n' },
      code: 'role-undefined',
      at: 'ours.yaml/roles/READER/replacedBy/0',
      says: /"READER"/,
    },
    'a function that it lacks': {
      preset: './ours.yaml',
      files: { 'ours.yaml': PRESET },
      access: '{ function: READ_ORDRS }',
      code: 'function-undefined',
      at: 'asyncapi.yaml/operations/onOrder/x-access-control/function',
      says: /"READ_ORDERS"/,
    },
  };
  for (const [title, { preset, files = {}, access, code, at = NAMED, says }] of Object.entries(wrong)) {
    void it(`is refused as ${title}, once`, async () => {
      const { policy, diagnostics } = await inspected({ 'asyncapi.yaml': naming(preset, access), ...files }, UNCHECKED);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        errors.map((error) => `${error.code} ${error.at?.file ?? ''}${error.at?.pointer ?? ''}`),
        [`${code} ${at}`],
      );
      assert.match(`${errors[0]?.message ?? ''} ${errors[0]?.fix ?? ''}`, says);
      assert.equal(policy, null);
    });
  }

  void it('is completed by the document, and its deprecated roles warn', async () => {
    const document = naming('./ours.yaml', '{ roles: [WRITER, AUDITOR] }').replace(
      '"./ours.yaml" }',
      '"./ours.yaml", roles: { AUDITOR: {} }, defaultContext: main }',
    );
    const { policy, diagnostics } = await inspected({ 'asyncapi.yaml': document, 'ours.yaml': PRESET }, UNCHECKED);
    assert.deepEqual(policy?.operations['onOrder']?.context, { value: 'main' });
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code),
      ['operation-without-server', 'role-deprecated'],
    );
  });

  void describe('that the access-control file names', () => {
    const config = { 'asyncapi-guards.config.yaml': 'accessControl: team/access.yaml\n' };
    const access = { 'team/access.yaml': 'preset: ./ours.yaml\n' };
    void it('counts from that file', async () => {
      const files = { ...config, ...access, 'team/ours.yaml': PRESET };
      const { policy } = await inspected({ 'asyncapi.yaml': naming(''), ...files }, UNCHECKED);
      assert.deepEqual(policy?.preset, { name: './ours.yaml', file: 'team/ours.yaml' });
      assert.deepEqual(policy.operations['onOrder']?.roles, ['READER']);
    });
    void it('contradicts the document where the same path leads to another file', async () => {
      const files = { ...config, ...access, 'team/ours.yaml': PRESET, 'ours.yaml': PRESET };
      const { policy, diagnostics } = await inspected({ 'asyncapi.yaml': naming('./ours.yaml'), ...files }, UNCHECKED);
      assert.equal(policy, null);
      const [error] = diagnostics.filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        [error?.code, error?.at?.file, error?.also?.map(({ file }) => file)],
        ['access-control-conflict', 'team/access.yaml', ['asyncapi.yaml']],
      );
    });
  });
});

test('a preset behind a symbolic link out of the folder is refused, and a linked package is read', async (t) => {
  const cwd = await temporaryFolder(t, {
    'app/asyncapi.yaml': naming('./ours.yaml'),
    'app/linked.yaml': naming('@acme/roles'),
    'roles/package.json': '{ "main": "ours.yaml" }',
    'roles/ours.yaml': PRESET,
  });
  const app = path.join(cwd, 'app');
  await symlink('../roles/ours.yaml', path.join(app, 'ours.yaml'));
  await mkdir(path.join(app, 'node_modules/@acme'), { recursive: true });
  await symlink('../../../roles', path.join(app, 'node_modules/@acme/roles'));
  const errorsOf = async (document: string): Promise<readonly string[]> =>
    (await inspect({ cwd: app, document })).diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
  assert.deepEqual(await errorsOf('asyncapi.yaml'), ['preset-unreadable']);
  assert.deepEqual(await errorsOf('linked.yaml'), []);
});

test('check notices a changed preset', async (t) => {
  const cwd = await temporaryFolder(t, {
    'package.json': '{ "dependencies": { "ws": "8" } }',
    'asyncapi.yaml': naming('./ours.yaml'),
    'ours.yaml': PRESET,
  });
  const made = await generate({ cwd });
  assert.deepEqual(
    made.diagnostics.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.deepEqual((await check({ cwd })).outputs[0]?.drift, []);
  await writeFiles(cwd, { 'ours.yaml': PRESET.replace('contexts: [shop]', 'contexts: [shop, main]') });
  assert.deepEqual((await check({ cwd })).outputs[0]?.drift, [
    { path: 'asyncapi-guards.json', why: 'options' },
    { path: 'policy.ts', why: 'options' },
    { path: 'roles.ts', why: 'options' },
  ]);
});
