import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../src/config/config.js';
import { planOutput } from '../../src/plan/index.js';
import { modelOf } from '../support/model-of.js';

interface Parts {
  readonly host?: string;
  readonly server?: string;
  readonly channels?: string;
  readonly operations?: string;
  readonly schemes?: string;
  readonly root?: string;
}

const KEY = 'key: { type: httpApiKey, in: header, name: X-Key, x-access-control: { rolesFrom: account } }';
const SECURED = "security: [{ $ref: '#/components/securitySchemes/key' }]";

const document = (parts: Parts): string => `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
${parts.root ?? ''}
servers: { main: { host: '${parts.host ?? 'h.test'}', ${parts.server ?? `protocol: wss, ${SECURED}`} } }
channels: ${parts.channels ?? '{ orders: { address: orders } }'}
operations: ${parts.operations ?? "{ op: { action: receive, channel: { $ref: '#/channels/orders' } } }"}
components: { securitySchemes: { ${KEY}${parts.schemes ?? ''} } }
`;

const plan = (parts: Parts, config: Partial<Config> = {}, describes: 'server' | 'client' | null = 'server') =>
  planOutput(modelOf(document(parts), { config }), {
    config: { document: '-', ...config },
    targets: ['ws'],
    side: 'both',
    banner: 'Generated.',
    ...(describes === null ? {} : { describes }),
  });

const codes = (outcome: ReturnType<typeof plan>): readonly string[] =>
  outcome.diagnostics.map((diagnostic) => `${diagnostic.severity} ${diagnostic.code}`);

const address = (a: string, b: string): Parts => ({
  channels: `{ a: { address: '${a}' }, b: { address: '${b}' } }`,
  operations:
    "{ x: { action: receive, channel: { $ref: '#/channels/a' } }, y: { action: receive, channel: { $ref: '#/channels/b' } } }",
});

const FINDINGS: readonly (readonly [what: string, parts: Parts, config: Partial<Config>, want: readonly string[]])[] = [
  ['a plain document', {}, {}, []],
  ['two channels of one address', address('/a', 'a'), {}, ['error channel-ambiguous']],
  ['a parameter that fits the other’s name', address('x/{id}', 'x/all'), {}, ['error channel-ambiguous']],
  ['parameters told apart by what stands around them', address('x/a-{id}', 'x/b-{id}'), {}, []],
  ['parameters that may overlap', address('x/a{id}', 'x/{id}b'), {}, ['error channel-ambiguous']],
  ['one text in two spellings', address('x/a%62', 'x/%61b'), {}, ['error channel-ambiguous']],
  ['a text without the part between two parameters', address('x/{id}-{n}', 'x/all'), {}, []],
  ['a text with an end that is not the other’s', address('x/{id}-{n}.json', 'x/a-b.jsonx'), {}, []],
  ['a text with all parts of the other', address('x/v{id}-{n}.json', 'x/v1-2-3.json'), {}, ['error channel-ambiguous']],
  ['a text too short for the parameters', address('x/{a}{b}{c}', 'x/ab'), {}, []],
  ['forty parameters side by side', address(`x/${'{p}'.repeat(40)}!`, `x/${'a'.repeat(200)}`), {}, []],
  ['different lengths', address('x/{id}', 'x/{id}/y'), {}, []],
  ['a channel without an address', { channels: '{ orders: {} }' }, {}, ['error channel-without-address']],
  ['plain ws', { server: `protocol: ws, ${SECURED}` }, {}, ['info tls-assumed']],
  [
    'TLS off',
    { server: `protocol: ws, ${SECURED}` },
    { servers: { main: { tls: false } } },
    ['error cleartext-credentials'],
  ],
  [
    'TLS off, accepted by name',
    { server: `protocol: ws, ${SECURED}` },
    { servers: { main: { tls: false } }, allowCleartextCredentials: ['main'] },
    [],
  ],
  [
    'a scheme that is not wired beside one that is',
    {
      server:
        "protocol: wss, security: [{ $ref: '#/components/securitySchemes/cert' }, { $ref: '#/components/securitySchemes/key' }]",
      schemes: ', cert: { type: X509 }',
    },
    {},
    ['warning scheme-not-wired'],
  ],
  [
    'only a scheme that is not wired',
    {
      server: "protocol: wss, security: [{ $ref: '#/components/securitySchemes/cert' }]",
      schemes: ', cert: { type: X509 }',
    },
    {},
    ['error scheme-not-wired'],
  ],
  [
    'server and operation need two values in one header',
    {
      server: "protocol: wss, security: [{ $ref: '#/components/securitySchemes/basic' }]",
      schemes: ', basic: { type: http, scheme: basic }, bearer: { type: http, scheme: bearer }',
      operations:
        "{ op: { action: receive, channel: { $ref: '#/channels/orders' }, security: [{ $ref: '#/components/securitySchemes/bearer' }] } }",
    },
    {},
    ['error alternative-unsatisfiable'],
  ],
  [
    'two channels whose names become one type',
    {
      channels: '{ my-orders: { address: a }, my_orders: { address: b } }',
      operations:
        "{ x: { action: receive, channel: { $ref: '#/channels/my-orders' } }, y: { action: receive, channel: { $ref: '#/channels/my_orders' } } }",
    },
    {},
    ['error name-collision'],
  ],
  [
    'names that the emitted objects have themselves',
    {
      channels: '{ close: { address: a } }',
      operations: "{ then: { action: receive, channel: { $ref: '#/channels/close' } } }",
    },
    {},
    ['info name-adjusted', 'info name-adjusted'],
  ],
  [
    'two operations that would be called alike',
    {
      operations:
        "{ close: { action: receive, channel: { $ref: '#/channels/orders' } }, close_: { action: send, channel: { $ref: '#/channels/orders' } } }",
    },
    {},
    ['info name-adjusted', 'error name-collision'],
  ],
  [
    'a Kafka server alone',
    { server: `protocol: kafka-secure, ${SECURED}` },
    {},
    ['info server-without-target', 'error nothing-to-emit'],
  ],
  ['another protocol', { server: `protocol: mqtt, ${SECURED}` }, {}, ['info server-without-target']],
];

test('plan: nothing is emitted for a server that no guard of this release can serve', () => {
  const outcome = plan({
    server: "protocol: mqtt, security: [{ $ref: '#/components/securitySchemes/login' }]",
    schemes: ', login: { type: userPassword }',
  });
  assert.deepEqual(codes(outcome), ['warning server-skipped', 'error nothing-to-emit']);
});

for (const [what, parts, config, want] of FINDINGS) {
  test(`plan: ${what}`, () => {
    assert.deepEqual(codes(plan(parts, config)), want);
  });
}

test('plan: nobody said which side the document describes', () => {
  const outcome = plan({}, {}, null);
  assert.deepEqual(codes(outcome), ['error describes-missing']);
  assert.match(outcome.diagnostics[0]?.fix ?? '', /--describes server/);
});

const message = (name: string, property: string, value: string): string =>
  `${name}: { payload: { type: object, properties: { ${property}: { const: ${value} } } } }`;

const routed = (a: string, b: string): Parts => ({
  channels: `{ orders: { address: orders, messages: { ${a}, ${b} } } }`,
  operations: `{
    x: { action: receive, channel: { $ref: '#/channels/orders' }, messages: [{ $ref: '#/channels/orders/messages/A' }] },
    y: { action: receive, channel: { $ref: '#/channels/orders' }, messages: [{ $ref: '#/channels/orders/messages/B' }] } }`,
});

const answered = (
  property: string,
  value: string,
  replyProperty: string,
  replyValue: string,
  reply = "{ messages: [{ $ref: '#/channels/orders/messages/C' }] }",
): Parts => ({
  channels: `{ orders: { address: orders, messages: {
    ${message('A', 'type', 'place')}, ${message('B', property, value)}, ${message('C', replyProperty, replyValue)} } } }`,
  operations: `{
    x: { action: receive, channel: { $ref: '#/channels/orders' }, messages: [{ $ref: '#/channels/orders/messages/A' }], reply: ${reply} },
    y: { action: send, channel: { $ref: '#/channels/orders' }, messages: [{ $ref: '#/channels/orders/messages/B' }] } }`,
});

for (const [what, parts, want] of [
  ['the only one', {}, [{ by: 'channel' }]],
  [
    'a constant that differs',
    routed(message('A', 'type', 'a'), message('B', 'type', 'b')),
    [
      { by: 'property', property: 'type', values: ['a'] },
      { by: 'property', property: 'type', values: ['b'] },
    ],
  ],
  [
    'a constant that does not differ',
    routed(message('A', 'type', 'a'), message('B', 'type', 'a')),
    [{ by: 'app' }, { by: 'app' }],
  ],
  [
    'a constant in one of them only',
    routed(message('A', 'type', 'a'), message('B', 'kind', 'b')),
    [{ by: 'app' }, { by: 'app' }],
  ],
  [
    'the only one beside a reply with a constant of its own',
    answered('type', 'placed', 'type', 'accepted'),
    [{ by: 'channel' }, { by: 'property', property: 'type', values: ['placed'] }],
  ],
  [
    'the only one beside a reply with the same constant',
    answered('type', 'placed', 'type', 'placed'),
    [{ by: 'channel' }, { by: 'app' }],
  ],
  [
    'the only one beside a reply that may hold anything there',
    answered('type', 'placed', 'kind', 'accepted'),
    [{ by: 'channel' }, { by: 'app' }],
  ],
  [
    'the only one beside a reply whose messages are not given',
    answered('type', 'placed', 'type', 'accepted', '{}'),
    [{ by: 'channel' }, { by: 'app' }],
  ],
  [
    'the only one beside a reply that may be any message of the channel',
    answered('type', 'placed', 'type', 'accepted', "{ channel: { $ref: '#/channels/orders' } }"),
    [{ by: 'channel' }, { by: 'app' }],
  ],
] as const) {
  test(`a message is told apart by: ${what}`, () => {
    const { value } = plan(parts);
    assert.deepEqual(
      Object.values(value?.policy.operations ?? {}).map((operation) => operation.message),
      want,
    );
  });
}

test('a header that a channel parameter stands for is taken from the path', () => {
  const { value } = plan({
    root: 'x-access-control: { roles: { R: {} } }',
    channels: "{ orders: { address: 'o/{ctx}', parameters: { ctx: { location: '$message.header#/Context' } } } }",
    operations:
      "{ op: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [R], context: { header: Context } } } }",
  });
  assert.deepEqual(value?.policy.operations['op']?.context, { parameter: 'ctx' });
});

test('where the operation’s actor differs from the server’s only source of roles, its rule says so', () => {
  const outcome = plan({
    root: 'x-access-control: { roles: { R: {} } }',
    server: `protocol: wss, ${SECURED}`,
    operations: "{ op: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [R] } } }",
  });
  assert.equal(outcome.value?.policy.servers['main']?.requirement?.[0]?.actor, 'key');
  assert.deepEqual(outcome.value.policy.servers['main'].rules, { op: { requirement: null } });
});

test('a WebSocket server has one host, whatever it looks like', () => {
  const hosts = (host: string) =>
    plan({ server: `protocol: wss, ${SECURED}`, host }).value?.policy.servers['main']?.hosts;
  assert.deepEqual(hosts('a.test,b.test'), ['a.test,b.test']);
  assert.deepEqual(hosts('{stage}.a.test'), []);
});

test('sides follow what the document describes', () => {
  for (const [side, describes, calls] of [
    ['application', 'server', ['webSocketGuard']],
    ['application', 'client', ['webSocketClient']],
    ['peer', 'server', ['webSocketClient']],
    ['both', 'client', ['webSocketGuard', 'webSocketClient']],
  ] as const) {
    const { value } = planOutput(modelOf(document({})), {
      config: { document: '-' },
      targets: ['ws'],
      side,
      describes,
      banner: 'Generated.',
    });
    const file = value?.files.find((candidate) => candidate.path === 'websocket.ts');
    assert.deepEqual(
      file?.calls.map((call) => call.factory),
      calls,
    );
  }
});
