import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentFacts, LIMITS, readDocument } from '../../src/document/index.js';
import { inFolder, readText, told } from '../support/documents.js';

const HEAD = 'asyncapi: 3.0.0\ninfo: {title: t, version: 1.0.0}\n';
const withScheme = (ref: string): string =>
  `${HEAD}servers:\n  s: {host: h, protocol: ws, security: [{$ref: '#/components/securitySchemes/a'}]}\ncomponents:\n  securitySchemes:\n    a: {$ref: '${ref}'}\n`;
const AT = '/components/securitySchemes/a/$ref';
const read = (folder: string, allowRefs: readonly string[] = []) =>
  readDocument({ path: join(folder, 'main/doc.yaml'), cwd: folder }, { allowRefs });

for (const [ref, want] of [
  ['http://127.0.0.1:1/x', 'ref-network'],
  ['HTTPS://example.test/x#/a', 'ref-network'],
  ['//example.test/x', 'ref-network'],
  ['ftp:x', 'ref-network'],
  ['file:///etc/passwd', 'ref-outside'],
  ['/etc/passwd', 'ref-outside'],
  ['..\\secret.yaml', 'ref-outside'],
  ['C:/secret.yaml', 'ref-outside'],
  ['#b', 'ref-unresolved'],
  ['#components/securitySchemes/b', 'ref-unresolved'],
  ['schemes.yaml#a', 'ref-unresolved'],
  ['schemes.yaml#/a/', 'ref-unresolved'],
  ['#/', 'ref-unresolved'],
  ['#/info/title/0', 'ref-unresolved'],
  ['#/components/securitySchemes/toString', 'ref-unresolved'],
  ['Schemes.yaml#/a', 'ref-unreadable'],
  ['../secret.yaml#/a', 'ref-outside'],
  ['%2e%2e/secret.yaml#/a', 'ref-outside'],
  ['sub/../../secret.yaml#/a', 'ref-outside'],
  ['link.yaml#/a', 'ref-outside'],
  ['linked/secret.yaml#/a', 'ref-outside'],
  ['missing.yaml', 'ref-unreadable'],
  ['sub', 'ref-unreadable'],
  ['schemes.yaml#/b', 'ref-unresolved'],
  ['#/components/securitySchemes/b', 'ref-unresolved'],
  ['#/components/securitySchemes/a', 'ref-circular'],
  ['#/components/securitySchemes/a/type', 'ref-circular'],
] as const) {
  test(`refuses the $ref ${ref}`, async () => {
    await inFolder(
      { 'main/doc.yaml': withScheme(ref), 'main/schemes.yaml': 'a: {type: X509}', 'secret.yaml': 'a: {type: X509}' },
      async (folder) => {
        await mkdir(join(folder, 'main/sub'));
        await symlink(join(folder, 'secret.yaml'), join(folder, 'main/link.yaml'));
        await symlink(folder, join(folder, 'main/linked'));
        const { value, diagnostics } = await read(folder);
        assert.deepEqual(told(diagnostics), [`${want} ${AT}`]);
        assert.deepEqual(
          Array.from(value?.files.keys() ?? []).filter((file) => file.includes('secret')),
          [],
        );
      },
    );
  });
}

for (const [what, allow] of [
  ['by name', 'shared'],
  ['by an absolute name', ''],
] as const) {
  test(`a folder that is allowed ${what} is reached`, async () => {
    await inFolder(
      { 'main/doc.yaml': withScheme('../shared/s.yaml#/a'), 'shared/s.yaml': 'a: {type: X509}' },
      async (folder) => {
        const { value, diagnostics } = await read(folder, [allow === '' ? join(folder, 'shared') : allow]);
        assert.deepEqual(diagnostics, []);
        assert.ok(value !== undefined);
        assert.equal(documentFacts(value).value?.schemes[0]?.pointer, '../shared/s.yaml#/a');
      },
    );
  });
}

test('follows chains through files, percent-encoding and references on the way', async () => {
  await inFolder(
    {
      'main/doc.yaml': withScheme('sub/my%20schemes.yaml#/x~1y/z'),
      'main/sub/my schemes.yaml': 'x/y: {$ref: "../more.yaml#/deep"}',
      'main/more.yaml': 'deep: {z: {$ref: "#/end"}}\nend: {type: X509}\nunreached: {$ref: nowhere.yaml}',
    },
    async (folder) => {
      const { value, diagnostics } = await read(folder);
      assert.deepEqual(diagnostics, []);
      assert.ok(value !== undefined);
      const scheme = documentFacts(value).value?.schemes[0];
      assert.deepEqual([scheme?.id, scheme?.pointer], ['a', 'more.yaml#/end']);
      assert.deepEqual(
        [...value.files.keys()].map((file) => file.slice(folder.length)),
        ['/main/doc.yaml', '/main/sub/my schemes.yaml', '/main/more.yaml'],
      );
    },
  );
});

for (const [ref, fix] of [
  ['#a', "Write $ref: '#/components/securitySchemes/a'."],
  ['/schemes/a', "Write $ref: '#/components/securitySchemes/a'."],
  ['none.yaml#/a', "Write $ref: '#/components/securitySchemes/a'."],
  ['#unlike', "Write the way from the root of the file: '#/unlike'."],
  ['/schemes/unlike', 'Write a path relative to this file, with / between its parts.'],
  [
    'http://h.test/a',
    'Save the file beside the document and point the $ref at it. Or allow its origin: --allow-ref http://h.test',
  ],
  ['ftp://h.test/a', 'Save the file beside the document and point the $ref at it.'],
  ['../a', 'Move the file into the folder, or allow its folder by name with --allow-ref.'],
] as const) {
  test(`security that refers to ${ref} is no scheme, and says what was meant`, async () => {
    const text = `${HEAD}servers:\n  s: {host: h, security: [{$ref: '${ref}'}]}\ncomponents: {securitySchemes: {a: {type: X509}}}\n`;
    const { read: value, diagnostics } = await readText(text);
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.fix),
      [fix],
    );
    assert.equal(diagnostics[0]?.code === 'scheme-undefined', ref.startsWith('#'));
    const [item] = (value && documentFacts(value).value?.servers[0]?.security?.items) ?? [];
    assert.ok(item?.kind === 'reference');
    assert.deepEqual([item.scheme, item.ref], [null, ref]);
  });
}

test('one mistake in several places is one error', async () => {
  const { diagnostics } = await readText(`${HEAD}x-a: {$ref: '#/nope'}\nx-b: {$ref: '#/nope'}\nx-c: {$ref: '#/x-a'}\n`);
  assert.deepEqual(told(diagnostics), ['ref-unresolved /x-a/$ref']);
  assert.deepEqual(
    diagnostics[0]?.also?.map(({ pointer }) => pointer),
    ['/x-b/$ref'],
  );
});

test('two mistakes of a kind are two errors', async () => {
  const { diagnostics } = await readText(
    `${HEAD}x: [{$ref: a.yaml}, {$ref: b.yaml}, {$ref: a.yaml}, {$ref: ftp:a}, {$ref: ftp:b}, {$ref: /a}, {$ref: /b}]\n`,
  );
  assert.deepEqual(told(diagnostics), [
    'ref-unreadable /x/0/$ref',
    'ref-unreadable /x/1/$ref',
    'ref-network /x/3/$ref',
    'ref-network /x/4/$ref',
    'ref-outside /x/5/$ref',
    'ref-outside /x/6/$ref',
  ]);
});

test('near names are looked for up to 100,000 comparisons', async () => {
  const names = Array.from({ length: 400 }, (_, index) => `name${String(index)}: {$ref: '#/x/nam${String(index)}'}`);
  const { diagnostics } = await readText(`${HEAD}x: {${names.join(', ')}}\n`);
  const near = diagnostics.map(({ fix }) => fix.startsWith('Did you mean'));
  assert.deepEqual([near.length, near.lastIndexOf(true), near.indexOf(false)], [400, 250, 251]);
});

test('an unresolved name comes with the nearest that exist', async () => {
  const { diagnostics } = await readText(`${HEAD}x-a: {$ref: '#/infoo'}\n`);
  assert.match(diagnostics[0]?.fix ?? '', /"info"/);
});

test('a circle is told once, and a schema that contains itself is none', async () => {
  const circle = `x-a: {$ref: '#/x-b'}\nx-b: {$ref: '#/x-a'}\nx-c: {$ref: '#/x-b'}\n`;
  const tree = `components: {schemas: {node: {properties: {next: {$ref: '#/components/schemas/node'}}}}}\n`;
  const { read: value, diagnostics } = await readText(HEAD + circle + tree);
  assert.deepEqual(told(diagnostics), ['ref-circular /x-a/$ref']);
  assert.deepEqual(
    diagnostics[0]?.also?.map(({ pointer }) => pointer),
    ['/x-b/$ref'],
  );
  assert.equal(value?.forParser, 'broken');
});

test('a property that is called $ref is none', async () => {
  assert.deepEqual((await readText(`${HEAD}x-a: {properties: {$ref: {type: string}}}`)).diagnostics, []);
});

for (const [what, files, want] of [
  ['a missing document', {}, 'document-unreadable'],
  ['a folder', { 'main/doc.yaml/x': '' }, 'document-unreadable'],
  ['other bytes than UTF-8', { 'main/doc.yaml': new Uint8Array([0x61, 0xff, 0x00, 0x80]) }, 'document-binary'],
  ['11 MiB', { 'main/doc.yaml': 'x'.repeat(11 * 1024 * 1024) }, 'document-limit'],
] as const) {
  test(`refuses ${what}`, async () => {
    await inFolder(files, async (folder) => {
      const { value, diagnostics } = await read(folder);
      assert.equal(value, undefined);
      assert.deepEqual(told(diagnostics), [`${want} `]);
    });
  });
}

test('all files together keep the byte limit', async () => {
  await inFolder(
    { 'main/doc.yaml': withScheme('b.yaml#/a'), 'main/b.yaml': Buffer.alloc(LIMITS.bytes, '#') },
    async (folder) => {
      const { diagnostics } = await read(folder);
      assert.deepEqual(told(diagnostics), ['document-limit ']);
      assert.match(diagnostics[0]?.message ?? '', /: with it, all files of the document together exceed 10 MiB\.$/);
    },
  );
  const { diagnostics } = await readText('#'.repeat(LIMITS.bytes + 1));
  assert.match(diagnostics[0]?.message ?? '', /: it has more than 10 MiB\.$/);
});

for (const [what, text, codes] of [
  ['a circle', "x-a: {$ref: '#/x-b'}\nx-b: {$ref: '#/x-a'}\ny: {$ref: '#/x-a/c'}\n", ['ref-circular']],
  [
    'too many references',
    `y: {$ref: '#/x-0/c'}\n${Array.from({ length: 150 }, (_, index) => `x-${String(index)}: {$ref: '#/x-${String(index + 1)}'}\n`).join('')}x-150: {c: {}}\n`,
    ['document-limit'],
  ],
] as const) {
  test(`a pointer that leads through ${what} is told once`, async () => {
    assert.deepEqual(
      (await readText(HEAD + text)).diagnostics.map(({ code }) => code),
      codes,
    );
  });
}

test('a mistake inside a referenced file is told there, once', async () => {
  await inFolder({ 'main/doc.yaml': withScheme('b.yaml#/a'), 'main/b.yaml': 'a: [' }, async (folder) => {
    const { value, diagnostics } = await read(folder);
    assert.deepEqual(told(diagnostics), ['yaml-syntax ']);
    assert.equal(diagnostics[0]?.at?.file, join(folder, 'main/b.yaml'));
    assert.ok(value !== undefined);
    assert.equal(documentFacts(value).value?.schemes[0]?.node, null);
  });
});

for (const [where, text, readable] of [
  ['in a schema', 'components: {schemas: {a: {type: object, type: string}}}', true],
  ['in info', 'x-a: 1', true],
  ['at the root', 'servers: {}\nservers: {}', false],
  ['in a server', 'servers: {s: {security: [], security: []}}', false],
  ['in components', 'components: {schemas: {}, schemas: {}}', false],
  ['for all of info', 'info: {}', false],
  ['in a channel by the name of a component', 'channels: {messages: {address: a, address: b}}', false],
] as const) {
  test(`a duplicate key ${where} ${readable ? 'leaves the policy readable' : 'hides the policy'}`, async () => {
    const head = where === 'in info' ? HEAD.replace('title: t', 'title: t, title: u') : HEAD;
    const { read: value, diagnostics } = await readText(`${head}${text}\n`);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['key-duplicate'],
    );
    assert.equal(value !== undefined, readable);
  });
}

test('the digest counts every file, and not the folder', async () => {
  const digest = (scheme: string): Promise<string | undefined> =>
    inFolder(
      { 'main/doc.yaml': withScheme('b.yaml#/a'), 'main/b.yaml': scheme },
      async (folder) => (await read(folder)).value?.digest,
    );
  const first = await digest('a: {type: X509}');
  assert.match(first ?? '', /^sha256:[0-9a-f]{64}$/);
  assert.equal(await digest('a: {type: X509}'), first);
  assert.notEqual(await digest('a: {type: plain}'), first);
  // By their names in the order of these, whatever was read first.
  const files = { 'z.yaml': `${HEAD}x: {$ref: c.yaml}\ny: {$ref: b.yaml}\n`, 'b.yaml': 'b', 'c.yaml': 'c' };
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(JSON.stringify([name, text.length])).update(text);
  await inFolder(files, async (folder) => {
    const { value } = await readDocument({ path: join(folder, 'z.yaml'), cwd: folder }, { allowRefs: [] });
    assert.equal(value?.digest, `sha256:${hash.digest('hex')}`);
  });
});

for (const [ref, want] of [
  ['#/x-list/0', '#/x-list/0'],
  ['#/x~1y', '#/x~1y'],
  ['#/p~0q', '#/p~0q'],
  ['#/sp%20ace', '#/sp ace'],
  ['#/x%7E1y', '#/x~1y'],
  ['#/200', '#/200'],
  ['#/yes', '#/yes'],
  ['#/0777', '#/0777'],
  ['doc.yaml#/yes', '#/yes'],
  ['../main/doc.yaml#/yes', '#/yes'],
  ['sub/x.yaml', 'sub/x.yaml#'],
  ['./sub/../sub//x.yaml#', 'sub/x.yaml#'],
  ['sub/x.json#/b', 'sub/x.yaml#'],
  ['sub/wide.yaml', 'sub/wide.yaml#'],
  ['sub%2Fx.yaml', 'sub/x.yaml#'],
] as const) {
  test(`follows the $ref ${ref}`, async () => {
    const more = `x-list: [{type: X509}]\nx/y: {type: X509}\np~q: {type: X509}\nsp ace: {type: X509}\n200: {type: X509}\nyes: {type: X509}\n0777: {type: X509}\n`;
    await inFolder(
      {
        'main/doc.yaml': withScheme(ref) + more,
        'main/sub/x.yaml': '\uFEFFtype: X509\r\n',
        'main/sub/x.json': '{"b": {"$ref": "./x.yaml"}}',
        'main/sub/wide.yaml': Buffer.from('\uFEFFtype: X509', 'utf16le'),
        'main/x.yaml': 'type: plain',
      },
      async (folder) => {
        const { value, diagnostics } = await read(folder);
        assert.deepEqual(diagnostics, []);
        assert.ok(value !== undefined);
        const [scheme] = documentFacts(value).value?.schemes ?? [];
        assert.deepEqual([scheme?.pointer, scheme?.node?.kind], [want, 'map']);
      },
    );
  });
}

test('standard input that is no UTF-8 is refused, as a file is', async () => {
  const text = Buffer.from([...Buffer.from(`${HEAD}x-a: `), 0xff]);
  const { value, diagnostics } = await readDocument({ path: '-', text, cwd: '/nowhere' }, { allowRefs: [] });
  assert.deepEqual([value, told(diagnostics)], [undefined, ['document-binary ']]);
});

test('references of standard input count from the working directory', async () => {
  await inFolder({ 'schemes.yaml': 'a: {type: X509}' }, async (folder) => {
    const text = withScheme('schemes.yaml#/a');
    const { value, diagnostics } = await readDocument({ path: '-', text, cwd: folder }, { allowRefs: [] });
    assert.deepEqual(diagnostics, []);
    assert.equal(value && documentFacts(value).value?.schemes[0]?.pointer, 'schemes.yaml#/a');
  });
});
