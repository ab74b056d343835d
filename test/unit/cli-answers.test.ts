import assert from 'node:assert/strict';
import { test } from 'node:test';

import { generateAnswer } from '../../src/cli/generate-answer.js';
import { EVENT, GATEWAY, GATEWAY_OPTIONS } from '../support/gateway-document.js';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder.js';
import { runCli, runJson } from '../support/run-cli.js';

test('generate, generate again, check: the answers of the contract', async (t) => {
  const cwd = await temporaryFolder(t, { 'gateway.yaml': GATEWAY, 'event.yaml': EVENT });
  const call = ['gateway.yaml', ...GATEWAY_OPTIONS];
  const dry = await runJson(cwd, ['generate', ...call, '--dry-run']);
  assert.equal(dry.exit, 0);
  assert.deepEqual(Object.keys(await snapshot(cwd)), ['event.yaml', 'gateway.yaml']);

  const first = await runJson(cwd, ['generate', ...call]);
  assert.equal(first.exit, 0);
  assert.equal(first.answer.contract, 1);
  assert.equal(first.answer.command, 'generate');
  assert.match(first.answer.tool, /^asyncapi-guards\/\d+\.\d+\.\d+$/u);
  assert.equal(first.answer['out'], 'guards');
  assert.deepEqual(first.answer['files'], dry.answer['files']);
  const files = first.answer['files'] as readonly { path: string; status: string; sha256: string }[];
  assert.deepEqual(
    files.map((file) => `guards/${file.path}`).sort(),
    Object.keys(await snapshot(cwd)).filter((file) => file.startsWith('guards/')),
  );
  assert.ok(files.every((file) => file.status === 'created' && /^sha256:[0-9a-f]{64}$/u.test(file.sha256)));

  const again = await runCli(cwd, ['generate', ...call]);
  assert.equal(again.exit, 0);
  assert.match(again.stdout, /^unchanged: 1 operation guarded, \d+ files in guards\n$/u);

  const current = await runJson(cwd, ['check', ...call]);
  assert.equal(current.exit, 0);
  assert.deepEqual(current.answer['drift'], []);

  await writeFiles(cwd, { 'guards/policy.ts': '// weaker\n' });
  const edited = await runJson(cwd, ['check', ...call]);
  assert.equal(edited.exit, 2);
  assert.deepEqual(edited.answer['drift'], [{ path: 'policy.ts', why: 'edited' }]);

  const forced = await runJson(cwd, ['generate', ...call, '--force']);
  assert.equal(forced.exit, 0);
  await writeFiles(cwd, { 'event.yaml': 'type: string\n' });
  const stale = await runJson(cwd, ['check', ...call]);
  assert.equal(stale.exit, 2);
  assert.ok((stale.answer['drift'] as readonly { why: string }[]).every((drift) => drift.why === 'document'));
});

test('inspect prints the policy as the contract has it', async (t) => {
  const cwd = await temporaryFolder(t, { 'gateway.yaml': GATEWAY, 'event.yaml': EVENT });
  const { exit, answer } = await runJson(cwd, ['inspect', 'gateway.yaml']);
  const demand = [{ allOf: [{ scheme: 'token', scopes: [] }] }];
  assert.equal(exit, 0);
  assert.match(JSON.stringify(answer['document']), /"digest":"sha256:[0-9a-f]{64}"/u);
  assert.deepEqual(answer['servers'], {
    gateway: {
      pointer: '#/servers/gateway',
      protocol: 'ws',
      host: 'localhost:8080',
      security: { state: 'list', anyOf: demand },
    },
  });
  assert.deepEqual(answer['schemes'], {
    token: {
      type: 'httpApiKey',
      in: 'header',
      name: 'X-Token',
      pointer: '#/components/securitySchemes/token',
      aliases: [],
    },
  });
  assert.deepEqual(answer['operations'], {
    appendEvent: {
      pointer: '#/operations/appendEvent',
      action: 'receive',
      channel: '#/channels/events',
      address: 'events',
      servers: ['gateway'],
      security: { state: 'absent', anyOf: [] },
      access: 'protected',
      roles: null,
      context: null,
    },
  });
  assert.deepEqual(answer['rules'], [
    {
      operation: 'appendEvent',
      server: 'gateway',
      status: 'protected',
      requirements: [demand],
      enforcedBy: ['guard'],
      dropped: [],
    },
  ]);
  assert.deepEqual(
    answer.diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.severity]),
    [['describes-missing', 'warning']],
  );
});

test('inspect leaves the policy out where a requirement cannot be read', async (t) => {
  const cwd = await temporaryFolder(t);
  const input = GATEWAY.replace('event.yaml', '#/channels/events').replace(
    'securitySchemes/token',
    'securitySchemes/tokn',
  );
  const { exit, answer } = await runJson(cwd, ['inspect', '-'], { input });
  assert.equal(exit, 1);
  assert.deepEqual(Object.keys(answer), ['contract', 'command', 'tool', 'diagnostics']);
  assert.equal(answer.diagnostics[0]?.file, '-');
});

test('inspect prints text within 80 columns, and no control character of the document', async (t) => {
  const long = 'a-very-long-operation-name-that-no-column-holds-because-it-goes-on-and-on-and-on';
  const document = GATEWAY.replace('appendEvent', long).replace('title: Gateway', 'title: "Gate\\e[2Jway"');
  const cwd = await temporaryFolder(t, { 'gateway.yaml': document, 'event.yaml': EVENT });
  const { stdout } = await runCli(cwd, ['inspect', 'gateway.yaml', '--quiet']);
  assert.match(
    stdout,
    /^Gate\\u001b\[2Jway 1\.0\.0 \(AsyncAPI 3\.0\.0\)\n1 operation on 1 server: 1 rule protected\n/u,
  );
  assert.ok(stdout.split('\n').every((line) => line.length <= 80));
  assert.doesNotMatch(stdout, /\u001b/u);
});

test('SARIF names the rule, the file and the region', async (t) => {
  const cwd = await temporaryFolder(t, { 'gateway.yaml': GATEWAY, 'event.yaml': EVENT });
  const { exit, stdout } = await runCli(cwd, ['inspect', 'gateway.yaml', '--format', 'sarif']);
  assert.equal(exit, 0);
  const log = JSON.parse(stdout) as {
    version: string;
    runs: { results: { ruleId: string; level: string; locations: unknown }[] }[];
  };
  assert.equal(log.version, '2.1.0');
  const [result] = log.runs[0]?.results ?? [];
  assert.equal(result?.ruleId, 'describes-missing');
  assert.equal(result.level, 'warning');
  assert.match(JSON.stringify(result.locations), /"uri":"gateway\.yaml".*"startLine":5/u);
});

test('the environment states options, the command line wins, and a stray variable is told without its value', async (t) => {
  const cwd = await temporaryFolder(t, { 'gateway.yaml': GATEWAY, 'event.yaml': EVENT });
  const env = {
    ASYNCAPI_GUARDS_DOCUMENT: 'gateway.yaml',
    ASYNCAPI_GUARDS_TARGET: 'ws',
    ASYNCAPI_GUARDS_DESCRIBES: 'server',
    ASYNCAPI_GUARDS_OUT: 'from-environment',
    ASYNCAPI_GUARDS_OUTT: 'canary-value',
  };
  const run = await runJson(cwd, ['generate', '--dry-run'], { env });
  assert.equal(run.exit, 0);
  assert.equal(run.answer['out'], 'from-environment');
  assert.deepEqual(
    run.answer.diagnostics.map((diagnostic) => diagnostic.code),
    ['environment-unknown'],
  );
  assert.doesNotMatch(run.stdout, /canary-value/u);
  const told = await runJson(cwd, ['generate', '--dry-run', '--out', 'told'], { env });
  assert.equal(told.answer['out'], 'told');
});

test('several documents of a configuration are generated together, or none', async (t) => {
  const config =
    '- { document: a.yaml, out: a, targets: [ws], servers: { gateway: { describes: server } } }\n- { document: b.yaml, out: b, targets: [ws], servers: { gateway: { describes: server } } }\n';
  const cwd = await temporaryFolder(t, {
    'asyncapi-guards.config.yaml': config,
    'a.yaml': GATEWAY,
    'b.yaml': '',
    'event.yaml': EVENT,
  });
  const refused = await runJson(cwd, ['generate']);
  assert.equal(refused.exit, 1);
  assert.ok(!Object.keys(await snapshot(cwd)).some((file) => file.startsWith('a/')));
  await writeFiles(cwd, { 'b.yaml': GATEWAY });
  const both = await runJson(cwd, ['generate']);
  assert.equal(both.exit, 0);
  assert.deepEqual(
    (both.answer['documents'] as readonly { out: string }[]).map((output) => output.out),
    ['a', 'b'],
  );
});

for (const words of [['--help'], ['generate', '--help'], ['check', '-h'], ['help', 'inspect'], ['explain', '--help']]) {
  test(`${words.join(' ')} explains with examples, within 80 columns`, async (t) => {
    const { exit, stdout, stderr } = await runCli(await temporaryFolder(t), words);
    assert.equal(exit, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /^Examples:$/mu);
    assert.ok(stdout.split('\n').every((line) => line.length <= 80));
  });
}

test('--version prints the version', async (t) => {
  const { exit, stdout } = await runCli(await temporaryFolder(t), ['--version']);
  assert.equal(exit, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/u);
});

test('a template of the team adds a file, and the answer says what is not proved about it', async (t) => {
  const cwd = await temporaryFolder(t, {
    'gateway.yaml': GATEWAY,
    'event.yaml': EVENT,
    'templates/names.ts.hbs': '{{#each websocket.servers}}\nexport const NAME = {{str id}};\n{{/each}}\n',
  });
  const { exit, answer } = await runJson(cwd, [
    'generate',
    'gateway.yaml',
    ...GATEWAY_OPTIONS,
    '--templates',
    'templates',
  ]);
  assert.equal(exit, 0);
  assert.deepEqual(
    answer.diagnostics.filter(({ code }) => code === 'extra-file-unproved').map(({ file }) => file),
    ['templates/names.ts.hbs'],
  );
  assert.match((await snapshot(cwd))['guards/names.ts'] ?? '', /NAME = 'gateway'/u);
});

test('a fault that nobody foresaw is one answer with exit 70, and no stack', async (t) => {
  const cwd = await temporaryFolder(t, {
    'gateway.yaml': GATEWAY,
    'asyncapi-guards.config.mjs':
      "queueMicrotask(() => { throw new Error('out of the blue'); });\nexport default {};\n",
  });
  const { exit, answer, stderr } = await runJson(cwd, ['inspect', 'gateway.yaml']);
  assert.deepEqual([exit, answer.diagnostics.map(({ code }) => code), stderr], [70, ['internal-fault'], '']);
  const debugged = await runCli(cwd, ['inspect', 'gateway.yaml', '--debug']);
  assert.equal(debugged.exit, 70);
  assert.match(debugged.stderr, /out of the blue[^]*asyncapi-guards\.config\.mjs/u);
});

test('a file that was removed is not among those of the folder', () => {
  const files = (['changed', 'removed', 'unchanged'] as const).map((status) => ({
    path: `${status}.ts`,
    status,
    sha256: '',
  }));
  const outputs = [{ document: '/app/a.yaml', out: '/app/guards', files, guarded: 1 }];
  const { text } = generateAnswer({ outputs, diagnostics: [] }, '/app', false);
  assert.ok(typeof text === 'string');
  assert.match(text, /^removed +guards\/removed\.ts$/mu);
  assert.match(text, /^1 operation guarded, 2 files in guards$/mu);
});
