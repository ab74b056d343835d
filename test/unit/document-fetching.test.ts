import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { confinement, decodeText, readBytes, readDocument } from '../../src/document/index.js';
import { fetchBytes } from '../../src/document/fetch-bytes.js';
import { inFolder, told } from '../support/documents.js';
import { keyServer } from '../support/key-server.js';

const HEAD = 'asyncapi: 3.0.0\ninfo: {title: t, version: 1.0.0}\n';
const MIB = 1024 * 1024;
const refTo = (target: string): string => `${HEAD}x-a: {$ref: '${target}'}\n`;

/** What a document with one reference comes to: the files read, and each code with its message. */
const outcome = async (target: string, allowRefs: readonly string[], offline = false) => {
  const source = { path: '-', text: refTo(target), cwd: '/nowhere' };
  const { value, diagnostics } = await readDocument(source, { allowRefs, offline });
  return { files: [...(value?.files.keys() ?? [])], diagnostics };
};

/** Redirects by a path: `/to/<status>/<target>`; `/hops/5` redirects five times. */
const location = (path: string, origin: string): readonly [status: number, target: string] | null => {
  const [, status, target = ''] = /^\/to\/(\d+)\/(.*)$/.exec(path) ?? [];
  if (status !== undefined) return [Number(status), decodeURIComponent(target).replace('ORIGIN', origin)];
  const [, hops] = /^\/hops\/(\d+)$/.exec(path) ?? [];
  if (hops === undefined) return null;
  return [302, hops === '1' ? '/good' : `/hops/${String(Number(hops) - 1)}`];
};

const site = async (t: Parameters<typeof keyServer>[0], seen: IncomingHttpHeaders[] = []) => {
  const server = await keyServer(t, (request, response) => {
    const path = request.url ?? '';
    seen.push(request.headers);
    const redirect = location(path, server.url);
    if (redirect !== null) response.writeHead(redirect[0], { location: redirect[1] }).end('moved');
    else if (path === '/good') response.end('a: {b: 1}');
    else if (path === '/stalls') response.write('a: ');
    else if (path === '/large') response.end(Buffer.alloc(10 * MIB + 1, 'x'));
    else if (path === '/file.yaml') response.end("c: {$ref: 'good#/a'}");
    else response.writeHead(Number(path.slice(1))).end();
  });
  return server;
};

const REASON = /which cannot be read: (.*)\.$/;

for (const [path, want] of [
  ['/good#/a', null],
  ['/file.yaml#/c/b', null],
  ['/404', 'the server answers 404'],
  ['/304', 'the server answers 304'],
  ['/301', 'the server answers 301'],
  ['/to/500/good', 'the server answers 500'],
  ['/to/400/%2Fgood', 'the server answers 400'],
  ['/to/300/%2Fgood#/a', null],
  ['/to/399/..%2F..%2Fgood#/a', null],
  ['/to/302/ORIGIN%2Fgood#/a', null],
  ['/to/302/http%3A%2F%2F%5B', 'the server redirects to what is no URL'],
  [
    '/to/302/http%3A%2F%2Fother.test%2Fa%3Fsecret',
    'the server redirects to http://other.test, which is not allowed by name',
  ],
  ['/hops/5#/a', null],
  ['/hops/6', 'the server redirects more than 5 times'],
] as const) {
  test(`fetches ${path} from an origin that is allowed: ${want ?? 'it is read'}`, async (t) => {
    const { url } = await site(t);
    const { files, diagnostics } = await outcome(`${url}${path}`, ['http://', `${url}/any/where`]);
    assert.deepEqual(told(diagnostics), want === null ? [] : ['ref-unreadable /x-a/$ref']);
    assert.equal(REASON.exec(diagnostics[0]?.message ?? '')?.[1] ?? null, want);
    const [, first] = files;
    assert.equal(first, want === null ? `${url}${path.replace(/#.*/, '')}` : undefined);
  });
}

test('an answer without content is an empty file', async (t) => {
  const { url } = await site(t);
  assert.deepEqual(told((await outcome(`${url}/204`, [url])).diagnostics), ['document-empty ']);
});

test('nothing tells the server who asks', async (t) => {
  const seen: IncomingHttpHeaders[] = [];
  const { url } = await site(t, seen);
  await outcome(`${url}/to/302/%2Fgood#/a`, [url]);
  assert.deepEqual(
    seen.map(({ accept, cookie, referer, authorization }) => [accept, cookie, referer, authorization]),
    Array(2).fill(['application/yaml, application/json, */*', undefined, undefined, undefined]),
  );
});

test('a server that cannot be asked is told by its code alone', async (t) => {
  const server = await site(t);
  await server.close();
  for (const [url, want] of [
    [server.url, 'the server cannot be asked (ECONNREFUSED)'],
    // A port that browsers refuse as well: no system call has failed.
    ['http://127.0.0.1:1', 'the server cannot be asked'],
  ] as const) {
    const { diagnostics } = await outcome(`${url}/a`, [url]);
    assert.equal(REASON.exec(diagnostics[0]?.message ?? '')?.[1], want);
  }
});

test('an origin that is not allowed, one with credentials, and any offline is not asked', async (t) => {
  const server = await site(t);
  const host = server.url.slice('http://'.length);
  for (const [target, allowed, offline, want] of [
    [`${server.url}/good`, [], false, /nothing is fetched whose origin was not allowed by name/],
    [`${server.url}/good`, ['http://127.0.0.1:1'], false, /not allowed by name/],
    [`http://me@${host}/good`, [server.url], false, /not allowed by name/],
    [`http://:secret@${host}/good`, [server.url], false, /not allowed by name/],
    [`${server.url}/good`, [server.url], true, /names an origin that was allowed, and `check` is offline/],
  ] as const) {
    const { diagnostics } = await outcome(target, allowed, offline);
    assert.deepEqual(told(diagnostics), ['ref-network /x-a/$ref']);
    assert.match(diagnostics[0]?.message ?? '', want);
    assert.equal(diagnostics[0]?.fix.includes(`Or allow its origin: --allow-ref ${server.url}`) === true, !offline);
  }
  assert.equal(server.asked, 0);
});

test('what is fetched keeps the limit, and what comes on top of that is not asked for', async (t) => {
  const server = await site(t);
  const permits = (): boolean => true;
  assert.deepEqual(await fetchBytes(`${server.url}/good`, { limit: 9, permits }), { bytes: Buffer.from('a: {b: 1}') });
  assert.deepEqual(await fetchBytes(`${server.url}/good`, { limit: 8, permits }), { tooLarge: true });
  const text = `${refTo(`${server.url}/large`)}x-b: {$ref: '${server.url}/good'}\n`;
  const { diagnostics } = await readDocument({ path: '-', text, cwd: '/nowhere' }, { allowRefs: [server.url] });
  assert.deepEqual([told(diagnostics), diagnostics[0]?.at?.file], [['document-limit '], `${server.url}/large`]);
  assert.equal(server.asked, 3);
});

test('a server that gives no whole answer is waited for as long as was said', async (t) => {
  const { url } = await site(t);
  assert.deepEqual(await fetchBytes(`${url}/stalls`, { limit: 9, permits: () => true, deadline: 50 }), {
    reason: 'the server gave no whole answer within 0.05 s',
  });
});

for (const [target, want] of [
  ['.', 'ref-outside'],
  ['..', 'ref-outside'],
  ['../main', 'ref-outside'],
  ['../main2/a.yaml', 'ref-outside'],
  ['..a.yaml', 'ref-unreadable'],
  ['loop.yaml', 'ref-outside'],
  ['doc.yaml/x', 'ref-outside'],
  ['../http:/h.test/a.yaml', 'ref-outside'],
  ['../shared/pipe', 'ref-unreadable'],
] as const) {
  test(`a $ref to ${target} is ${want}`, async () => {
    const files = { 'main/doc.yaml': refTo(target), 'main2/a.yaml': 'a: 1', 'http:/h.test/a.yaml': 'a: 1' };
    await inFolder({ ...files, 'shared/x': '' }, async (folder) => {
      await symlink('loop.yaml', join(folder, 'main/loop.yaml'));
      execFileSync('mkfifo', [join(folder, 'shared/pipe')]);
      const source = { path: join(folder, 'main/doc.yaml'), cwd: folder };
      const { diagnostics } = await readDocument(source, { allowRefs: ['http://h.test', 'shared'] });
      assert.deepEqual(told(diagnostics), [`${want} /x-a/$ref`]);
      if (target.endsWith('pipe')) assert.match(diagnostics[0]?.message ?? '', /: it is not a regular file\.$/);
    });
  });
}

test('what is neither there nor readable is not permitted, whatever the working directory', async () => {
  const folder = process.cwd();
  const inside = confinement(folder, [], folder);
  assert.deepEqual(
    [
      await inside.permits(join(folder, 'package.json/x')),
      await inside.permits(join(folder, 'none')),
      await inside.permits(folder),
    ],
    [false, true, false],
  );
});

test('a document may come through a pipe, and not from a device', async () => {
  await inFolder({}, async (folder) => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const through = async (limit: number) =>
      (await Promise.all([readBytes(pipe, limit, true), writeFile(pipe, HEAD)]))[0];
    assert.deepEqual(await through(HEAD.length), { bytes: Buffer.from(HEAD) });
    assert.deepEqual(await through(HEAD.length - 1), { tooLarge: true });
    assert.deepEqual(await readBytes(pipe, 9, false), { reason: 'it is not a regular file' });
    assert.deepEqual(await readBytes('/dev/null', 9, true), { reason: 'it is not a regular file' });
    await writeFile(join(folder, 'nine'), '123456789');
    assert.deepEqual(await readBytes(join(folder, 'nine'), 9, false), { bytes: Buffer.from('123456789') });
    assert.deepEqual(await readBytes(join(folder, 'nine'), 8, false), { tooLarge: true });
  });
});

for (const [what, bytes, want] of [
  ['UTF-8', [0x61], 'a'],
  ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ['little UTF-16', [0xff, 0xfe, 0x61, 0x00], 'a'],
  ['big UTF-16', [0xfe, 0xff, 0x00, 0x61], 'a'],
  ['half a character of UTF-16', [0xff, 0xfe, 0x61], undefined],
  ['half of the little mark', [0xff, 0x00], undefined],
  ['half of the big mark', [0xfe, 0x00], undefined],
  ['the other half of the little mark', [0x61, 0xfe], undefined],
  ['the other half of the big mark', [0x61, 0xff], undefined],
  ['nothing', [], ''],
] as const) {
  test(`decodes ${what}`, () => {
    const { value, diagnostics } = decodeText('/a', Uint8Array.from(bytes));
    const start = { line: 1, column: 1 };
    assert.equal(value, want);
    assert.deepEqual(
      diagnostics.map(({ code, at }) => [code, at]),
      want === undefined ? [['document-binary', { file: '/a', pointer: '', range: { start, end: start } }]] : [],
    );
  });
}
