import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentWarnings, enforcement } from '../../src/plan/index.js';
import { modelOf } from '../support/model-of.js';

const SCHEMES = `
    sasl: { type: scramSha256 }
    signed: { type: scramSha512, x-access-control: { carrier: proof } }
    token: { type: openIdConnect, openIdConnectUrl: https://idp.test/a, scopes: [] }
    other: { type: openIdConnect, openIdConnectUrl: https://idp.test/b, scopes: [] }
    proof: { type: openIdConnect, openIdConnectUrl: https://idp.test/c, scopes: [], x-access-control: { carrier: proof } }
    key: { type: httpApiKey, in: header, name: X-Key }
    same: { type: httpApiKey, in: header, name: x-key }
    basic: { type: http, scheme: basic }
    payload: { type: symmetricEncryption }`;

const refs = (names: readonly string[]): string =>
  names.map((name) => `{ $ref: '#/components/securitySchemes/${name}' }`).join(', ');

const document = (
  protocol: string,
  action: string,
  server: readonly string[],
  operation: readonly string[],
): string => `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
servers: { main: { host: h.test, protocol: ${protocol}, security: [${refs(server)}] } }
channels: { orders: { address: orders } }
operations:
  op: { action: ${action}, channel: { $ref: '#/channels/orders' }${operation.length === 0 ? '' : `, security: [${refs(operation)}]`} }
components:
  securitySchemes:${SCHEMES}
`;

interface Case {
  readonly what: string;
  readonly given: readonly [protocol: string, action: string, server: readonly string[], operation: readonly string[]];
  readonly enforcedBy: readonly string[];
  readonly dropped: readonly (readonly [requirement: number, alternative: number])[];
  readonly codes: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'a WebSocket level is the guard’s',
    given: ['wss', 'receive', ['key'], ['basic']],
    enforcedBy: ['guard', 'guard'],
    dropped: [],
    codes: [],
  },
  {
    what: 'SASL cannot ride a handshake',
    given: ['wss', 'receive', ['sasl', 'key'], []],
    enforcedBy: ['guard'],
    dropped: [[0, 0]],
    codes: ['alternative-dropped'],
  },
  {
    what: 'encryption names nobody',
    given: ['wss', 'receive', ['key', 'payload'], []],
    enforcedBy: ['guard'],
    dropped: [[0, 1]],
    codes: ['alternative-dropped'],
  },
  {
    what: 'nothing left on a socket',
    given: ['ws', 'receive', ['sasl'], []],
    enforcedBy: ['guard'],
    dropped: [[0, 0]],
    codes: ['alternative-unsatisfiable'],
  },
  {
    what: 'SASL is the broker’s',
    given: ['kafka-secure', 'receive', ['sasl'], []],
    enforcedBy: ['broker'],
    dropped: [],
    codes: ['record-principal-unproved'],
  },
  {
    what: 'SASL with a proof is both',
    given: ['kafka-secure', 'receive', ['signed'], []],
    enforcedBy: ['both'],
    dropped: [],
    codes: [],
  },
  {
    what: 'one of two with a proof: the broker sees to all',
    given: ['kafka-secure', 'receive', ['sasl', 'signed'], []],
    enforcedBy: ['broker'],
    dropped: [],
    codes: ['record-principal-unproved'],
  },
  {
    what: 'the connection’s own provider narrows its scopes',
    given: ['kafka-secure', 'receive', ['token'], ['token']],
    enforcedBy: ['broker', 'broker'],
    dropped: [],
    codes: ['record-principal-unproved'],
  },
  {
    what: 'a provider that the server does not list, without a carrier',
    given: ['kafka-secure', 'receive', ['sasl'], ['other', 'proof']],
    enforcedBy: ['broker', 'guard'],
    dropped: [[1, 0]],
    codes: ['carrier-missing'],
  },
  {
    what: 'a proof of another provider is the guard’s',
    given: ['kafka-secure', 'receive', ['sasl'], ['proof']],
    enforcedBy: ['broker', 'guard'],
    dropped: [],
    codes: [],
  },
  {
    what: 'mixed kinds: what has no carrier goes',
    given: ['kafka-secure', 'receive', ['sasl'], ['sasl', 'proof']],
    enforcedBy: ['broker', 'guard'],
    dropped: [[1, 0]],
    codes: ['carrier-missing'],
  },
  {
    what: 'what the app signs into its records needs no broker to check it',
    given: ['kafka-secure', 'send', ['sasl'], ['proof']],
    enforcedBy: ['broker', 'broker'],
    dropped: [],
    codes: [],
  },
  {
    what: 'an API key of HTTP as the server’s only scheme',
    given: ['kafka-secure', 'receive', ['key'], []],
    enforcedBy: ['broker'],
    dropped: [[0, 0]],
    codes: ['scheme-not-carried'],
  },
  {
    what: 'readers are bound by the broker alone',
    given: ['kafka-secure', 'send', ['signed'], ['signed']],
    enforcedBy: ['broker', 'broker'],
    dropped: [],
    codes: [],
  },
  {
    what: 'an API key of HTTP on Kafka',
    given: ['kafka-secure', 'receive', ['sasl'], ['key', 'sasl']],
    enforcedBy: ['broker', 'broker'],
    dropped: [[1, 0]],
    codes: ['alternative-dropped', 'record-principal-unproved'],
  },
  {
    what: 'another protocol: the guard, nothing dropped',
    given: ['mqtt', 'receive', ['sasl'], ['basic']],
    enforcedBy: ['guard', 'guard'],
    dropped: [],
    codes: [],
  },
];

for (const { what, given, enforcedBy, dropped, codes } of CASES) {
  test(`who enforces: ${what}`, () => {
    const { value, diagnostics } = enforcement(modelOf(document(...given)), {});
    assert.deepEqual(value?.[0]?.enforcedBy, enforcedBy);
    assert.deepEqual(
      value[0].dropped.map((drop) => [drop.requirement, drop.alternative]),
      dropped,
    );
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      codes,
    );
  });
}

const AND = (names: readonly string[]): string => `
asyncapi: 2.6.0
info: { title: T, version: 1.0.0 }
servers: { main: { url: wss://h.test, protocol: wss, security: [ { ${names.map((name) => `${name}: []`).join(', ')} }, { key: [] } ] } }
channels: { /orders: { publish: { operationId: op } } }
components:
  securitySchemes:
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
    key: { type: httpApiKey, in: header, name: X-Key }
    same: { type: httpApiKey, in: header, name: x-key }
`;

for (const [names, drops] of [
  [['basic', 'bearer'], 1],
  [['key', 'same'], 1],
  [['key', 'basic'], 0],
] as const) {
  test(`two values in one place: ${names.join(' and ')} drop ${String(drops)}`, () => {
    const { value } = enforcement(modelOf(AND(names)), {});
    assert.equal(value?.[0]?.dropped.length, drops);
  });
}

const ROLES = (action: string, carrier: string): string => `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
x-access-control: { roles: { READER: {} } }
servers: { main: { host: h.test, protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/sasl' }] } }
channels: { orders: { address: orders } }
operations:
  op: { action: ${action}, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [READER] } }
components: { securitySchemes: { sasl: { type: scramSha256, x-access-control: { rolesFrom: account${carrier} } } } }
`;

for (const [action, carrier, config, codes] of [
  ['receive', '', {}, ['role-unenforceable']],
  ['receive', ', carrier: proof', {}, []],
  ['send', ', carrier: proof', {}, ['role-unenforceable']],
  ['send', '', { kafka: { roles: 'acl' } }, []],
] as const) {
  test(`roles on Kafka: ${action}${carrier} ${JSON.stringify(config)}`, () => {
    const { diagnostics } = enforcement(modelOf(ROLES(action, carrier)), config);
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      codes,
    );
  });
}

for (const [what, yaml, codes] of [
  ['plain ws with a credential', document('ws', 'receive', ['key'], []), ['plaintext-transport']],
  ['plain kafka with SASL', document('kafka', 'receive', ['sasl'], []), ['plaintext-transport']],
  ['plain ws, a credential on the operation alone', document('ws', 'receive', [], ['key']), ['plaintext-transport']],
  ['wss', document('wss', 'receive', ['key'], []), []],
  ['plain ws on loopback', document('ws', 'receive', ['key'], []).replace('h.test', 'localhost:80'), []],
] as const) {
  test(`transport warnings: ${what}`, () => {
    assert.deepEqual(
      documentWarnings(modelOf(yaml), [], {})
        .map((diagnostic) => diagnostic.code)
        .filter((code) => code === 'plaintext-transport'),
      codes,
    );
  });
}

for (const protocol of ['mqtt', 'secure-mqtt', 'amqp', 'https', 'nats', 'pulsar', 'KAFKAESQUE', '']) {
  test(`any other transport leaves every level to the guard, whole: ${protocol}`, () => {
    const yaml = document(`'${protocol}'`, 'receive', ['sasl', 'key', 'payload'], ['token', 'basic', 'signed']);
    const { value, diagnostics } = enforcement(modelOf(yaml), {});
    assert.deepEqual(
      value?.map(({ server, enforcedBy, dropped }) => ({ server, enforcedBy, dropped })),
      [{ server: 'main', enforcedBy: ['guard', 'guard'], dropped: [] }],
    );
    assert.deepEqual(diagnostics, []);
  });
}

test('a document without servers: one rule an operation, its level the guard’s', () => {
  const yaml = document('wss', 'send', [], ['sasl', 'key']).replace(/^servers:.*$/mu, '');
  const { value } = enforcement(modelOf(yaml), {});
  assert.deepEqual(
    value?.map(({ operation, server, enforcedBy, dropped }) => ({ operation, server, enforcedBy, dropped })),
    [{ operation: 'op', server: null, enforcedBy: ['guard'], dropped: [] }],
  );
});
