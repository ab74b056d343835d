import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';

import { check, generate, inspect } from '../../src/commands/index.js';
import { loadSettings } from '../../src/config/index.js';
import { CATALOGUE, SOMETIMES_WARNINGS } from '../../src/diagnostics/index.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { EVENT, GATEWAY } from '../support/gateway-document.js';

const CONFIG = 'asyncapi-guards.config.yaml';
const FILES = { 'asyncapi.yaml': GATEWAY, 'event.yaml': EVENT };
const TARGET = 'targets: [ws]\nservers: { gateway: { describes: server } }\n';

suite('silence of an error', () => {
  for (const [code, isRefused] of [
    ['scheme-undefined', true],
    ['operation-without-security', true],
    ['config-key-unknown', true],
    ['alternative-weak', false],
    ['tls-assumed', false],
    ['scopes-without-oauth', false],
    ['document-invalid', false],
  ] as const) {
    test(`${code} is ${isRefused ? 'refused where it stands' : 'accepted'}`, async (t) => {
      const cwd = await temporaryFolder(t, {
        ...FILES,
        [CONFIG]: `document: asyncapi.yaml\nsilence:\n  - scheme-unused\n  - ${code}\n`,
      });
      const { value, diagnostics } = await loadSettings(cwd, {});
      assert.equal(value === undefined, isRefused);
      assert.deepEqual(
        diagnostics.map(({ code: told, at, fix }) => [told, at?.pointer, at?.range.start.line, fix.includes(code)]),
        isRefused ? [['config-value-invalid', '/silence/1', 4, true]] : [],
      );
    });
  }

  test('what is sometimes a warning is usually an error', () => {
    for (const code of SOMETIMES_WARNINGS) assert.equal(CATALOGUE[code].severity, 'error', code);
  });
});

suite('settings of a scheme that has no use for them', () => {
  for (const [given, want] of [
    [
      'schemes:\n  token: { mechanism: plain }\n',
      ['/schemes/token/mechanism', 2, /httpApiKey.*userPassword and apiKey/u],
    ],
    [
      'schemes:\n  token:\n    allowHttp: true\n',
      ['/schemes/token/allowHttp', 3, /httpApiKey.*oauth2 and openIdConnect/u],
    ],
    ['schemes: { token: { carrier: proof } }\n', null],
    ['schemes: { token: {} }\n', null],
  ] as const) {
    test(JSON.stringify(given), async (t) => {
      const cwd = await temporaryFolder(t, { ...FILES, [CONFIG]: given });
      const { diagnostics, policy } = await inspect({ cwd });
      const [found, ...others] = diagnostics.filter(({ code }) => code === 'config-key-unknown');
      assert.deepEqual(others, []);
      assert.notEqual(policy, null);
      if (want === null) {
        assert.equal(found, undefined);
        return;
      }
      const [pointer, line, says] = want;
      assert.deepEqual([found?.severity, found?.at?.pointer, found?.at?.range.start.line], ['error', pointer, line]);
      assert.match(found?.message ?? '', says);
    });
  }

  test('of one that has are none', async (t) => {
    const login = 'token: { type: userPassword }';
    const cwd = await temporaryFolder(t, {
      'asyncapi.yaml': GATEWAY.replace(/token: \{ type.*/u, login),
      'event.yaml': EVENT,
      [CONFIG]: 'schemes: { token: { mechanism: plain } }\n',
    });
    const { diagnostics } = await inspect({ cwd });
    assert.deepEqual(
      diagnostics.filter(({ code }) => code === 'config-key-unknown'),
      [],
    );
  });
});

suite('a configuration file of another name', () => {
  for (const [name, meant] of [
    ['asyncapi-guards.yaml', 'asyncapi-guards.config.yaml'],
    ['asyncapi-guards.conf.yaml', 'asyncapi-guards.config.yaml'],
    ['.asyncapi-guards.config.yaml', 'asyncapi-guards.config.yaml'],
    ['asyncapi-guard.config.yml', 'asyncapi-guards.config.yml'],
    ['asyncapi-guards.json', 'asyncapi-guards.config.json'],
    ['asyncapi-guards.config.cjs', 'asyncapi-guards.config.yaml'],
    ['asyncapi-guards.config.ts', 'asyncapi-guards.config.yaml'],
    ['asyncapi-guards-0.1.0.tgz', null],
    ['asyncapi.config.yaml', null],
    ['asyncapi-guards.config.yaml.bak', null],
  ] as const) {
    test(`${name} ${meant === null ? 'is none' : 'is named'}`, async (t) => {
      const cwd = await temporaryFolder(t, { ...FILES, [name]: 'silence: []\n' });
      const { diagnostics } = await inspect({ cwd });
      assert.deepEqual(
        diagnostics
          .filter(({ code }) => code === 'config-not-read')
          .map(({ severity, at, fix }) => [severity, at?.file, fix]),
        meant === null
          ? []
          : [['warning', path.join(cwd, name), `Call it ${meant}, or name it with --config ${name}.`]],
      );
    });
  }

  const isTold = ({ diagnostics }: Awaited<ReturnType<typeof generate | typeof check>>): boolean =>
    diagnostics.some(({ code }) => code === 'config-not-read');

  test('is told by each command, also where nothing has changed', async (t) => {
    const cwd = await temporaryFolder(t, { ...FILES, 'asyncapi-guards.yaml': TARGET });
    const options = { cwd, targets: ['ws'], describes: 'server' } as const;
    assert.deepEqual(
      [isTold(await generate(options)), isTold(await generate(options)), isTold(await check(options))],
      [true, true, true],
    );
  });

  test('is not told beside one that is read, one that is named, or in the output folder', async (t) => {
    const cwd = await temporaryFolder(t, { ...FILES, 'asyncapi-guards.yaml': TARGET });
    assert.equal(isTold(await generate({ cwd, config: 'asyncapi-guards.yaml' })), false);
    const guards = path.join(cwd, 'guards');
    const { diagnostics } = await loadSettings(guards, { document: '../asyncapi.yaml' });
    assert.deepEqual(diagnostics, []);
    await writeFiles(cwd, { [CONFIG]: TARGET });
    assert.equal(isTold(await check({ cwd })), false);
  });
});

suite('what the configuration names and is not there', () => {
  for (const [given, code, pointer, line] of [
    ['document: nope.yaml\n', 'document-unreadable', '/document', 1],
    [`document: asyncapi.yaml\naccessControl: nope.yaml\n${TARGET}`, 'config-unreadable', '/accessControl', 2],
    [`document: asyncapi.yaml\n${TARGET}templates: ./nope\n`, 'template-folder-missing', '/templates', 4],
    [`document: asyncapi.yaml\n${TARGET}messages: ./nope.ts\n`, 'config-value-invalid', '/messages', 4],
    ['- { document: asyncapi.yaml, out: a }\n- { document: b.yaml, out: a }\n', 'config-value-invalid', '/1/out', 2],
    ['- { document: asyncapi.yaml }\n- { document: b.yaml }\n', 'config-value-invalid', '/1/document', 2],
  ] as const) {
    test(`${JSON.stringify(given)} is wrong there`, async (t) => {
      const cwd = await temporaryFolder(t, { ...FILES, [CONFIG]: given });
      const { diagnostics } = await generate({ cwd });
      const [found, ...others] = diagnostics.filter(({ severity }) => severity === 'error');
      assert.deepEqual(others, []);
      assert.deepEqual(
        [found?.code, found?.at?.file, found?.at?.pointer, found?.at?.range.start.line],
        [code, path.join(cwd, CONFIG), pointer, line],
      );
    });
  }

  test('what the call names is not wrong in the configuration', async (t) => {
    const cwd = await temporaryFolder(t, { ...FILES, [CONFIG]: `document: asyncapi.yaml\n${TARGET}` });
    const wrong = [{ document: 'nope.yaml' }, { accessControl: 'nope.yaml' }, { templates: 'nope' }];
    for (const options of wrong) {
      const { diagnostics } = await generate({ cwd, ...options });
      const [found] = diagnostics.filter(({ severity }) => severity === 'error');
      assert.notEqual(found, undefined);
      assert.notEqual(found?.at?.file, path.join(cwd, CONFIG));
    }
  });
});
