import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../src/config/config.js';
import type { Outcome } from '../../src/diagnostics/index.js';
import { planOutput, type Plan } from '../../src/plan/index.js';
import {
  address,
  codes,
  own,
  plan,
  reader,
  refs,
  region,
  ROLES,
  SCHEMES,
  secured,
  type Parts,
} from '../support/kafka-document.js';
import { modelOf } from '../support/model-of.js';

const two = (one: string, other: string): Parts => ({
  channels: `{ a: { address: '${one}', parameters: { p: {} } }, b: { address: '${other}', parameters: { p: {} } } }`,
  operations:
    "{ x: { action: receive, channel: { $ref: '#/channels/a' } }, y: { action: receive, channel: { $ref: '#/channels/b' } } }",
});

const FINDINGS: readonly (readonly [what: string, parts: Parts, config: Partial<Config>, want: readonly string[]])[] = [
  ['a plain document', {}, {}, []],
  ['nobody knows the mechanism', { security: ['password'] }, {}, ['error mechanism-missing']],
  ['a certificate is no mechanism of a password', { security: ['certified'] }, {}, ['error mechanism-missing']],
  ['the team names it', { security: ['password'] }, { schemes: { password: { mechanism: 'plain' } } }, []],
  ['an extension names it', { security: ['stated'] }, {}, []],
  ['Confluent’s extension names it', { security: ['confluent'] }, {}, []],
  ['an API key is PLAIN', { security: ['apiKey'] }, {}, []],
  [
    'a scheme that is not wired beside one that is',
    { security: ['kerberos', 'sasl'] },
    {},
    ['warning scheme-not-wired'],
  ],
  ['only a scheme that is not wired', { security: ['kerberos'] }, {}, ['error scheme-not-wired']],
  ['only a token', { security: ['token'] }, {}, ['error scheme-not-wired']],
  ['an HTTP key on a connection', { security: ['key'] }, {}, ['error scheme-not-carried']],
  ['an HTTP key beside a login', { security: ['key', 'sasl'] }, {}, ['error scheme-not-carried']],
  [
    'a server without operations',
    { security: ['key'], channels: '{}', operations: '{}' },
    {},
    ['error scheme-not-carried'],
  ],
  ['a key inside a record', own('leak'), {}, ['error secret-in-record']],
  ['a password inside a record', own('basic'), {}, ['error secret-in-record']],
  ['a SASL password inside a record', own('loginLeak'), {}, ['error secret-in-record']],
  ['a token inside a record', own('bearer'), {}, ['error replayable-token']],
  ['a token inside a record, accepted by name', own('bearer'), { allowReplayableTokens: ['op'] }, []],
  ['what has no carrier goes', own('sasl', 'proof'), {}, ['warning carrier-missing']],
  ['nobody sees to it', own('token'), {}, ['error alternative-unsatisfiable']],
  ['both levels need one header', { security: ['signed'], ...own('proof') }, {}, ['error alternative-unsatisfiable']],
  ['roles and only a broker', reader('receive', ['signed', 'sasl']), {}, ['error role-unenforceable']],
  [
    'roles on a broker’s level, and a guard on the other',
    { ...reader('receive', ['sasl']), security: ['signed'] },
    {},
    ['error role-unenforceable'],
  ],
  ['roles in the broker’s ACLs', reader('receive', ['signed', 'sasl']), { kafka: { roles: 'acl' } }, []],
  ['roles that a guard decides', reader('receive', ['proof']), {}, []],
  ['roles of readers', reader('send', ['proof']), {}, ['error role-unenforceable']],
  ['roles of readers in ACLs', reader('send', ['proof']), { kafka: { roles: 'acl' } }, []],
  ['plain kafka', { protocol: 'kafka' }, {}, ['info tls-assumed']],
  ['plain kafka on loopback', { protocol: 'kafka', host: 'localhost:9092' }, {}, []],
  ['TLS off', {}, { servers: { main: { tls: false } } }, ['error cleartext-credentials']],
  ['TLS off, accepted by name', {}, { servers: { main: { tls: false } }, allowCleartextCredentials: ['main'] }, []],
  ['a broker without a port', { host: 'h.test' }, {}, ['info port-assumed']],
  ['a host with variables', { host: '{stage}.test:9093' }, {}, ['error brokers-missing']],
  [
    'a host with variables, brokers in the configuration',
    { host: '{stage}.test:9093' },
    { servers: { main: { brokers: ['a.test:1'] } } },
    [],
  ],
  ['a channel without an address', { channels: '{ orders: {} }' }, {}, ['error channel-without-address']],
  ['an address that is a path', address('/orders'), {}, ['error topic-invalid']],
  ['an address of one dot', address('.'), {}, ['error topic-invalid']],
  ['the longest topic', address('a'.repeat(249)), {}, []],
  ['a longer one', address('a'.repeat(250)), {}, ['error topic-invalid']],
  ['a parameter', region('orders.{region}'), {}, []],
  ['a parameter that is not declared', address('orders.{region}'), {}, ['error topic-invalid']],
  ['a parameter that does not stand in the topic', region('orders'), {}, ['error topic-invalid']],
  ['parameters side by side', address('{a}{b}', ', parameters: { a: {}, b: {} }'), {}, ['error topic-invalid']],
  ['a binding that names the topic', address('/orders', ', bindings: { kafka: { topic: orders } }'), {}, []],
  [
    'a binding that names no topic',
    address('orders', ", bindings: { kafka: { topic: '/' } }"),
    {},
    ['error topic-invalid'],
  ],
  ['two channels of one topic', two('x.{p}', 'x.{p}'), {}, ['error channel-ambiguous']],
  ['channels that may overlap', two('x.{p}', '{p}.y'), {}, ['error channel-ambiguous']],
  ['a channel whose topics all fit the other', two('x.{p}', 'x.eu.{p}'), {}, ['error channel-ambiguous']],
  ['channels told apart by what stands between', two('x.{p}.request', 'x.{p}.reply'), {}, []],
  ['channels told apart by a word in the middle', two('x-{p}-request-{p}', 'x-{p}-reply-{p}'), {}, []],
  ['channels told apart', two('x.{p}', 'y.{p}'), {}, []],
  ['a mirror', {}, { kafka: { topicAliases: { orders: ['eu.orders'] } } }, []],
  ['a mirror of nothing', {}, { kafka: { topicAliases: { order: ['eu.orders'] } } }, ['error config-name-undefined']],
  [
    'a mirror with another parameter',
    region('o.{region}'),
    { kafka: { topicAliases: { 'o.{region}': ['eu.o'] } } },
    ['error topic-alias-invalid'],
  ],
  [
    'a mirror that is no topic',
    {},
    { kafka: { topicAliases: { orders: ['eu/orders'] } } },
    ['error topic-alias-invalid'],
  ],
  ['a mirror of its own name', {}, { kafka: { topicAliases: { orders: ['orders'] } } }, ['error channel-ambiguous']],
  [
    'names that a producer has itself',
    { operations: "{ connect: { action: send, channel: { $ref: '#/channels/orders' } } }" },
    {},
    ['info name-adjusted'],
  ],
  [
    'two operations that would be called alike',
    {
      channels: '{ orders: { address: orders }, news: { address: news } }',
      operations:
        "{ raw: { action: send, channel: { $ref: '#/channels/orders' } }, raw_: { action: send, channel: { $ref: '#/channels/news' } } }",
    },
    {},
    ['info name-adjusted', 'error name-collision'],
  ],
];

for (const [what, parts, config, want] of FINDINGS) {
  test(`plan for Kafka: ${what}`, () => {
    assert.deepEqual(codes(plan(parts, config)), want);
  });
}

const fixes = ({ diagnostics }: Outcome<Plan>): readonly string[] =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, at, fix }) => `${code} ${at?.pointer ?? ''} ${fix}`);

const OF = '/components/securitySchemes';
const twice = (names: readonly string[], rest = ''): Parts => ({
  root: ROLES,
  operations: `{ ${['a', 'b'].map((id) => `${id}: { action: receive, channel: { $ref: '#/channels/orders' }${secured(names)}${rest} }`).join(', ')} }`,
});

for (const [what, parts, want] of [
  [
    'a token that no carrier takes, demanded twice',
    { ...twice(['token']), root: '' },
    [
      `alternative-unsatisfiable ${OF}/token State \`x-access-control: { carrier: proof }\` on token, or list it in the security of main if the broker checks it.`,
    ],
  ],
  [
    'keys of producers, with roles',
    twice(['keys'], ', x-access-control: { roles: [READER] }'),
    [`alternative-unsatisfiable ${OF}/keys State \`x-access-control: { carrier: proof }\` on keys.`],
  ],
  [
    'the login signs as well, and operations have a proof of their own',
    { ...twice(['proof'], ', x-access-control: { roles: [READER] }'), security: ['signed'] },
    [
      `alternative-unsatisfiable ${OF}/signed Remove the carrier of signed, which opens the connection; records are signed with proof.`,
    ],
  ],
  [
    'a secret',
    own('key'),
    [
      'alternative-unsatisfiable /operations/op/security/0 Instead of key use a scheme that can prove a record (openIdConnect, oauth2, http bearer, X509 or asymmetricEncryption), with `x-access-control: { carrier: proof }`, or take the operation off this server.',
    ],
  ],
  [
    'roles and a login',
    reader('receive', ['granted']),
    [
      'role-unenforceable /operations/op Give the operation security of its own: a scheme that can prove a record (openIdConnect, oauth2, http bearer, X509 or asymmetricEncryption), with `x-access-control: { carrier: proof, rolesFrom: account }`; or set `kafka: { roles: acl }` in the configuration and turn the roles into broker ACLs.',
    ],
  ],
  [
    'roles and a certificate',
    reader('receive', ['client']),
    [
      'role-unenforceable /operations/op State `x-access-control: { carrier: proof }` on client; or set `kafka: { roles: acl }` in the configuration and turn the roles into broker ACLs.',
    ],
  ],
  [
    'a parameter that is not declared',
    address('orders.{region}'),
    ["topic-invalid /channels/orders Add `region: {}` to the channel's `parameters`."],
  ],
  [
    'a parameter that does not stand in the topic',
    region('orders'),
    ['topic-invalid /channels/orders Add `{region}` to the address, or remove the parameter "region".'],
  ],
] as const) {
  test(`one mistake on Kafka is one error: ${what}`, () => {
    assert.deepEqual(fixes(plan(parts)), want);
  });
}

test('roles of readers are refused as roles, whatever their context', () => {
  const { root, operations = '' } = reader('send', ['proof']);
  const context = operations.replace('[READER]', '[READER], context: { parameter: region }');
  const parts = { ...(root === undefined ? {} : { root }), operations: context };
  assert.deepEqual(codes(plan(parts)), ['error role-unenforceable']);
});

test('plan for Kafka: an alternative that needs two logins at once', () => {
  const text = (first: string): string => `
asyncapi: 2.6.0
info: { title: T, version: 1.0.0 }
servers: { main: { url: 'h.test:9093', protocol: kafka-secure, security: [ { ${first} } ] } }
channels: { orders: { publish: { operationId: op } } }
components: { securitySchemes: { sasl: { type: scramSha256 }, simple: { type: plain }, cert: { type: X509 } } }
`;
  const outcome = (first: string): Outcome<Plan> =>
    planOutput(modelOf(text(first)), { config: { document: '-' }, targets: ['kafkajs'], side: 'both', banner: '' });
  assert.deepEqual(codes(outcome('sasl: [], simple: []')), ['error alternative-unsatisfiable']);
  const both = outcome('sasl: [], cert: []');
  assert.deepEqual(codes(both), []);
  assert.deepEqual(both.value?.policy.servers['main']?.kafka?.logins, [
    [
      { provider: 'sasl', mechanism: 'SCRAM-SHA-256' },
      { provider: 'cert', mechanism: 'X509' },
    ],
  ]);
});

test('roles of readers are told once, though a socket server decides them', () => {
  const text = BOTH.replace('LEVEL', 'sasl')
    .replace('TOPIC', 'orders')
    .replace('OWN', refs(['proof']))
    .replace('receive', 'send');
  const outcome = (kafka: Config['kafka'] = {}): readonly string[] =>
    codes(
      planOutput(modelOf(text), {
        config: { document: '-', kafka, servers: { socket: { describes: 'server' } } },
        targets: ['kafkajs', 'ws'],
        side: 'both',
        banner: '',
      }),
    );
  assert.deepEqual(outcome(), ['error role-unenforceable']);
  assert.deepEqual(outcome({ roles: 'acl' }), ['error role-unenforceable']);
});

const BOTH = `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
x-access-control: { roles: { READER: {} } }
servers:
  socket: { host: h.test, protocol: wss, security: [{ $ref: '#/components/securitySchemes/proof' }] }
  cluster: { host: 'h.test:9093', protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/LEVEL' }] }
channels: { orders: { address: orders, bindings: { kafka: { topic: TOPIC } } } }
operations:
  op: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [READER] }, security: [OWN] }
components:
  securitySchemes:${SCHEMES}
`;

for (const [what, level, topic, own_, targets, want] of [
  ['both targets', 'sasl', 'orders', 'proof', ['kafkajs', 'ws'], []],
  ['one target', 'sasl', 'orders', 'proof', ['ws'], ['info server-without-target']],
  ['the other target', 'sasl', 'orders', 'proof', ['kafkajs'], ['info server-without-target']],
  ['two names of one channel', 'sasl', 'orders.v1', 'proof', ['kafkajs', 'ws'], ['error topic-invalid']],
] as const) {
  test(`a document with both transports: ${what}`, () => {
    const text = BOTH.replace('LEVEL', level)
      .replace('TOPIC', topic)
      .replace('OWN', refs([own_]));
    const outcome = planOutput(modelOf(text), {
      config: { document: '-', servers: { socket: { describes: 'server' } } },
      targets,
      side: 'both',
      banner: '',
    });
    assert.deepEqual(codes(outcome), want);
  });
}
