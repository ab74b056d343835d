import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { findUnchanged, generate, type GenerateOptions } from '../../src/commands/index.js';
import { EVENT, GATEWAY } from '../support/gateway-document.js';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder.js';

test('generate answers "unchanged" only while every input and output is what it was', async (t) => {
  const files = {
    'package.json': '{ "dependencies": { "ws": "8" } }',
    'gateway.yaml': GATEWAY,
    'event.yaml': EVENT,
    'acl.yaml':
      'preset: "@acme/roles"\ndefaultContext: default\noperations: { appendEvent: { roles: [READER] } }\nschemes: { token: { rolesFrom: account } }\n',
    'node_modules/@acme/roles/package.json': '{ "main": "roles.json" }',
    'node_modules/@acme/roles/roles.json': '{ "roles": { "READER": {} } }',
    'house/notes.ts.hbs': 'export const NOTES = {{str index.title}};\n',
    'asyncapi-guards.config.yaml':
      'document: gateway.yaml\naccessControl: acl.yaml\nservers: { gateway: { describes: server } }\n',
  };
  const cwd = await temporaryFolder(t, files);
  const options: GenerateOptions = { cwd };
  const first = await generate(options);
  assert.deepEqual(
    first.diagnostics.filter((diagnostic) => diagnostic.severity === 'error'),
    [],
  );
  const before = await snapshot(cwd);

  const again = await findUnchanged(options);
  assert.ok(again, 'nothing changed, but the run would start anew');
  assert.deepEqual(again.diagnostics, first.diagnostics);
  assert.deepEqual(
    again.outputs[0]?.files.map((file) => [file.path, file.sha256]),
    first.outputs[0]?.files.map((file) => [file.path, file.sha256]),
  );
  assert.equal(again.outputs[0]?.guarded, first.outputs[0]?.guarded);

  const changes: readonly {
    readonly name: string;
    readonly files?: Record<string, string>;
    readonly told?: GenerateOptions;
  }[] = [
    { name: 'the document', files: { 'gateway.yaml': `${GATEWAY}\n` } },
    { name: 'a file that it refers to', files: { 'event.yaml': 'type: string\n' } },
    { name: 'the access-control file', files: { 'acl.yaml': `${files['acl.yaml']}# more\n` } },
    {
      name: 'the preset of a package',
      files: { 'node_modules/@acme/roles/roles.json': '{ "roles": { "READER": { "contexts": ["a"] } } }' },
    },
    {
      name: 'where a package has its preset',
      files: { 'node_modules/@acme/roles/package.json': '{ "main": "./roles.json" }' },
    },
    {
      name: 'a key of the configuration',
      files: { 'asyncapi-guards.config.yaml': `${files['asyncapi-guards.config.yaml']}sameSubject: true\n` },
    },
    { name: 'what package.json depends on', files: { 'package.json': '{ "dependencies": { "kafkajs": "2" } }' } },
    { name: 'an emitted file', files: { 'guards/guards.ts': '// mine\n' } },
    { name: 'the manifest', files: { 'guards/asyncapi-guards.json': '{}' } },
    { name: 'an option', told: { side: 'both' } },
    { name: 'the access-control file that is named', told: { accessControl: 'nowhere.yaml' } },
    { name: 'the document that is named', told: { document: 'event.yaml' } },
    { name: 'the folder of templates', told: { templates: 'house' } },
  ];
  for (const { name, files: changed = {}, told = {} } of changes) {
    await writeFiles(cwd, changed);
    assert.equal(await findUnchanged({ ...options, ...told }), null, `${name} changed, and nobody noticed`);
    await writeFiles(cwd, Object.fromEntries(Object.keys(changed).map((file) => [file, before[file] ?? ''])));
  }
  assert.ok(await findUnchanged(options));
  await rm(path.join(cwd, 'guards/guards.ts'));
  assert.equal(await findUnchanged(options), null);
});
