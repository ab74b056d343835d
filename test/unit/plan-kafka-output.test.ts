import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOutput } from '../../src/plan/index.js';
import { address, document, own, plan, reader, region, secured, servers } from '../support/kafka-document.js';
import { modelOf } from '../support/model-of.js';

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
