import type { TRANSPORT_DIAGNOSTICS } from '../../../src/diagnostics/catalogue/transport.js';
import type { Config } from '../../../src/config/index.js';
import { onOrder, ref, version2, version3 } from '../model-of.js';
import type { CodeFixture } from './fixture.js';

interface Parts {
  readonly scheme?: string;
  readonly security?: string;
  readonly protocol?: string;
  readonly channel?: string;
  readonly operation?: string;
  readonly root?: string;
  readonly host?: string;
  readonly server?: string;
}
const document = (parts: Parts): string =>
  version3({
    ...(parts.root === undefined ? {} : { root: parts.root }),
    servers: `{ ${parts.server ?? 's'}: { host: '${parts.host ?? 'h:9'}', protocol: ${parts.protocol ?? 'kafka-secure'}, security: [${parts.security ?? ref('x')}] } }`,
    channel: parts.channel ?? '',
    operations: onOrder(parts.operation ?? ''),
    schemes: `{ ${parts.scheme ?? 'x: { type: scramSha512 }'} }`,
  });
const UNPROVED = { silence: ['record-principal-unproved'] };
const kafka = (parts: Parts, config: Partial<Config> = UNPROVED): CodeFixture => ({ given: document(parts), config });
const BEARER = 'x: { type: http, scheme: bearer }';
const SERVES: Partial<Config> = { servers: { s: { describes: 'server' } } };
const socket = (parts: Parts, config: Partial<Config> = SERVES): CodeFixture => ({
  given: document({ protocol: 'wss', scheme: BEARER, ...parts }),
  config,
});
const PROOF = 'proof: { type: asymmetricEncryption, x-access-control: { carrier: proof } }';
const IDP =
  "{ type: oauth2, scopes: [r], flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { r: '' } } } }";

/** Documents for the codes about servers and transports. */
export const TRANSPORT_FIXTURES: Readonly<Record<keyof typeof TRANSPORT_DIAGNOSTICS, CodeFixture>> = {
  'alternative-dropped': socket({ scheme: `${BEARER}, y: { type: plain }`, security: `${ref('x')}, ${ref('y')}` }),
  'alternative-unsatisfiable': socket({ scheme: 'x: { type: plain }' }),
  'carrier-missing': kafka({
    scheme: `x: { type: scramSha512 }, ${PROOF}, y: { type: httpApiKey, in: header, name: K }`,
    operation: `security: [${ref('proof')}, ${ref('y')}]`,
  }),
  'role-unenforceable': kafka({
    root: '{ roles: { R: {} } }',
    scheme: 'x: { type: scramSha512, x-access-control: { rolesFrom: account } }',
    operation: 'x-access-control: { roles: [R] }',
  }),
  'scheme-not-carried': kafka({
    scheme: 'x: { type: scramSha512 }, y: { type: http, scheme: basic }',
    security: `${ref('x')}, ${ref('y')}`,
  }),
  'secret-in-record': kafka({
    scheme: 'x: { type: scramSha512 }, y: { type: http, scheme: basic, x-access-control: { carrier: proof } }',
    operation: `security: [${ref('y')}]`,
  }),
  'replayable-token': kafka({
    scheme: 'x: { type: scramSha512 }, y: { type: http, scheme: bearer, x-access-control: { carrier: bearer } }',
    operation: `security: [${ref('y')}]`,
  }),
  'record-principal-unproved': kafka({}, {}),
  'scopes-unchecked': kafka({ scheme: `x: ${IDP}` }, { silence: ['record-principal-unproved', 'scheme-not-wired'] }),
  'scopes-unprovable': kafka({
    scheme: `x: { type: scramSha512 }, y: ${IDP.replace('{ type', '{ x-access-control: { carrier: proof }, type')}`,
    operation: `security: [${ref('y')}]`,
  }),
  'operation-without-server': {
    given: version2({ publish: 'security: [{ x: [] }]', schemes: '{ x: { type: plain } }' }),
    config: { silence: ['scheme-not-wired'] },
  },
  'scheme-not-wired': kafka({ scheme: 'x: { type: gssapi }' }, UNPROVED),
  'describes-missing': socket({}, {}),
  'channel-ambiguous': {
    given: document({ protocol: 'wss', scheme: BEARER })
      .replace('orders: {', "other: { address: '{any}', parameters: { any: {} } }, orders: {")
      .replace('onOrder: {', "onOther: { action: receive, channel: { $ref: '#/channels/other' } }, onOrder: {"),
    config: SERVES,
  },
  'channel-without-address': {
    given: document({ protocol: 'wss', scheme: BEARER }).replace('address: orders', 'address: null'),
    config: SERVES,
  },
  'topic-invalid': {
    given: document({}).replace('address: orders', "address: 'a b'"),
    config: UNPROVED,
  },
  'topic-alias-invalid': kafka({}, { ...UNPROVED, kafka: { topicAliases: { orders: ['a b'] } } }),
  'brokers-missing': kafka({ host: '{host}' }),
  'port-assumed': kafka({ host: 'h' }),
  'cleartext-credentials': kafka({}, { ...UNPROVED, servers: { s: { tls: false } } }),
  'tls-assumed': kafka({ protocol: 'kafka', host: 'localhost:9' }, { ...UNPROVED, servers: { s: { tls: true } } }),
  'plaintext-transport': kafka({ protocol: 'kafka' }),
  'mechanism-missing': kafka({ scheme: 'x: { type: userPassword }' }),
  'server-without-target': { given: document({ protocol: 'mqtt', scheme: BEARER }) },
  'server-skipped': {
    given: document({}).replace('servers: {', `servers: { t: { host: h, protocol: mqtt, security: [${ref('x')}] },`),
    config: UNPROVED,
  },
  'nothing-to-emit': {
    ...kafka({}, { silence: ['record-principal-unproved', 'server-without-target'], targets: ['ws'] }),
    goal: 'output',
  },
  'name-adjusted': kafka({ server: 'then' }),
  'name-collision': {
    given: document({ protocol: 'wss', scheme: BEARER })
      .replace('orders: {', 'my-orders: { address: a }, my_orders: { address: b }, orders: {')
      .replace(
        'onOrder: {',
        "x: { action: receive, channel: { $ref: '#/channels/my-orders' } }, y: { action: receive, channel: { $ref: '#/channels/my_orders' } }, onOrder: {",
      ),
    config: SERVES,
  },
};
