import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  documentFacts,
  readDocument,
  toJson,
  VERSIONS,
  type DocumentFacts,
  type SecurityFacts,
} from '../../src/document/index.js';
import { factsOf, head, soundFacts, told } from '../support/documents.js';

const securityOf = (security: SecurityFacts | null | undefined): unknown =>
  security?.items.map((item) =>
    item.kind === 'requirement' ? item.uses.map(({ scheme }) => scheme) : 'scheme' in item ? item.scheme : item.kind,
  );

test('takes the versions whose security is understood, and no other', async () => {
  for (const version of VERSIONS) assert.equal((await soundFacts(head(version))).asyncapi, version);
  for (const version of ['1.2.0', '2.7.0', '3.0.1', '3.2.0', '2.0.0-rc1', '2.0', 'null', '[]']) {
    const { facts, diagnostics } = await factsOf(head(version));
    assert.deepEqual([facts, told(diagnostics)], [undefined, ['version-unsupported /asyncapi']], version);
  }
  assert.deepEqual(told((await factsOf('info: {}')).diagnostics), ['version-unsupported ']);
  assert.deepEqual(told((await factsOf('- a')).diagnostics), ['document-not-object ']);
});

test('null sections are absent', async () => {
  const facts = await soundFacts(`${head('3.0.0')}servers:\nchannels:\noperations:\ncomponents:\nx-access-control:\n`);
  assert.deepEqual(
    [facts.servers, facts.channels, facts.operations, facts.schemes, facts.accessControl],
    [[], [], [], [], null],
  );
});

test('reads servers of both majors', async () => {
  const current = await soundFacts(`${head('3.0.0')}servers: {s: {host: 'h:1', pathname: /p, protocol: ws}}`);
  const { id, pointer, host, pathname, protocol, security } = current.servers[0] ?? {};
  assert.deepEqual([id, pointer, host, pathname, protocol, security], ['s', '#/servers/s', 'h:1', '/p', 'ws', null]);
  for (const [url, path] of [
    ['wss://h.test/a/{b}?q=1', '/a/{b}'],
    ['h:9092', ''],
    ['{host}:9092/x', '/x'],
    ['kafka://a:1,b:2', ''],
  ] as const) {
    const facts = await soundFacts(`${head('2.6.0')}servers: {s: {url: '${url}', protocol: ws}}\nchannels: {}`);
    assert.deepEqual([facts.servers[0]?.host, facts.servers[0]?.pathname], [url, path]);
  }
});

test('a 2.x operation has its own id or one of channel and verb, and the direction of the application', async () => {
  const facts = await soundFacts(`${head('2.6.0')}channels:
  a/b: {subscribe: {operationId: told}, publish: {traits: [{operationId: nobody}]}}
  c: {publish: {operationId: ''}}
`);
  assert.deepEqual(
    facts.operations.map(({ id, action, channel, pointer }) => [id, action, channel, pointer]),
    [
      ['told', 'send', 'a/b', '#/channels/a~1b/subscribe'],
      ['a/b.publish', 'receive', 'a/b', '#/channels/a~1b/publish'],
      ['c.publish', 'receive', 'c', '#/channels/c/publish'],
    ],
  );
});

test('servers of a channel, by version', async () => {
  const servers = 'servers: {x: {url: h, host: h, protocol: ws}, y: {url: h, host: h, protocol: ws}}\n';
  for (const [version, stated, want] of [
    ['2.1.0', '[y]', ['x', 'y']],
    ['2.6.0', '[y]', ['y']],
    ['2.6.0', '[]', ['x', 'y']],
    ['2.6.0', 'null', ['x', 'y']],
    ['3.0.0', "[{$ref: '#/servers/y'}, {$ref: '#/servers/x'}]", ['y', 'x']],
    ['3.0.0', '[]', ['x', 'y']],
  ] as const) {
    const facts = await soundFacts(`${head(version)}${servers}channels: {c: {servers: ${stated}}}`);
    assert.deepEqual(facts.channels[0]?.servers, want, `${version} ${stated}`);
  }
});

test('roots that share one definition keep their names', async () => {
  const facts = await soundFacts(`${head('3.0.0')}servers:
  s1: {$ref: '#/components/servers/one'}
  s2: {$ref: '#/components/servers/one'}
channels:
  a: {$ref: '#/components/channels/c'}
  b: {$ref: '#/components/channels/c'}
operations:
  o: {action: send, channel: {$ref: '#/channels/b'}}
components:
  servers: {one: {host: h, protocol: ws}}
  channels: {c: {address: x, servers: [{$ref: '#/servers/s2'}], parameters: {p: {location: '$message.header#/p'}}}}
`);
  assert.deepEqual(
    facts.servers.map(({ id, pointer }) => [id, pointer]),
    [
      ['s1', '#/components/servers/one'],
      ['s2', '#/components/servers/one'],
    ],
  );
  assert.deepEqual(
    facts.channels.map(({ id, pointer, address, servers }) => [id, pointer, address, servers]),
    [
      ['a', '#/channels/a', 'x', ['s2']],
      ['b', '#/channels/b', 'x', ['s2']],
    ],
  );
  assert.equal(facts.operations[0]?.channel, 'b');
  assert.deepEqual(
    facts.channels[0]?.parameters.map(({ name, location }) => [name, location]),
    [['p', '$message.header#/p']],
  );
});

test('schemes: components, aliases, inline ones, straight references', async () => {
  const facts = await soundFacts(`${head('3.0.0')}servers:
  s: {host: h, protocol: ws, security: [{$ref: '#/components/securitySchemes/first'}, {type: X509}, {$ref: '#/x-own/scheme'}]}
x-own: {scheme: {type: plain}}
components:
  securitySchemes:
    first: {$ref: '#/components/securitySchemes/second'}
    second: {$ref: '#/components/securitySchemes/last'}
    last: {type: http, scheme: bearer}
    twin: &twin {type: X509}
    copy: *twin
`);
  assert.deepEqual(
    facts.schemes.map(({ id, aliases, pointer, inline, owner }) => ({ id, aliases, pointer, inline, owner })),
    [
      {
        id: 'last',
        aliases: ['first', 'second'],
        pointer: '#/components/securitySchemes/last',
        inline: false,
        owner: null,
      },
      { id: 'twin', aliases: [], pointer: '#/components/securitySchemes/twin', inline: false, owner: null },
      { id: 'copy', aliases: [], pointer: '#/components/securitySchemes/copy', inline: false, owner: null },
      { id: '#/servers/s/security/1', aliases: [], pointer: '#/servers/s/security/1', inline: true, owner: 's' },
      { id: '#/x-own/scheme', aliases: [], pointer: '#/x-own/scheme', inline: false, owner: null },
    ],
  );
  assert.deepEqual(securityOf(facts.servers[0]?.security), ['last', '#/servers/s/security/1', '#/x-own/scheme']);
});

test('the forms of security are told apart', async () => {
  const facts = await soundFacts(`${head('3.0.0')}servers:
  s:
    host: h
    protocol: ws
    security:
      - {$ref: '#/components/securitySchemes/a', scopes: [x], x-role: y}
      - {a: [x], nobody: [], type: [z]}
      - {}
      - [a]
      - null
  n: {host: h, protocol: ws, security: null}
components: {securitySchemes: {a: {type: X509}}}
`);
  const [reference, requirement, empty, list, nothing] = facts.servers[0]?.security?.items ?? [];
  assert.ok(reference?.kind === 'reference' && requirement?.kind === 'requirement' && empty?.kind === 'requirement');
  assert.deepEqual(
    reference.siblings.map(({ key, at }) => [key, at.pointer]),
    [
      ['scopes', '/servers/s/security/0/scopes'],
      ['x-role', '/servers/s/security/0/x-role'],
    ],
  );
  assert.deepEqual(
    requirement.uses.map(({ name, scheme, scopes }) => [name, scheme, toJson(scopes)]),
    [
      ['a', 'a', ['x']],
      ['nobody', null, []],
      ['type', null, ['z']],
    ],
  );
  assert.deepEqual([empty.uses, list?.kind, nothing?.kind], [[], 'other', 'other']);
  const stated = facts.servers[1]?.security;
  assert.deepEqual([stated?.items, stated && toJson(stated.node)], [[], null]);
});

const traits = (version: string, own: string, stated: readonly string[]): Promise<DocumentFacts> => {
  const list = stated.map((trait) => `{${trait}}`).join(', ');
  const operation = `{${[own, `traits: [${list}]`].filter((part) => part !== '').join(', ')}}`;
  const schemes = 'components: {securitySchemes: {A: {type: X509}, B: {type: X509}, C: {type: X509}}}\n';
  return soundFacts(
    version === '2.6.0'
      ? `${head(version)}channels: {c: {publish: ${operation}}}\n${schemes}`
      : `${head(version)}channels: {c: {}}\noperations: {o: ${operation.replace('{', "{action: send, channel: {$ref: '#/channels/c'}, ")}}\n${schemes}`,
  );
};

for (const [version, own, stated, want, dropped] of [
  ['2.6.0', '[{A: []}]', ['[{B: []}]'], 'B', ['A']],
  ['2.6.0', '[{A: []}]', ['[{B: []}]', '[{C: []}]'], 'C', ['A', 'B']],
  ['2.6.0', '[{A: []}]', ['[]'], '', ['A']],
  ['2.6.0', '[]', ['[{B: []}]'], 'B', ['']],
  ['2.6.0', '', ['[{B: []}]', '[]'], '', ['B']],
  ['3.0.0', '[{A: []}]', ['[{B: []}]'], 'A', ['B']],
  ['3.0.0', '[{A: []}]', ['[{B: []}]', '[{C: []}]'], 'A', ['B', 'C']],
  ['3.0.0', '', ['[{B: []}]', '[{C: []}]'], 'C', ['B']],
  ['3.0.0', '[]', ['[{B: []}]'], '', ['B']],
  ['3.0.0', '', ['[{B: []}]', '[]'], '', ['B']],
] as const) {
  test(`security after traits in ${version}: own ${own || 'absent'}, traits ${stated.join(' ')}`, async () => {
    const facts = await traits(
      version,
      own && `security: ${own}`,
      stated.map((list) => `security: ${list}`),
    );
    const [operation] = facts.operations;
    const text = (security: SecurityFacts): string => String(securityOf(security));
    assert.ok(operation?.security);
    assert.deepEqual([text(operation.security), operation.droppedSecurity.map(text)], [want, dropped]);
  });
}

for (const [version, own, stated, want] of [
  [
    '2.6.0',
    '{roles: [A], context: {value: a}}',
    ['{roles: [B], context: {header: h}}'],
    { roles: ['B'], context: { value: 'a', header: 'h' } },
  ],
  [
    '3.0.0',
    '{roles: [A], context: {value: a}}',
    ['{roles: [B], context: {header: h}}'],
    { roles: ['A'], context: { value: 'a', header: 'h' } },
  ],
  ['2.6.0', '{roles: [A], actor: x}', ['{roles: null}'], { actor: 'x' }],
  ['3.0.0', '{roles: null}', ['{roles: [B], actor: x}'], { actor: 'x' }],
  ['3.0.0', 'null', ['{roles: [B]}', '{roles: [C]}'], { roles: ['C'] }],
  ['3.0.0', '{roles: [A]}', [], { roles: ['A'] }],
] as const) {
  test(`x-access-control after traits in ${version}: own ${own}, traits ${stated.join(' ')}`, async () => {
    const facts = await traits(
      version,
      `x-access-control: ${own}`,
      stated.map((value) => `x-access-control: ${value}`),
    );
    const merged = facts.operations[0]?.accessControl;
    assert.deepEqual(merged && toJson(merged), want);
  });
}

test('messages carry their constants, and replies their channel and messages', async () => {
  const facts = await soundFacts(`${head('3.0.0')}channels:
  c:
    messages:
      m: {payload: {properties: {kind: {const: m}, one: {enum: [1]}, two: {enum: [1, 2]}, any: {}}}}
      n: {payload: {schemaFormat: x, schema: {$ref: '#/components/schemas/n'}}}
  d: {messages: {r: {payload: {properties: {kind: {const: r}}}}, s: {}}}
operations:
  all: {action: receive, channel: {$ref: '#/channels/c'}, reply: {channel: {$ref: '#/channels/d'}, address: {location: '$message.header#/to'}}}
  one: {action: receive, channel: {$ref: '#/channels/c'}, messages: [{$ref: '#/channels/c/messages/n'}], reply: {messages: [{$ref: '#/channels/d/messages/r'}]}}
components: {schemas: {n: {properties: {kind: {$ref: '#/components/schemas/kind'}}}, kind: {const: n}}}
`);
  const shown = facts.operations.map(({ messages }) => messages.map(({ name, constants }) => [name, ...constants]));
  assert.deepEqual(shown, [
    [
      ['m', ['kind', 'm'], ['one', 1]],
      ['n', ['kind', 'n']],
    ],
    [['n', ['kind', 'n']]],
  ]);
  const { channel, addressLocation } = facts.operations[0]?.reply ?? {};
  assert.deepEqual([channel, addressLocation], ['d', '$message.header#/to']);
  const replies = facts.operations.map(({ reply }) =>
    reply?.messages.map(({ name, constants }) => [name, ...constants]),
  );
  assert.deepEqual(replies, [[['r', ['kind', 'r']], ['s']], [['r', ['kind', 'r']]]]);
});

test('2.x messages: one, or those of oneOf', async () => {
  const facts = await soundFacts(`${head('2.6.0')}channels:
  c:
    publish: {message: {oneOf: [{messageId: a}, {name: b}, {$ref: '#/components/messages/c'}, {}]}}
    subscribe: {message: {$ref: '#/components/messages/c'}}
components: {messages: {c: {payload: {properties: {k: {const: true}}}}}}
`);
  assert.deepEqual(
    facts.operations.map(({ messages }) => messages.map(({ name }) => name)),
    [['a', 'b', 'c', 'message4'], ['c']],
  );
  assert.equal(facts.channels[0]?.messages.length, 5);
});

test('a document over several files', async () => {
  const path = join(import.meta.dirname, '../fixtures/documents/several-files/orders.yaml');
  const read = await readDocument({ path, cwd: '/' }, { allowRefs: [] });
  assert.deepEqual(read.diagnostics, []);
  assert.ok(read.value !== undefined);
  const { value: facts, diagnostics } = documentFacts(read.value);
  assert.deepEqual(diagnostics, []);
  const [operation] = facts?.operations ?? [];
  assert.deepEqual(
    [
      operation?.id,
      operation?.pointer,
      operation?.channel,
      securityOf(operation?.security),
      facts?.channels[0]?.servers,
    ],
    ['onOrder', 'parts/operations.yaml#/onOrder', 'orders', ['idp'], ['production']],
  );
  assert.deepEqual(
    facts?.schemes.map(({ id, pointer }) => [id, pointer]),
    [['idp', 'parts/schemes.yaml#/identity']],
  );
});

test('title and version are what info says, or empty', async () => {
  const given: readonly (readonly [info: string, title: string, version: string])[] = [
    ['info: {title: Orders, version: 1.2.0}', 'Orders', '1.2.0'],
    ['info: {title: 7, version: [1]}', '7', ''],
    ['info: {}', '', ''],
    ['info: text', '', ''],
    ['id: none', '', ''],
  ];
  for (const [info, title, version] of given) {
    const { facts } = await factsOf(`asyncapi: 3.0.0\n${info}\n`);
    assert.deepEqual([facts?.title, facts?.version], [title, version], info);
  }
});
