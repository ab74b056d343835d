import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentFacts, readDocument, toJson } from '../../src/document/index.js';
import { factsOf, head, inFolder, soundFacts } from '../support/documents.js';

const V2 = head('2.6.0');
const V3 = head('3.0.0');
const X = "{ $ref: '#/servers/x' }";
const C = "{ $ref: '#/channels/c' }";

test('the address of a channel, its topic and its bindings', async () => {
  const text = (version: string): string => `${head(version)}channels:
  a: {address: b, bindings: {ws: {method: GET}, kafka: {topic: t}}}
  c: {bindings: {$ref: '#/x'}, address: }
  d: {bindings: {kafka: {partitions: 1}, ws: {$ref: '#/x/ws'}}}
  e: {bindings: {kafka: , ws: }}
  f:
x: {kafka: {$ref: '#/y'}, ws: {query: {}}}
y: {topic: 7}
`;
  for (const [version, addresses] of [
    ['2.6.0', ['a', 'c', 'd', 'e']],
    ['3.0.0', ['b', null, null, null]],
  ] as const) {
    const { channels } = await soundFacts(text(version));
    assert.deepEqual(
      channels.map(({ address }) => address),
      addresses,
    );
    assert.deepEqual(
      channels.map(({ topic, webSocketBinding }) => [topic, webSocketBinding?.at.pointer ?? null]),
      [
        ['t', '/channels/a/bindings/ws'],
        ['7', '/x/ws'],
        [null, '/x/ws'],
        [null, null],
      ],
    );
  }
});

test('parameters have their place and location, behind references too', async () => {
  const { channels } = await soundFacts(
    `${V3}channels: {c: {parameters: {a: {location: l}, b: {$ref: '#/x'}, c: {location: }, d: {$ref: '#/x/p'}}}}\nx: {location: m, p: text}\n`,
  );
  assert.deepEqual(
    channels[0]?.parameters.map(({ name, location, at }) => [name, location, at.pointer]),
    [
      ['a', 'l', '/channels/c/parameters/a'],
      ['b', 'm', '/x'],
      ['c', null, '/channels/c/parameters/c'],
      ['d', null, '/x/p'],
    ],
  );
});

test('messages are named as the channel, the list or the message itself does', async () => {
  const { operations, channels } = await soundFacts(`${V3}channels:
  c: {messages: {first: {$ref: '#/components/messages/one'}, second: {name: x}}}
operations:
  listed:
    action: send
    channel: ${C}
    messages: [{$ref: '#/channels/c/messages/first'}, {$ref: '#/components/messages/one'}, {$ref: '#/components/messages/other'}]
  none: {action: send, channel: ${C}, messages: []}
  all: {action: send, channel: ${C}, messages: }
  answered: {action: send, channel: ${C}, messages: [], reply: {address: {$ref: '#/x'}, channel: ${C}}}
  silent: {action: send, channel: ${C}, messages: [], reply: {address: {}}}
components: {messages: {one: {payload: {properties: {k: {enum: [only]}, l: {const: }, m: {const: {}}, n: {enum: [a, b]}, o: {enum: [null]}}}}, other: {}}}
x: {location: here}
`);
  assert.deepEqual(
    operations.map(({ id, messages }) => [id, ...messages.map(({ name, at }) => `${name} ${at.pointer}`)]),
    [
      [
        'listed',
        'first /components/messages/one',
        'first /components/messages/one',
        'other /components/messages/other',
      ],
      ['none'],
      ['all', 'first /components/messages/one', 'second /channels/c/messages/second'],
      ['answered'],
      ['silent'],
    ],
  );
  assert.deepEqual([...(channels[0]?.messages[0]?.constants ?? [])], [['k', 'only']]);
  assert.deepEqual(
    operations.map(
      ({ reply }) => reply && [reply.channel, reply.addressLocation, reply.messages.length, reply.at.pointer],
    ),
    [null, null, null, ['c', 'here', 2, '/operations/answered/reply'], [null, null, 0, '/operations/silent/reply']],
  );
});

test('2.x messages without a name count themselves, if they are several', async () => {
  const { channels } = await soundFacts(`${V2}channels:
  c: {publish: {message: {payload: {}}}, subscribe: {message: {oneOf: [{payload: {}}, {}]}}}
  d: {publish: {message: }, subscribe: {message: {$ref: '#/x'}}}
x: {oneOf: [{messageId: i, name: n}]}
`);
  assert.deepEqual(
    channels.map(({ messages }) => messages.map(({ name }) => name)),
    [['message', 'message1', 'message2'], ['i']],
  );
});

test('security of components that the root does not reach is read, and no other', async () => {
  const { unreached } = await soundFacts(`${V3}servers: {x: {$ref: '#/components/servers/reached'}}
operations: {o: {action: send, channel: ${C}, traits: [{$ref: '#/components/operationTraits/used'}]}}
channels: {c: {servers: [${X}]}}
components:
  servers: {reached: {host: h, security: []}, lost: {host: h, security: []}, none: {host: h}}
  operations: {alone: {action: send, channel: ${C}, security: [], traits: [{security: []}]}}
  channels: {old: {publish: {security: []}}}
  operationTraits: {used: {security: []}, unused: {security: []}}
`);
  assert.deepEqual(
    unreached.map(({ of, owner, security }) => [of, owner, security.at.pointer, security.from]),
    [
      ['server', 'lost', '/components/servers/lost/security', 'own'],
      ['operation', 'alone', '/components/operations/alone/security', 'own'],
      ['operation', 'old.publish', '/components/channels/old/publish/security', 'own'],
      ['trait', 'unused', '/components/operationTraits/unused/security', 'trait'],
      ['trait', 'alone', '/components/operations/alone/traits/0/security', 'trait'],
    ],
  );
});

test('each stated security says whether it is of a trait, and what was dropped', async () => {
  const { facts, diagnostics } = await factsOf(
    `${V3}channels: {c: {}}\noperations: {o: {action: receive, channel: ${C}, security: [], traits: [{security: []}], x-access-control: {roles: [A]}}, p: {action: send, channel: ${C}, traits: [{security: [], roles: [A]}]}}\n`,
  );
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['access-control-misplaced'],
  );
  assert.deepEqual(
    facts?.operations.map(({ action, security, droppedSecurity, looseAccess }) => [
      action,
      security?.from,
      droppedSecurity.map(({ from }) => from),
      looseAccess,
    ]),
    [
      ['receive', 'own', ['trait'], false],
      ['send', 'trait', [], true],
    ],
  );
});

test('pointers of other files are told from the folder of the entry', async () => {
  await inFolder(
    { 'doc.yaml': `${V3}servers: {x: {$ref: 'parts/s.yaml#/a~1b'}}`, 'parts/s.yaml': 'a/b: {host: h, protocol: ws}' },
    async (folder) => {
      const { value } = await readDocument({ path: `${folder}/doc.yaml`, cwd: '/' }, { allowRefs: [] });
      const facts = value && documentFacts(value).value;
      assert.deepEqual(
        facts?.servers.map(({ pointer }) => pointer),
        ['parts/s.yaml#/a~1b'],
      );
      assert.deepEqual(facts.files, [`${folder}/doc.yaml`, `${folder}/parts/s.yaml`]);
    },
  );
});

for (const [what, text, wanted] of [
  ['a root of text', 'text', ['The document is a single value, not an object.']],
  ['a root of items', '- a', ['The document is a list, not an object.']],
  ['a version that is null', 'asyncapi:\n', ['AsyncAPI "" is not a version that is understood.']],
  ['a channel of text', `${V3}channels: {c: text}`, ['The channel "c" must be an object, and is a string.']],
  ['a server that is null', `${V3}servers: {x: }`, ['The server "x" must be an object, and is empty.']],
  ['an operation of items', `${V3}operations: {o: []}`, ['The operation "o" must be an object, and is a list.']],
  [
    'traits that are an object',
    `${V2}channels: {c: {publish: {traits: {}}}}`,
    ['"traits" must be a list, and is an object.'],
  ],
  [
    'a verb of numbers',
    `${V2}channels: {c: {publish: 7}}`,
    ['"publish" of the channel "c" must be an object, and is a number.'],
  ],
  ['components of text', `${V3}components: text`, ['"components" must be an object, and is a string.']],
  ['no action', `${V3}channels: {c: {}}\noperations: {o: {channel: ${C}}}`, ['The operation "o" has no action.']],
  [
    'an action of no kind',
    `${V3}channels: {c: {}}\noperations: {o: {action: publish, channel: ${C}}}`,
    ['"publish" is not an action that an operation can have.'],
  ],
  [
    'a server by name',
    `${V3}servers: {x: {host: h}}\nchannels: {c: {servers: [x]}}`,
    ['Version 3.0.0 names a server by a $ref, and this is none.'],
  ],
  [
    'a channel by name',
    `${V3}operations: {o: {action: send, channel: c}}`,
    ['Version 3.0.0 names a channel by a $ref, and this is none.'],
  ],
  [
    'no channel of the root',
    `${V3}channels: {d: {$ref: '#/y'}}\noperations: {o: {action: send, channel: {$ref: '#/x/c'}}}\nx: {c: {}}\ny: {}`,
    ['"#/x/c" is no channel of the document\'s root.'],
  ],
  [
    'all channels as one',
    `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: {$ref: '#/channels'}}}`,
    ['"#/channels" is no channel of the document\'s root.'],
  ],
  [
    'a channel that is shared',
    `${V3}channels: {c: {$ref: '#/x'}, d: {$ref: '#/x'}, e: {}}\noperations: {o: {action: send, channel: {$ref: '#/x'}}}\nx: {}`,
    ['"#/x" is shared by the channels "c", "d": which one is meant is not said.'],
  ],
  [
    'security and access where nobody reads them',
    `${V3.replace('info: {', 'info: {security: [], x-access-control: {}, ')}components: {security: []}\nchannels: {c: {security: [], parameters: {p: {security: []}}, messages: {m: {security: []}}}}\noperations: {o: {action: send, channel: ${C}, reply: {security: []}}}`,
    ['info', 'components', 'The channel "c"', 'The parameter "p"', 'The message "m"', 'A reply']
      .map(
        (part) =>
          `${part} states security, which has no meaning there: only servers, operations and their traits state it.`,
      )
      .concat('info states x-access-control, which nobody reads there.'),
  ],
  [
    'security in the bindings of a server',
    `${V3}servers: {x: {host: h, bindings: {kafka: {security: []}}}}`,
    [
      'The object bindings of the server "x" states security, which has no meaning there: only servers, operations and their traits state it.',
    ],
  ],
] as const) {
  test(`says of ${what} what it is`, async () => {
    const { diagnostics } = await factsOf(text);
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      wanted,
    );
  });
}

test('schemes have their ids by the last name on the way, or by their place', async () => {
  const { facts } = await factsOf(`${V3}servers:
  s: {host: h, protocol: ws, security: [{$ref: '#/x/securitySchemes/n'}, {$ref: '#/components/x/n'}, {$ref: '#/components/securitySchemes/d/e'}, {nobody: []}]}
x: {securitySchemes: {n: {type: X509}}}
components:
  x: {n: {type: X509}}
  securitySchemes:
    a: {$ref: '#/components/securitySchemes/b'}
    b: {$ref: '#/components/securitySchemes/c'}
    c: {$ref: '#/nowhere'}
    d: {e: {type: X509}}
  servers: {lost: {$ref: '#/nowhere'}}
x-access-control: {roles: {A: {}}}
`);
  assert.deepEqual(
    facts?.schemes.map(({ id, pointer, node, aliases }) => [id, pointer, node?.at.pointer ?? null, aliases]),
    [
      ['c', '#/components/securitySchemes/c', null, ['a', 'b']],
      ['d', '#/components/securitySchemes/d', '/components/securitySchemes/d', []],
      ['#/x/securitySchemes/n', '#/x/securitySchemes/n', '/x/securitySchemes/n', []],
      ['#/components/x/n', '#/components/x/n', '/components/x/n', []],
      ['#/components/securitySchemes/d/e', '#/components/securitySchemes/d/e', '/components/securitySchemes/d/e', []],
    ],
  );
  const last = facts.servers[0]?.security?.items.at(-1);
  assert.deepEqual(last?.kind === 'requirement' && last.uses.map(({ scheme, siblings }) => [scheme, siblings]), [
    [null, []],
  ]);
  assert.deepEqual(facts.accessControl && toJson(facts.accessControl), { roles: { A: {} } });
});

test('an operation whose channel is not known has no messages but its own', async () => {
  const { facts } = await factsOf(
    `${V3}channels: {c: {messages: {m: {}}}}\noperations: {o: {action: send}, p: {action: send, messages: [{$ref: '#/channels/c/messages/m'}, {$ref: '#/nowhere'}]}}`,
  );
  assert.deepEqual(
    facts?.operations.map(({ messages, channel }) => [channel, messages.map(({ name }) => name)]),
    [
      [null, []],
      [null, ['m']],
    ],
  );
});
