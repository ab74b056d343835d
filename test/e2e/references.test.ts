import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { inFolder } from '../support/documents.js';
import { touchedBy } from '../support/touched.js';

const document = (refs: readonly string[]): string =>
  JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Orders', version: '1.0.0' },
    servers: { main: { host: 'h', protocol: 'ws', security: [{ $ref: '#/components/securitySchemes/key' }] } },
    channels: {},
    components: {
      securitySchemes: { key: { type: 'X509' } },
      schemas: Object.fromEntries(refs.map((ref, index) => [`s${String(index)}`, { $ref: ref }])),
    },
  });

interface Answer {
  readonly document?: { readonly digest: string };
  readonly schemes?: Readonly<Record<string, { readonly pointer: string }>>;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly pointer: string;
    readonly also?: readonly { readonly pointer: string }[];
  }[];
}

suite('what a document makes the tool touch', () => {
  let asked: string[] = [];
  let scheme = 'X509';
  let server: Server;
  let origin = '';

  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}${request.headers.cookie ?? ''}`.trim());
      if (request.url === '/away.yaml') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
      else if (request.url === '/moved.yaml') response.writeHead(302, { location: '/schemes.yaml' }).end();
      else if (request.url === '/schemes.yaml') response.end(`key: {$ref: 'more.yaml#/key'}`);
      else if (request.url === '/more.yaml') response.end(`key: {type: ${scheme}}`);
      else if (request.url === '/large.yaml') response.end('x'.repeat(11 * 1024 * 1024));
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    origin = `http://127.0.0.1:${String(address.port)}`;
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  test('references that may not be followed are refused with no file read and no socket opened', async () => {
    asked = [];
    const refs = [
      `${origin}/x.yaml`,
      'https://example.test/x.yaml#/a',
      '//example.test/x.yaml',
      'ftp://example.test/x.yaml',
      'http://[::1]/x',
      'file:///etc/passwd',
      'FILE:/etc/passwd',
      '/etc/passwd',
      '%2Fetc/passwd',
      '..\\secret.yaml',
      '\\\\host\\share\\x.yaml',
      'C:/secret.yaml',
      '../secret.yaml',
      '%2e%2e/secret.yaml',
      'sub/../../secret.yaml',
      'link.yaml',
      'linked/secret.yaml',
      'device',
      'pipe',
      'sub',
    ];
    await inFolder({ 'main/doc.json': document(refs), 'secret.yaml': 'a: 1' }, async (folder) => {
      const main = join(folder, 'main');
      await mkdir(join(main, 'sub'));
      await symlink(join(folder, 'secret.yaml'), join(main, 'link.yaml'));
      await symlink(folder, join(main, 'linked'));
      await symlink('/dev/zero', join(main, 'device'));
      execFileSync('mkfifo', [join(main, 'pipe')]);
      const { exit, stdout, opened, dialled } = await touchedBy(main, ['inspect', 'doc.json', '--format', 'json']);
      const { diagnostics, schemes } = JSON.parse(stdout) as Answer;
      assert.equal(exit, 1);
      assert.ok(schemes?.['key'] !== undefined, 'what is wrong elsewhere hides no policy');
      const codes = new Map(
        diagnostics.flatMap(({ code, pointer, also = [] }) =>
          [pointer, ...also.map((place) => place.pointer)].map((place) => [place, code] as const),
        ),
      );
      assert.deepEqual(
        refs.map((ref, index) => [ref, codes.get(`/components/schemas/s${String(index)}/$ref`)]),
        refs.map((ref, index) => [
          ref,
          index < 5 ? 'ref-network' : ref === 'pipe' || ref === 'sub' ? 'ref-unreadable' : 'ref-outside',
        ]),
      );
      assert.deepEqual(dialled, []);
      assert.deepEqual(asked, []);
      assert.ok(opened.includes('watching') && opened.includes(join(main, 'doc.json')), opened.join('\n'));
      const ours = opened.filter(
        (path) => path.startsWith(folder) || path.startsWith('/etc') || path.startsWith('/dev'),
      );
      assert.deepEqual(
        ours.filter((path) => !/\/(?:doc\.json|sub|pipe)$|package\.json$/u.test(path)),
        [],
      );
    });
  });

  test('an origin that is allowed by name is asked, and counts in the digest', async () => {
    await inFolder({ 'doc.json': referring(`${origin}/moved.yaml#/key`) }, async (folder) => {
      asked = [];
      const inspect = async (): Promise<Answer> => {
        const words = ['inspect', 'doc.json', '--allow-ref', origin, '--format', 'json'];
        const { stdout, dialled } = await touchedBy(folder, words);
        assert.equal(dialled.length > 0, true);
        return JSON.parse(stdout) as Answer;
      };
      const first = await inspect();
      assert.deepEqual(
        first.diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(first.schemes?.['key']?.pointer, `${origin}/more.yaml#/key`);
      assert.deepEqual(asked, ['/moved.yaml', '/schemes.yaml', '/more.yaml']);
      scheme = 'plain';
      assert.notEqual((await inspect()).document?.digest, first.document?.digest);
      scheme = 'X509';
    });
  });

  for (const [path, code] of [
    ['/away.yaml', 'ref-unreadable'],
    ['/none.yaml', 'ref-unreadable'],
    ['/large.yaml', 'document-limit'],
  ] as const) {
    test(`an allowed origin's ${path} is refused`, async () => {
      await inFolder({ 'doc.json': referring(`${origin}${path}#/key`) }, async (folder) => {
        asked = [];
        const { exit, stdout } = await touchedBy(folder, [
          'inspect',
          'doc.json',
          '--allow-ref',
          origin,
          '--format',
          'json',
        ]);
        assert.equal(exit, 1);
        assert.deepEqual(
          (JSON.parse(stdout) as Answer).diagnostics.map((told) => told.code),
          [code],
        );
        assert.deepEqual(asked, [path]);
      });
    });
  }

  test('check asks nobody', async () => {
    await inFolder({ 'doc.json': referring(`${origin}/schemes.yaml#/key`) }, async (folder) => {
      asked = [];
      const words = ['check', 'doc.json', '--allow-ref', origin, '--format', 'json'];
      const { exit, stdout, dialled } = await touchedBy(folder, words);
      assert.equal(exit, 1);
      assert.equal((JSON.parse(stdout) as Answer).diagnostics[0]?.code, 'ref-network');
      assert.deepEqual([dialled, asked], [[], []]);
    });
  });

  for (const [allowed, why] of [
    ['http://example.test', 'https'],
    ['https://user:pass@example.test', 'origin'],
    ['https://example.test/folder', 'origin'],
    ['ftp://example.test', 'https'],
  ] as const) {
    test(`--allow-ref takes no ${allowed}`, async () => {
      await inFolder({ 'doc.json': document([]) }, async (folder) => {
        const { exit, stdout } = await touchedBy(folder, [
          'inspect',
          'doc.json',
          '--allow-ref',
          allowed,
          '--format',
          'json',
        ]);
        assert.equal(exit, 64);
        assert.match(stdout, new RegExp(why));
        assert.doesNotMatch(stdout, /user:pass/);
      });
    });
  }
});

const referring = (ref: string): string => document([]).replace('{"type":"X509"}', JSON.stringify({ $ref: ref }));
