import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { loadSettings, targetsOf, type RunOptions } from '../../src/config/index.js';
import { temporaryFolder } from '../support/folder.js';

const settingsOf = async (folder: string, options: RunOptions = {}) => {
  const { value, diagnostics } = await loadSettings(folder, options);
  assert.deepEqual(diagnostics, []);
  assert.ok(value);
  return value;
};

const FORMS: Readonly<Record<string, string>> = {
  'asyncapi-guards.config.js':
    'export default { document: "api/orders.yaml", out: "src/guards", servers: { prod: { describes: "server", tls: undefined } } };',
  'asyncapi-guards.config.mjs':
    'export default { document: "api/orders.yaml", out: "src/guards", servers: { prod: { describes: "server" } } };',
  'asyncapi-guards.config.json':
    '{ "document": "api/orders.yaml", "out": "src/guards", "servers": { "prod": { "describes": "server" } } }',
  'asyncapi-guards.config.yaml':
    'document: api/orders.yaml\nout: src/guards\nservers:\n  prod:\n    describes: server\n',
  'asyncapi-guards.config.yml':
    'document: api/orders.yaml\nout: src/guards\nservers: { prod: { describes: server } }\n',
};

for (const [name, text] of Object.entries(FORMS)) {
  test(`${name} is found and read`, async (t) => {
    const folder = await temporaryFolder(t, { 'package.json': '{"type":"module"}', [name]: text });
    const [settings] = await settingsOf(folder);
    assert.equal(settings?.config.document, path.join(folder, 'api/orders.yaml'));
    assert.equal(settings.out, path.join(folder, 'src/guards'));
    assert.deepEqual(settings.config.servers, { prod: { describes: 'server' } });
  });
}

const REFUSALS: readonly {
  readonly given: string;
  readonly code: string;
  readonly says: RegExp;
  readonly line: number;
}[] = [
  { given: 'document: a.yaml\noutt: x\n', code: 'config-key-unknown', says: /"outt".*"out"/su, line: 2 },
  {
    given: 'document: a.yaml\nservers:\n  prod:\n    descibes: server\n',
    code: 'config-key-unknown',
    says: /"servers\.prod\.descibes".*"describes"/su,
    line: 4,
  },
  {
    given: 'document: a.yaml\nkafka: { role: acl }\n',
    code: 'config-key-unknown',
    says: /kafka\.role.*"roles"/su,
    line: 2,
  },
  { given: 'document: [a.yaml]\n', code: 'config-value-invalid', says: /"document" is a list, not text/u, line: 1 },
  {
    given: 'document: a.yaml\npublic: ping\n',
    code: 'config-value-invalid',
    says: /"public" is text, not a list/u,
    line: 2,
  },
  { given: 'document: a.yaml\nsameSubject: yes\n', code: 'config-value-invalid', says: /not true or false/u, line: 2 },
  {
    given: 'document: a.yaml\ntargets: [wss]\n',
    code: 'config-value-invalid',
    says: /"wss".*Did you mean "ws"/su,
    line: 2,
  },
  { given: 'document: a.yaml\nout: ""\n', code: 'config-value-invalid', says: /"out" is blank/u, line: 2 },
  {
    given: 'document: a.yaml\nsilence: [no-such-code]\n',
    code: 'config-value-invalid',
    says: /no-such-code/u,
    line: 2,
  },
  { given: 'just text\n', code: 'config-value-invalid', says: /The configuration is text, not a map/u, line: 1 },
  { given: '[]\n', code: 'config-value-invalid', says: /empty list/u, line: 1 },
  {
    given: 'document: a.yaml\nsilence: []\ndocument: [no, file]\n',
    code: 'key-duplicate',
    says: /"document" is written twice.*first in line 1/su,
    line: 3,
  },
];

for (const { given, code, says, line } of REFUSALS) {
  test(`${JSON.stringify(given)} is refused with ${code}`, async (t) => {
    const folder = await temporaryFolder(t, { 'asyncapi-guards.config.yaml': given });
    const { value, diagnostics } = await loadSettings(folder, {});
    assert.equal(value, undefined);
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      [code],
    );
    const [diagnostic] = diagnostics;
    assert.match(`${String(diagnostic?.message)} ${String(diagnostic?.fix)}`, says);
    assert.equal(diagnostic?.at?.range.start.line, line);
  });
}

const BROKEN_MODULES: readonly { readonly given: string; readonly code: string }[] = [
  { given: 'export default { document: () => "a.yaml" };', code: 'config-value-invalid' },
  { given: 'export const config = {};', code: 'config-value-invalid' },
  { given: 'throw new Error("no network today");', code: 'config-unreadable' },
  { given: 'const loop = {}; loop.loop = loop; export default loop;', code: 'config-value-invalid' },
];

for (const { given, code } of BROKEN_MODULES) {
  test(`a module that says ${given} is refused with ${code}`, async (t) => {
    const folder = await temporaryFolder(t, { 'asyncapi-guards.config.mjs': given });
    const { diagnostics } = await loadSettings(folder, {});
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      [code],
    );
  });
}

test('two configuration files in one folder are refused', async (t) => {
  const folder = await temporaryFolder(t, {
    'asyncapi-guards.config.json': '{}',
    'asyncapi-guards.config.yaml': '{}',
  });
  const { diagnostics } = await loadSettings(folder, {});
  assert.deepEqual(
    diagnostics.map((diagnostic) => diagnostic.code),
    ['config-ambiguous'],
  );
});

test('a configuration file that is named and missing is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const { diagnostics } = await loadSettings(folder, { config: 'nowhere.yaml' });
  assert.deepEqual(
    diagnostics.map((diagnostic) => diagnostic.code),
    ['config-unreadable'],
  );
});

test('a file of the team that is not UTF-8 is refused, not read with other letters', async (t) => {
  const latin = Buffer.from('roles: { L\u00e9ser: {} }\n', 'latin1');
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'asyncapi-guards.config.yaml'), latin);
  const { diagnostics } = await loadSettings(folder, {});
  assert.deepEqual(
    diagnostics.map(({ code, at }) => [code, at?.file]),
    [['document-binary', path.join(folder, 'asyncapi-guards.config.yaml')]],
  );
});

test('options win over the file, and each path counts from where it is written', async (t) => {
  const folder = await temporaryFolder(t, {
    'conf/guards.yaml':
      'document: orders.yaml\nout: fromfile\ntargets: [kafkajs]\ntemplates: house\naccessControl: acl.yaml\nmessages: ./models.ts\n',
    'conf/models.ts': '',
  });
  const [plain] = await settingsOf(folder, { config: 'conf/guards.yaml' });
  assert.equal(plain?.out, path.join(folder, 'conf/fromfile'));
  assert.equal(plain.templates?.folder, path.join(folder, 'conf/house'));
  assert.ok(plain.accessControl && 'file' in plain.accessControl);
  assert.equal(plain.accessControl.file, path.join(folder, 'conf/acl.yaml'));
  assert.equal(plain.accessControl.at?.pointer, '/accessControl');
  assert.equal(plain.config.messages, '../models.js');
  const [told] = await settingsOf(folder, {
    config: 'conf/guards.yaml',
    document: 'other.yaml',
    out: 'out',
    targets: ['ws'],
    templates: 'mine',
    accessControl: 'mine.yaml',
  });
  assert.equal(told?.config.document, path.join(folder, 'other.yaml'));
  assert.equal(told.out, path.join(folder, 'out'));
  assert.deepEqual(told.config.targets, ['ws']);
  assert.equal(told.templates?.folder, path.join(folder, 'mine'));
  assert.deepEqual(told.accessControl, { file: path.join(folder, 'mine.yaml'), at: null });
});

test('access control written in place keeps its places', async (t) => {
  const folder = await temporaryFolder(t, {
    'asyncapi-guards.config.yaml': 'document: a.yaml\naccessControl:\n  roles: { READER: {} }\n',
  });
  const [settings] = await settingsOf(folder);
  const source = settings?.accessControl;
  assert.ok(source && 'node' in source);
  assert.equal(source.node.at.range.start.line, 3);
});

test('an array configures several documents, and one can be named', async (t) => {
  const folder = await temporaryFolder(t, {
    'asyncapi-guards.config.yaml':
      '- { document: a.yaml, out: a }\n- { document: b.yaml, out: b, sameSubject: true }\n',
  });
  assert.equal((await settingsOf(folder)).length, 2);
  const [named, ...rest] = await settingsOf(folder, { document: 'b.yaml' });
  assert.equal(named?.config.sameSubject, true);
  assert.deepEqual(rest, []);
  const stranger = await loadSettings(folder, { document: 'c.yaml' });
  assert.deepEqual(
    stranger.diagnostics.map((diagnostic) => diagnostic.code),
    ['document-missing'],
  );
});

test('two documents cannot share an output folder', async (t) => {
  const folder = await temporaryFolder(t, {
    'asyncapi-guards.config.yaml': '- { document: a.yaml }\n- { document: b.yaml }\n',
  });
  const { diagnostics } = await loadSettings(folder, {});
  assert.deepEqual(
    diagnostics.map((diagnostic) => diagnostic.code),
    ['config-value-invalid'],
  );
});

test('without a name the only asyncapi.* file here is the document', async (t) => {
  const folder = await temporaryFolder(t, { 'asyncapi.yml': '' });
  const [settings] = await settingsOf(folder);
  assert.equal(settings?.config.document, path.join(folder, 'asyncapi.yml'));
});

for (const files of [[], ['asyncapi.yaml', 'asyncapi.json']]) {
  test(`with ${String(files.length)} documents here and none named, the call is refused`, async (t) => {
    const folder = await temporaryFolder(t, Object.fromEntries(files.map((file) => [file, ''])));
    const { diagnostics } = await loadSettings(folder, {});
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      ['document-missing'],
    );
  });
}

const PACKAGES: readonly { readonly given: unknown; readonly want: readonly string[] }[] = [
  { given: { dependencies: { ws: '8' } }, want: ['ws'] },
  { given: { devDependencies: { kafkajs: '2' }, dependencies: { ws: '8' } }, want: ['kafkajs', 'ws'] },
  { given: { peerDependencies: { kafkajs: '1' } }, want: ['kafkajs'] },
  { given: { optionalDependencies: { ws: '1' } }, want: ['ws'] },
  { given: { dependencies: ['ws'] }, want: [] },
  { given: { dependencies: null }, want: [] },
  { given: null, want: [] },
];

for (const { given, want } of PACKAGES) {
  test(`${JSON.stringify(given)} gives the targets ${want.join(', ') || 'none'}`, () => {
    assert.deepEqual(targetsOf(given), want);
  });
}

const MESSAGES: readonly (readonly [given: string, extension: string, want: string | null])[] = [
  ['./src/messages.ts', 'js', '../messages.js'],
  ['src/messages.ts', 'js', '../messages.js'],
  ['src/messages.ts', 'ts', '../messages.ts'],
  ['src/messages.ts', "''", '../messages'],
  ['@acme/messages', 'js', '@acme/messages'],
  ['./src/nowhere.ts', 'js', null],
];

for (const [given, extension, want] of MESSAGES) {
  test(`messages: ${given} with endings ${extension} is imported as ${want ?? 'nothing: refused'}`, async (t) => {
    const folder = await temporaryFolder(t, {
      'asyncapi-guards.config.yaml': `document: a.yaml\nout: src/guards\nmessages: '${given}'\nimportExtension: ${extension}\n`,
      'src/messages.ts': '',
    });
    const { value, diagnostics } = await loadSettings(folder, {});
    assert.equal(value?.[0]?.config.messages ?? null, want);
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      want === null ? ['config-value-invalid'] : [],
    );
  });
}
