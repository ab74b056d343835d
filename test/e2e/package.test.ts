import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DOCUMENT = `
asyncapi: 3.0.0
info: { title: Gateway, version: 1.0.0 }
servers:
  gateway: { host: gateway.acme.test, protocol: wss, security: [{ $ref: '#/components/securitySchemes/key' }] }
channels: { events: { address: events } }
operations: { append: { action: receive, channel: { $ref: '#/channels/events' } } }
components: { securitySchemes: { key: { type: httpApiKey, in: header, name: X-Key } } }
`;

// Inside the repository, so that the packed files find the dependencies that are installed there.
mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
const folder = mkdtempSync(path.join(ROOT, '.cache', 'package-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: ROOT });
const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
execFileSync('tar', ['-xzf', tarball], { cwd: folder });
const packed = path.join(folder, 'package');
const app = path.join(folder, 'app');
mkdirSync(app);
writeFileSync(path.join(app, 'doc.yaml'), DOCUMENT);
// Its own, empty one: the repository's, further up, depends on ws.
writeFileSync(path.join(app, 'package.json'), '{}');

const manifest = JSON.parse(readFileSync(path.join(packed, 'package.json'), 'utf8')) as {
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};
const bin = path.join(packed, manifest.bin['asyncapi-guards'] ?? '');
const run = (...args: readonly string[]) => spawnSync(process.execPath, [bin, ...args], { cwd: app, encoding: 'utf8' });

test('the package holds the built tool, the templates and the runtime sources, and nothing else', () => {
  const top = readdirSync(packed).sort();
  assert.deepEqual(top, ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'docs', 'package.json', 'src', 'templates']);
  assert.deepEqual(readdirSync(path.join(packed, 'src')), ['runtime']);
});

test('every dependency is pinned exactly', () => {
  for (const [name, version] of Object.entries(manifest.dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
});

test('in an empty folder generate prints the one complete line to copy, and that line works', () => {
  const first = run('generate', 'doc.yaml');
  assert.equal(first.status, 1);
  assert.equal(existsSync(path.join(app, 'guards')), false);
  const line = /npx asyncapi-guards (generate .*)$/m.exec(first.stderr)?.[1];
  assert.ok(line, first.stderr);
  const second = run(...line.trim().split(' '));
  assert.equal(second.status, 0, second.stderr);
  assert.equal(existsSync(path.join(app, 'guards', 'websocket.ts')), true);
  assert.equal(run('check', ...line.trim().split(' ').slice(1)).status, 0);
  assert.match(run(...line.trim().split(' ')).stdout, /^unchanged: /);
});
