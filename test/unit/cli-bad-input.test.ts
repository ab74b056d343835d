import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';
import { promisify } from 'node:util';

import { generate } from '../../src/commands/index.js';
import { EVENT, GATEWAY, GATEWAY_OPTIONS } from '../support/gateway-document.js';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder.js';
import { runCli, runJson } from '../support/run-cli.js';

interface BadInput {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly prepare?: (cwd: string) => Promise<unknown>;
  readonly words?: readonly string[];
  readonly input?: string;
  readonly exit: number;
  readonly code: string;
}

const ALIAS_BOMB = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from(
    { length: 9 },
    (_, i) =>
      `a${String(i + 1)}: &a${String(i + 1)} [${Array(9)
        .fill(`*a${String(i)}`)
        .join(', ')}]`,
  ),
].join('\n');

const makePipe = (file: string): Promise<unknown> => promisify(execFile)('mkfifo', [file]);

const BAD_INPUTS: readonly BadInput[] = [
  { name: 'broken YAML', files: { 'gateway.yaml': 'asyncapi: [3.0.0\n' }, exit: 1, code: 'yaml-syntax' },
  { name: 'an empty document', files: { 'gateway.yaml': '' }, exit: 1, code: 'document-empty' },
  { name: 'a binary document', files: { 'gateway.yaml': '\u0000\u0001\u0002' }, exit: 1, code: 'document-binary' },
  { name: 'an alias bomb', files: { 'gateway.yaml': ALIAS_BOMB }, exit: 1, code: 'document-limit' },
  {
    name: 'a huge document',
    files: { 'gateway.yaml': `x: ${'y'.repeat(11 * 1024 * 1024)}\n` },
    exit: 1,
    code: 'document-limit',
  },
  {
    name: 'a huge document on standard input',
    words: ['generate', '-', ...GATEWAY_OPTIONS],
    input: 'y'.repeat(12 * 1024 * 1024),
    exit: 1,
    code: 'document-limit',
  },
  {
    name: 'a document that does not exist',
    words: ['generate', 'nowhere.yaml', ...GATEWAY_OPTIONS],
    exit: 1,
    code: 'document-unreadable',
  },
  {
    name: 'a folder as document',
    prepare: (cwd) => mkdir(path.join(cwd, 'folder')),
    words: ['generate', 'folder', ...GATEWAY_OPTIONS],
    exit: 1,
    code: 'document-unreadable',
  },
  {
    name: 'a document that names a file outside',
    files: { 'gateway.yaml': GATEWAY.replace('event.yaml', '../../../../etc/passwd') },
    exit: 1,
    code: 'ref-outside',
  },
  {
    name: 'a document that names a network address',
    files: { 'gateway.yaml': GATEWAY.replace('event.yaml', 'http://127.0.0.1:9/x') },
    exit: 1,
    code: 'ref-network',
  },
  {
    name: 'an undefined scheme',
    files: { 'gateway.yaml': GATEWAY.replace('securitySchemes/token', 'securitySchemes/tokn') },
    exit: 1,
    code: 'scheme-undefined',
  },
  {
    name: 'a file as --out',
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--out', 'event.yaml'],
    exit: 1,
    code: 'output-not-a-folder',
  },
  {
    name: 'a folder that cannot be written as --out',
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--out', '/dev/null/guards'],
    exit: 1,
    code: 'output-unwritable',
  },
  { name: 'an edited generated file', files: { 'guards/guards.ts': '// mine\n' }, exit: 1, code: 'output-edited' },
  {
    name: 'a template with a fault',
    files: { 'house/guards.ts.hbs': 'export const x = {{{raw}}};\n' },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-raw-output',
  },
  {
    name: 'a template for the policy',
    files: { 'house/policy.ts.hbs': 'export const POLICY = {};\n' },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-not-overridable',
  },
  {
    name: 'a template for the policy, where file names have no case',
    files: { 'house/POLICY.ts.hbs': 'export const POLICY = {};\n' },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-not-overridable',
  },
  {
    name: 'a template for the role map, with a long s',
    files: { 'house/role\u017f.ts.hbs': 'export const ROLE_MAP = {};\n' },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-not-overridable',
  },
  {
    name: 'a template for the guards that would not be checked as theirs',
    files: { 'house/Guards.ts.hbs': 'export const guards = {};\n' },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-not-overridable',
  },
  {
    name: 'a template folder that is missing',
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'nowhere'],
    exit: 1,
    code: 'template-folder-missing',
  },
  {
    name: 'a folder where a template should be',
    prepare: (cwd) => mkdir(path.join(cwd, 'house', 'guards.ts.hbs'), { recursive: true }),
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-syntax',
  },
  {
    name: 'a pipe where a template should be',
    prepare: async (cwd) => {
      await mkdir(path.join(cwd, 'house'));
      await makePipe(path.join(cwd, 'house', 'guards.ts.hbs'));
    },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--templates', 'house'],
    exit: 1,
    code: 'template-syntax',
  },
  {
    name: 'a configuration with an unknown key',
    files: { 'asyncapi-guards.config.yaml': 'outt: x\n' },
    exit: 1,
    code: 'config-key-unknown',
  },
  {
    name: 'an access-control file that is missing',
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--access-control', 'nowhere.yaml'],
    exit: 1,
    code: 'config-unreadable',
  },
  {
    name: 'a pipe as access-control file',
    prepare: (cwd) => makePipe(path.join(cwd, 'access.yaml')),
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--access-control', 'access.yaml'],
    exit: 1,
    code: 'config-unreadable',
  },
  {
    name: 'a key written twice in the access-control file',
    files: { 'access.yaml': 'roles: { A: {} }\nroles: 7\n' },
    words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--access-control', 'access.yaml'],
    exit: 1,
    code: 'key-duplicate',
  },
  ...['yaml', 'js'].flatMap((ending) => [
    {
      name: `a pipe as the folder's own configuration.${ending}`,
      prepare: (cwd: string) => makePipe(path.join(cwd, `asyncapi-guards.config.${ending}`)),
      exit: 1,
      code: 'config-unreadable',
    },
    {
      name: `a pipe as named configuration.${ending}`,
      prepare: (cwd: string) => makePipe(path.join(cwd, `house.${ending}`)),
      words: ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS, '--config', `house.${ending}`],
      exit: 1,
      code: 'config-unreadable',
    },
  ]),
  {
    name: 'a configuration for a server that is not there',
    files: { 'asyncapi-guards.config.yaml': 'servers: { gatewey: { describes: server } }\n' },
    exit: 1,
    code: 'config-name-undefined',
  },
  { name: 'no target', words: ['generate', 'gateway.yaml'], exit: 1, code: 'target-missing' },
  {
    name: 'no side for sockets',
    words: ['generate', 'gateway.yaml', '--target', 'ws'],
    exit: 1,
    code: 'describes-missing',
  },
  { name: 'no document', words: ['generate'], exit: 64, code: 'document-missing' },
  { name: 'an unknown command', words: ['generat', 'gateway.yaml'], exit: 64, code: 'command-unknown' },
  { name: 'no command', words: [], exit: 64, code: 'command-unknown' },
  { name: 'an unknown option', words: ['generate', 'gateway.yaml', '--targt', 'ws'], exit: 64, code: 'option-unknown' },
  {
    name: 'an option of another command',
    words: ['inspect', 'gateway.yaml', '--force'],
    exit: 64,
    code: 'option-unknown',
  },
  {
    name: 'an option without its value',
    words: ['generate', 'gateway.yaml', '--out'],
    exit: 64,
    code: 'option-invalid',
  },
  {
    name: 'an option with a wrong value',
    words: ['generate', 'gateway.yaml', '--target', 'wss'],
    exit: 64,
    code: 'option-invalid',
  },
  {
    name: 'an option given twice',
    words: ['generate', 'gateway.yaml', '--out', 'a', '--out', 'b'],
    exit: 64,
    code: 'option-invalid',
  },
  { name: 'two documents', words: ['generate', 'gateway.yaml', 'event.yaml'], exit: 64, code: 'option-invalid' },
];

suite('bad input gives one clear error, and the previous output stays', () => {
  let generated: Readonly<Record<string, string>> = {};

  before(async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const cwd = await mkdtemp(path.join(tmpdir(), 'asyncapi-guards-test-'));
    await writeFiles(cwd, { 'gateway.yaml': GATEWAY, 'event.yaml': EVENT, 'package.json': '{}' });
    const result = await generate({ cwd, document: 'gateway.yaml', targets: ['ws'], describes: 'server' });
    assert.deepEqual(
      result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error'),
      [],
    );
    generated = await snapshot(cwd);
    await rm(cwd, { recursive: true });
  });

  for (const {
    name,
    files = {},
    prepare,
    words = ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS],
    input,
    exit,
    code,
  } of BAD_INPUTS) {
    test(name, async (t) => {
      const cwd = await temporaryFolder(t, { ...generated, ...files });
      await prepare?.(cwd);
      const start = await snapshot(cwd);
      const run = await runJson(cwd, words, input === undefined ? {} : { input });
      const errors = run.answer.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
      assert.deepEqual(
        errors.map((diagnostic) => diagnostic.code),
        [code],
      );
      assert.equal(run.exit, exit);
      assert.equal(run.stderr, '');
      assert.ok(errors.every(({ message, fix, help }) => message !== '' && fix !== '' && help.endsWith(`#${code}`)));
      assert.deepEqual(await snapshot(cwd), start);
    });
  }
});

test('as text, an error says what, where, why and how to fix it, without a stack', async (t) => {
  const cwd = await temporaryFolder(t, {
    'gateway.yaml': GATEWAY.replace('securitySchemes/token', 'securitySchemes/tokn'),
  });
  const { exit, stdout, stderr } = await runCli(cwd, ['generate', 'gateway.yaml', ...GATEWAY_OPTIONS]);
  assert.equal(exit, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^error scheme-undefined gateway\.yaml:8:\d+ \(\/servers\/gateway\/security\/0/mu);
  assert.match(stderr, /^ {2}why: /mu);
  assert.match(stderr, /^ {2}fix: .*token/mu);
  assert.doesNotMatch(stderr, /^\s+at /mu);
  assert.doesNotMatch(stderr, /\u001b/u);
});
