import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCli } from '../support/run-cli.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/emitted/', import.meta.url));

suite('the command line on Kafka documents', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cli-kafka-'));
    await cp(path.join(FIXTURES, 'kafka-servers', 'asyncapi.yaml'), path.join(folder, 'asyncapi.yaml'));
    await cp(path.join(FIXTURES, 'kafka-and-socket', 'asyncapi.yaml'), path.join(folder, 'both.yaml'));
    await cp(path.join(FIXTURES, 'kafka', 'asyncapi.yaml'), path.join(folder, 'orders.yaml'));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('where package.json says nothing, the error is a line to copy', async () => {
    await writeFile(path.join(folder, 'package.json'), '{}');
    const kafka = await runCli(folder, ['generate', 'asyncapi.yaml']);
    assert.equal(kafka.exit, 1);
    assert.match(kafka.stderr, /npx asyncapi-guards generate asyncapi\.yaml --target kafkajs\n/);
    const both = await runCli(folder, ['generate', 'both.yaml']);
    assert.match(
      both.stderr,
      /npx asyncapi-guards generate both\.yaml --target kafkajs --target ws --describes server\n/,
    );
  });

  test('two servers and no channel give credentials and configuration', async () => {
    await writeFile(path.join(folder, 'package.json'), '{ "dependencies": { "kafkajs": "2.2.4" } }');
    const { exit, stdout, stderr } = await runCli(folder, ['generate']);
    assert.equal(exit, 0, stderr);
    assert.match(stdout, /credentials\.ts\n/);
    assert.match(stdout, /kafka\.ts\n/);
    assert.match(stdout, /^0 operations guarded/m);
  });

  test('an operation is guarded by the side that receives it', async () => {
    const given = [
      ['application', 4],
      ['peer', 1],
      ['both', 5],
    ] as const;
    const app = path.join(folder, 'app');
    await mkdir(app);
    await cp(path.join(FIXTURES, 'kafka', 'asyncapi.yaml'), path.join(app, 'asyncapi.yaml'));
    const config = {
      targets: ['kafkajs'],
      allowReplayableTokens: ['takeReadings'],
      schemes: { partnerKey: { mechanism: 'plain' } },
    };
    await writeFile(path.join(app, 'asyncapi-guards.config.json'), JSON.stringify(config));
    for (const [side, want] of given) {
      const { stdout, stderr } = await runCli(app, ['generate', '--side', side, '--dry-run']);
      assert.match(stdout, new RegExp(`^${String(want)} operations? guarded`, 'm'), stderr);
    }
  });

  test('one client library of two suffices', async () => {
    await writeFile(path.join(folder, 'package.json'), '{ "dependencies": { "kafkajs": "2.2.4" } }');
    const { exit, stdout, stderr } = await runCli(folder, ['generate', 'both.yaml', '--out', 'both']);
    assert.equal(exit, 0, stderr);
    assert.match(stdout, /both\/kafka\.ts\n/);
    assert.doesNotMatch(stdout, /websocket\.ts/);
  });

  test('a protocol without TLS is told once', async () => {
    const document = `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
servers: { main: { host: 'h.test:9092', protocol: kafka, security: [{ type: plain }] } }
channels: { orders: { address: orders } }
operations: { op: { action: receive, channel: { $ref: '#/channels/orders' } } }
`;
    await writeFile(path.join(folder, 'plain.yaml'), document);
    const told = ({ stderr }: { readonly stderr: string }): readonly string[] =>
      stderr.match(/plaintext-transport|tls-assumed|fix: .*servers: \{ "main": \{ tls: false \} \}/g) ?? [];
    const generate = ['generate', 'plain.yaml', '--target', 'kafkajs', '--dry-run'];
    for (const words of [generate, ['inspect', 'plain.yaml']]) {
      const [code, fix, ...rest] = told(await runCli(folder, words));
      assert.deepEqual([code, rest], ['plaintext-transport', []]);
      assert.match(fix ?? '', /kafka-secure/);
    }
    await writeFile(path.join(folder, 'silent.yaml'), 'silence: [plaintext-transport]\n');
    assert.deepEqual(told(await runCli(folder, [...generate, '--config', 'silent.yaml'])), []);
  });

  test('inspect shows who enforces each level', async () => {
    const { stdout } = await runCli(folder, ['inspect', 'orders.yaml', '--format', 'json']);
    const { rules } = JSON.parse(stdout) as {
      readonly rules: readonly { readonly operation: string; readonly enforcedBy: readonly string[] }[];
    };
    assert.deepEqual(Object.fromEntries(rules.map(({ operation, enforcedBy }) => [operation, enforcedBy.join(' ')])), {
      onOrder: 'broker guard',
      'on-cancel': 'broker guard',
      onAudit: 'broker',
      issueInvoice: 'broker broker',
      connect: 'broker',
      takeReadings: 'both guard',
      takeOtherReadings: 'both',
      readNews: 'broker',
    });
    const text = (await runCli(folder, ['inspect', 'orders.yaml'])).stdout;
    assert.match(text, /checked by/);
    assert.match(text, /producerProof +guard/);
    assert.match(text, /producerProof +signed here\n +or +partnerProof +signed here/);
  });
});
