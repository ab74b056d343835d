import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../src/config/config.js';
import type { Outcome } from '../../src/diagnostics/index.js';
import { planOutput, type Plan } from '../../src/plan/index.js';
import { modelOf } from '../support/model-of.js';

interface Parts {
  readonly root?: string;
  readonly servers?: string;
  readonly security?: readonly string[];
  readonly protocol?: string;
  readonly host?: string;
  readonly channels?: string;
  readonly operations?: string;
  readonly operation?: string;
}

const SCHEMES = `
    sasl: { type: scramSha256 }
    simple: { type: plain }
    cert: { type: X509 }
    password: { type: userPassword }
    stated: { type: userPassword, x-sasl-mechanism: SCRAM-SHA-512 }
    certified: { type: userPassword, x-sasl-mechanism: X509 }
    confluent: { type: userPassword, x-configs: { sasl.mechanisms: PLAIN } }
    apiKey: { type: apiKey, in: user }
    kerberos: { type: gssapi }
    granted: { type: scramSha512, x-access-control: { rolesFrom: account } }
    client: { type: X509, x-access-control: { rolesFrom: account } }
    keys: { type: asymmetricEncryption, x-access-control: { rolesFrom: account } }
    signed: { type: scramSha512, x-access-control: { carrier: proof, rolesFrom: account } }
    token: { type: openIdConnect, openIdConnectUrl: https://idp.test/a, scopes: [] }
    proof: { type: openIdConnect, openIdConnectUrl: https://idp.test/c, scopes: [], x-access-control: { carrier: proof, rolesFrom: account } }
    other: { type: openIdConnect, openIdConnectUrl: https://idp.test/d, scopes: [], x-access-control: { carrier: proof } }
    bearer: { type: http, scheme: bearer, x-access-control: { carrier: bearer } }
    key: { type: httpApiKey, in: header, name: X-Key }
    leak: { type: httpApiKey, in: header, name: X-Leak, x-access-control: { carrier: proof } }
    basic: { type: http, scheme: basic, x-access-control: { carrier: bearer } }
    loginLeak: { type: scramSha512, x-access-control: { carrier: bearer } }`;

const refs = (names: readonly string[]): string =>
  names.map((name) => `{ $ref: '#/components/securitySchemes/${name}' }`).join(', ');

const secured = (names: readonly string[]): string => (names.length === 0 ? '' : `, security: [${refs(names)}]`);

const document = (parts: Parts): string => `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
${parts.root ?? ''}
servers: ${parts.servers ?? `{ main: { host: '${parts.host ?? 'h.test:9093'}', protocol: ${parts.protocol ?? 'kafka-secure'}${secured(parts.security ?? ['sasl'])} } }`}
channels: ${parts.channels ?? '{ orders: { address: orders } }'}
operations: ${parts.operations ?? `{ op: { action: receive, channel: { $ref: '#/channels/orders' }${parts.operation ?? ''} } }`}
components:
  securitySchemes:${SCHEMES}
`;

const plan = (parts: Parts, config: Partial<Config> = {}): Outcome<Plan> =>
  planOutput(modelOf(document(parts), { config }), {
    config: { document: '-', ...config },
    targets: ['kafkajs'],
    side: 'both',
    banner: 'Generated.',
  });

const codes = ({ diagnostics }: Outcome<Plan>): readonly string[] =>
  diagnostics
    .map(({ severity, code }) => `${severity} ${code}`)
    .filter((found) => found !== 'warning record-principal-unproved');

const servers = (parts: Parts, config: Partial<Config> = {}) => {
  const { value, diagnostics } = plan(parts, config);
  return value?.policy.servers['main'] ?? assert.fail(JSON.stringify(diagnostics));
};

const own = (...names: readonly string[]): Parts => ({ operation: secured(names) });
const address = (text: string, rest = ''): Parts => ({ channels: `{ orders: { address: '${text}'${rest} } }` });
const two = (one: string, other: string): Parts => ({
  channels: `{ a: { address: '${one}', parameters: { p: {} } }, b: { address: '${other}', parameters: { p: {} } } }`,
  operations:
    "{ x: { action: receive, channel: { $ref: '#/channels/a' } }, y: { action: receive, channel: { $ref: '#/channels/b' } } }",
});
const region = (text: string): Parts => address(text, ', parameters: { region: {} }');
const ROLES = 'x-access-control: { roles: { READER: {} } }';
const reader = (action: string, names: readonly string[]): Parts => ({
  root: ROLES,
  operations: `{ op: { action: ${action}, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [READER] }${secured(names)} } }`,
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

for (const [what, security, config, want] of [
  ['any one of several', ['sasl', 'cert'], {}, ['sasl SCRAM-SHA-256', 'cert X509']],
  ['PLAIN', ['simple'], {}, ['simple PLAIN']],
  ['an API key', ['apiKey'], {}, ['apiKey PLAIN']],
  [
    'an API key with a mechanism',
    ['apiKey'],
    { schemes: { apiKey: { mechanism: 'scram-sha-256' } } },
    ['apiKey SCRAM-SHA-256'],
  ],
  ['a stated mechanism', ['stated'], {}, ['stated SCRAM-SHA-512']],
  ['the team over the document', ['stated'], { schemes: { stated: { mechanism: 'plain' } } }, ['stated PLAIN']],
  ['not that which is not wired', ['kerberos', 'simple'], {}, ['simple PLAIN']],
] as const) {
  test(`logins: ${what}`, () => {
    const logins = servers({ security }, config).kafka?.logins ?? [];
    assert.deepEqual(
      logins.map((login) => login.map(({ provider, mechanism }) => `${provider} ${mechanism}`).join(' and ')),
      want,
    );
  });
}

test('logins: of a server without security, what its operations leave to the broker', () => {
  assert.deepEqual(servers({ security: [], ...own('sasl', 'signed') }).kafka?.logins, [
    [{ provider: 'sasl', mechanism: 'SCRAM-SHA-256' }],
    [{ provider: 'signed', mechanism: 'SCRAM-SHA-512' }],
  ]);
  assert.deepEqual(servers({ security: [], ...own('proof') }).kafka?.logins, []);
});

for (const [what, parts, config, want] of [
  ['the host', {}, {}, [['h.test:9093'], ['h.test:9093']]],
  [
    'several',
    { host: 'a.test:1, b.test:2' },
    {},
    [
      ['a.test:1', 'b.test:2'],
      ['a.test:1', 'b.test:2'],
    ],
  ],
  ['the team’s', {}, { servers: { main: { brokers: ['c.test:3'] } } }, [['c.test:3'], ['c.test:3']]],
  ['further hosts', {}, { servers: { main: { hosts: ['d.test'] } } }, [['h.test:9093'], ['h.test:9093', 'd.test']]],
  ['the usual port', { host: 'h.test' }, {}, [['h.test:9092'], ['h.test:9092']]],
] as const) {
  test(`brokers: ${what}`, () => {
    const { kafka, hosts } = servers(parts, config);
    assert.deepEqual([kafka?.brokers, hosts], want);
  });
}

const uses = (...names: readonly string[]) =>
  names.map((scheme) => ({
    allOf: [{ scheme, scopes: [] }],
    actor: ['signed', 'proof'].includes(scheme) ? scheme : null,
  }));

for (const [what, parts, want] of [
  ['all is the broker’s', {}, [null, { requirement: null, enforcedBy: 'broker' }]],
  ['the server’s level is the guard’s as well', { security: ['signed'] }, [uses('signed'), { requirement: null }]],
  ['the operation’s level is the guard’s', own('proof'), [null, { requirement: ['proof'] }]],
  ['what has no carrier is left out', own('sasl', 'proof'), [null, { requirement: ['proof'] }]],
  [
    'what is sent is signed',
    { operations: `{ op: { action: send, channel: { $ref: '#/channels/orders' }${secured(['proof', 'other'])} } }` },
    [null, { requirement: ['proof', 'other'] }],
  ],
  [
    'of what is sent, the alternatives that a record carries',
    { operations: `{ op: { action: send, channel: { $ref: '#/channels/orders' }${secured(['sasl', 'signed'])} } }` },
    [null, { requirement: ['signed'] }],
  ],
] as const) {
  test(`rules on Kafka: ${what}`, () => {
    const { requirement, rules } = servers(parts);
    const rule = rules['op'] ?? assert.fail('no rule');
    const names = rule.requirement?.map(({ allOf }) => allOf.map(({ scheme }) => scheme).join('+')) ?? null;
    assert.deepEqual([requirement, { ...rule, requirement: names }], want);
  });
}

test('the role map asks for no role that goes to the broker’s ACLs', () => {
  const acl = { kafka: { roles: 'acl' } } as const;
  assert.deepEqual(plan(reader('receive', ['proof'])).value?.policy.roleMap, { op: ['READER'] });
  assert.deepEqual(plan(reader('receive', ['signed', 'sasl']), acl).value?.policy.roleMap, {});
  assert.deepEqual(
    plan({ ...reader('receive', ['signed', 'sasl']), security: ['signed'] }, acl).value?.policy.roleMap,
    {},
  );
  assert.deepEqual(plan(reader('send', ['proof']), acl).value?.policy.roleMap, {});
});

test('a provider is written as its transport carries it', () => {
  assert.deepEqual(plan(own('proof')).value?.policy.providers, {
    proof: { form: 'proof', carriers: [], record: 'proof', rolesFrom: 'account' },
  });
  const bearer = plan(own('bearer'), { allowReplayableTokens: ['op'] }).value?.policy.providers;
  assert.deepEqual(bearer?.['bearer'], { form: 'bearer', carriers: [], record: 'bearer', rolesFrom: null });
});

test('mirrors stand beside their channel', () => {
  const { value } = plan(region('o.{region}'), { kafka: { topicAliases: { 'o.{region}': ['eu-o.{region}'] } } });
  assert.deepEqual(value?.policy.channels, {
    orders: { address: 'o.{region}', parameters: ['region'], aliases: ['eu-o.{region}'] },
  });
});

test('a topic is what the binding names', () => {
  const { value } = plan(address('/orders', ', bindings: { kafka: { topic: orders.v1 } }'));
  assert.equal(value?.policy.channels['orders']?.address, 'orders.v1');
});

for (const [side, exported, calls] of [
  ['application', ['kafka'], ['kafkajsApplication main']],
  ['peer', ['kafkaPeer'], ['kafkajsPeer main']],
  ['both', ['kafka', 'kafkaPeer'], ['kafkajsApplication main', 'kafkajsPeer main']],
] as const) {
  test(`kafka.ts of the side ${side}`, () => {
    const outcome = planOutput(modelOf(document({})), {
      config: { document: '-' },
      targets: ['kafkajs'],
      side,
      banner: '',
    });
    const file = outcome.value?.files.find(({ path }) => path === 'kafka.ts');
    assert.deepEqual(file?.exports, exported);
    assert.deepEqual(
      file.calls.map(({ factory, server }) => `${factory} ${server}`),
      calls,
    );
  });
}

test('a server on which nothing is sent or received only connects', () => {
  const servers = `{ main: { host: 'h.test:9093', protocol: kafka-secure${secured(['sasl'])} } }`;
  const { value } = plan({ servers, channels: '{}', operations: '{}' });
  const file = value?.files.find(({ path }) => path === 'kafka.ts');
  assert.deepEqual([...new Set(file?.calls.map(({ factory }) => factory))], ['kafkajsConnection']);
  const modules = value?.runtime.entries.map(({ module }) => module) ?? [];
  assert.ok(modules.includes('kafkajs/connection'));
  assert.deepEqual(
    modules.filter((module) => /denial|record$|application|dead-letter|handlers/.test(module)),
    ['record'],
  );
});

test('a guard asks no authenticator of what its side sends', () => {
  const channel = "channel: { $ref: '#/channels/orders' }";
  const { value } = plan({
    operations: `{ take: { action: receive, ${channel}${secured(['proof'])} }, give: { action: send, ${channel}${secured(['other'])} } }`,
  });
  const view = value?.files.find(({ path }) => path === 'kafka.ts')?.view as unknown as Record<
    'applications' | 'peers',
    readonly { readonly types: { readonly authenticators: string }; readonly providers: readonly { key: string }[] }[]
  >;
  const asked = (['applications', 'peers'] as const).flatMap((side) =>
    view[side].map(({ types, providers }) => [types.authenticators, ...providers.map(({ key }) => key)]),
  );
  assert.deepEqual(asked, [
    ['MainGuardAuthenticators', 'proof'],
    ['MainPeerGuardAuthenticators', 'other'],
  ]);
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

test('roles that one server’s guard decides, and another server’s broker beside a guard', () => {
  const text = `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
x-access-control: { roles: { READER: {} } }
servers:
  guarded: { host: 'a.test:9093', protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/signed' }] }
  brokered: { host: 'b.test:9093', protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/sasl' }] }
channels: { orders: { address: orders } }
operations: { op: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [READER] } } }
components:
  securitySchemes:
    signed: { type: scramSha512, x-access-control: { carrier: proof, rolesFrom: account } }
    sasl: { type: scramSha256, x-access-control: { rolesFrom: account } }
`;
  const { value } = planOutput(modelOf(text), {
    config: { document: '-', kafka: { roles: 'acl' } },
    targets: ['kafkajs'],
    side: 'both',
    banner: '',
  });
  assert.deepEqual(value?.policy.roleMap, { op: ['READER'] });
  assert.equal(value.policy.servers['brokered']?.rules['op']?.enforcedBy, 'broker');
  assert.equal(value.policy.servers['guarded']?.rules['op']?.enforcedBy, undefined);
});
