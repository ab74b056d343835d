import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, head, told } from '../support/documents.js';

const CHANNEL = 'channels: {orders: {address: a}}\n';
for (const [what, text, want, answered] of [
  ['a server that is text', `${head('3.0.0')}servers: {s: text}`, 'object-expected /servers/s', false],
  ['servers in a list', `${head('3.0.0')}servers: []`, 'object-expected /servers', false],
  ['an empty operation', `${head('3.0.0')}operations: {o: }`, 'object-expected /operations/o', false],
  [
    'a trait that is text',
    `${head('2.6.0')}channels: {c: {publish: {traits: [x]}}}`,
    'object-expected /channels/c/publish/traits/0',
    false,
  ],
  [
    'traits that are no list',
    `${head('2.6.0')}channels: {c: {publish: {traits: {a: 1}}}}`,
    'list-expected /channels/c/publish/traits',
    false,
  ],
  [
    'an undefined 2.x server',
    `${head('2.6.0')}servers: {prod: {url: h}}\nchannels: {c: {servers: [prd]}}`,
    'server-undefined /channels/c/servers/0',
    false,
  ],
  [
    'a 3.x server by name',
    `${head('3.0.0')}servers: {prod: {host: h}}\nchannels: {c: {servers: [prod]}}`,
    'server-undefined /channels/c/servers/0',
    false,
  ],
  [
    'an operation without a channel',
    `${head('3.0.0')}operations: {o: {action: send}}`,
    'channel-undefined /operations/o',
    true,
  ],
  [
    'a channel that the root does not have',
    `${head('3.0.0')}${CHANNEL}operations: {o: {action: send, channel: {$ref: '#/x-c'}}}\nx-c: {}`,
    'channel-undefined /operations/o/channel',
    true,
  ],
  [
    'schemes that are no object, and what refers to them',
    `${head('3.0.0')}servers: {s: {host: h, security: [{$ref: '#/components/securitySchemes/a'}]}}\ncomponents: {securitySchemes: []}`,
    'object-expected /components/securitySchemes',
    false,
  ],
  [
    'an unknown action',
    `${head('3.0.0')}${CHANNEL}operations: {o: {action: publish, channel: {$ref: '#/channels/orders'}}}`,
    'action-unknown /operations/o/action',
    true,
  ],
  [
    'two operations of one id',
    `${head('2.6.0')}channels: {a: {publish: {operationId: x}}, b: {publish: {operationId: x}}}`,
    'operation-duplicate /channels/b/publish',
    false,
  ],
  [
    'a component with the id of an inline scheme',
    `${head('3.0.0')}servers: {s: {host: h, security: [{type: X509}]}}\ncomponents: {securitySchemes: {'#/servers/s/security/0': {type: plain}}}`,
    'scheme-id-duplicate /servers/s/security/0',
    false,
  ],
] as const) {
  test(`refuses ${what}`, async () => {
    const { facts, diagnostics } = await factsOf(text);
    assert.deepEqual(told(diagnostics), [want]);
    assert.equal(facts !== undefined, answered);
  });
}

test('an undefined server that several channels name is one mistake', async () => {
  for (const text of [
    `${head('2.6.0')}servers: {prod: {url: h}}\nchannels: {c: {servers: [prd]}, d: {servers: [prod, prd]}}`,
    `${head('3.0.0')}channels: {c: {servers: [{$ref: '#/x-s'}]}, d: {servers: [{$ref: '#/servers/prod'}, {$ref: '#/x-s'}]}}
servers: {prod: {host: h}}\nx-s: {host: h}`,
  ]) {
    const { diagnostics } = await factsOf(text);
    assert.deepEqual(told(diagnostics), ['server-undefined /channels/c/servers/0']);
    assert.deepEqual(
      diagnostics[0]?.also?.map(({ pointer }) => pointer),
      ['/channels/d/servers/1'],
    );
  }
});

test('an undefined name comes with the nearest that exist', async () => {
  const { diagnostics } = await factsOf(
    `${head('2.6.0')}servers: {production: {url: h}}\nchannels: {c: {servers: [prodution]}}`,
  );
  assert.match(diagnostics[0]?.fix ?? '', /"production"/);
});

test('what has been reported is a null in the facts', async () => {
  const { facts, diagnostics } =
    await factsOf(`${head('3.0.0')}servers: {s: {host: h, security: [{$ref: '#/components/securitySchemes/a'}]}}
channels: {}
operations: {o: {action: send, channel: {$ref: '#/channels/nope'}}}
components: {securitySchemes: {a: {$ref: '#/nope'}}}
`);
  assert.deepEqual(told(diagnostics), [
    'ref-unresolved /operations/o/channel/$ref',
    'ref-unresolved /components/securitySchemes/a/$ref',
  ]);
  const [item] = facts?.servers[0]?.security?.items ?? [];
  assert.deepEqual(
    [facts?.operations[0]?.channel, item?.kind === 'reference' && item.scheme, facts?.schemes[0]?.node],
    [null, null, null],
  );
});

test('a reference past the root counts where one root alone leads to the same', async () => {
  const { facts, diagnostics } = await factsOf(
    `${head('3.0.0')}channels: {c: {$ref: '#/x'}, d: {}}\noperations: {o: {action: send, channel: {$ref: '#/x'}}}\nx: {}`,
  );
  assert.deepEqual([diagnostics, facts?.operations[0]?.channel], [[], 'c']);
});

for (const [what, text, want, also] of [
  [
    'channels of two operations',
    `${head('3.0.0')}channels: {c: {}}\noperations: {o: {action: send, channel: {$ref: '#/x'}}, p: {action: send, channel: {$ref: '#/y'}}, q: {action: send, channel: {$ref: '#/x'}}}\nx: {}\ny: {}`,
    ['channel-undefined /operations/o/channel', 'channel-undefined /operations/p/channel'],
    ['/operations/q/channel'],
  ],
  [
    'fields after two servers',
    `${head('3.0.0')}servers: {one: {}, host: h, protocol: ws, two: {}, pathname: p}`,
    ['object-expected /servers/host', 'object-expected /servers/pathname'],
    ['/servers/protocol'],
  ],
  [
    'schemes of one id',
    `${head('3.0.0')}servers: {s: {host: h, security: [{type: X509}]}}\ncomponents: {securitySchemes: {'#/servers/s/security/0': {type: plain}}}`,
    ['scheme-id-duplicate /servers/s/security/0'],
    ['/components/securitySchemes/#~1servers~1s~1security~10'],
  ],
  [
    'a channel that leads nowhere, and one that is none of the root',
    `${head('3.0.0')}channels: {c: {$ref: '#/nowhere'}}\noperations: {o: {action: send, channel: {$ref: '#/x'}}}\nx: {}`,
    ['ref-unresolved /channels/c/$ref', 'channel-undefined /operations/o/channel'],
    undefined,
  ],
  [
    'a server and a payload that lead nowhere',
    `${head('3.0.0')}servers: {s: {$ref: '#/nowhere'}}\nchannels: {c: {messages: {m: {payload: {properties: {k: {$ref: '#/nowhere'}}}}}}}`,
    ['ref-unresolved /servers/s/$ref'],
    ['/channels/c/messages/m/payload/properties/k/$ref'],
  ],
] as const) {
  test(`of ${what}, each mistake is told once`, async () => {
    const { facts, diagnostics } = await factsOf(text);
    assert.deepEqual(told(diagnostics), want);
    assert.deepEqual(
      diagnostics[0]?.also?.map(({ pointer }) => pointer),
      also,
    );
    assert.equal(facts !== undefined, what === 'channels of two operations');
  });
}

test('what a server does not say is empty', async () => {
  for (const version of ['2.6.0', '3.0.0']) {
    const { facts } = await factsOf(`${head(version)}servers: {s: {security: []}}`);
    const [server] = facts?.servers ?? [];
    assert.deepEqual([server?.host, server?.pathname, server?.protocol, server?.security?.from], ['', '', '', 'own']);
  }
});

for (const [what, text, want] of [
  ['an underscore', 'x-access_control: {}', ['/x-access_control']],
  ['capitals', 'X-Access-Control: {}', ['/X-Access-Control']],
  ['a wrong letter, deep inside', 'a: [{x-acces-control: {}}]', ['/a/0/x-acces-control']],
  ['no prefix, and roles', 'a: {access-control: {roles: [A]}}', ['/a/access-control']],
  ['no prefix, and something else', 'a: {access-control: {other: 1}}', []],
  ['no prefix, and no object', 'a: {access-control: roles}', []],
  ['another prefix', 'a: {my-x-access-control: {roles: [A]}}', []],
  ['a wrong letter, in data', 'a: {payload: {x-acces-control: {}}, examples: [{x-acces-control: {}}]}', []],
  ['a shorter name', 'x-access: {}', []],
] as const) {
  test(`x-access-control with ${what} is ${want.length === 0 ? 'something else' : 'misspelt'}`, async () => {
    const { diagnostics } = await factsOf(`${head('3.0.0')}${text}`);
    assert.deepEqual(
      told(diagnostics),
      want.map((pointer) => `access-control-misspelt ${pointer}`),
    );
  });
}

test('of many names the first eight are shown', async () => {
  for (const [count, shown] of [
    [8, 'a0, a1, a2, a3, a4, a5, a6, a7.'],
    [9, 'a0, a1, a2, a3, a4, a5, a6, a7, ….'],
  ] as const) {
    const servers = Array.from({ length: count }, (_, index) => `a${String(index)}: {url: h}`).join(', ');
    const { diagnostics } = await factsOf(`${head('2.6.0')}servers: {${servers}}\nchannels: {c: {servers: [unlike]}}`);
    assert.equal(diagnostics[0]?.fix, `These exist: ${shown}`);
  }
});
