import { tellsEach } from '../support/mistake.js';
import { onOrder, ref, version2, version3 } from '../support/model-of.js';

const KEY = '{ key: { type: http, scheme: bearer } }';
const SECURITY = `security: [${ref('key')}]`;
const SERVER3 = `{ host: h, protocol: wss, ${SECURITY} }`;
const SERVER2 = "{ url: 'wss://h', protocol: wss, security: [{ key: [] }] }";
const sound3 = version3({ servers: `{ s: ${SERVER3} }`, operations: onOrder(), schemes: KEY });
const sound2 = version2({ servers: `{ s: ${SERVER2} }`, schemes: KEY });

/** A sound document without its line of operations, which are elsewhere. */
const withOperations = (text: string): string => sound3.replace(/operations: .*/, `operations: ${text}`);
const SCHEMES_LINE = /\n {2}securitySchemes: (.*)/;

tellsEach('a misspelt key: told at the key, once, with the word that was meant', [
  {
    title: 'security, in a file',
    given: {
      'asyncapi.yaml': withOperations("{ onOrder: { $ref: 'ops/on-order.yaml' } }"),
      'ops/on-order.yaml': `action: receive
channel: { $ref: '../asyncapi.yaml#/channels/orders' }
«secruity: [{ $ref: '../asyncapi.yaml#/components/securitySchemes/key' }]
`,
    },
    code: 'security-misspelt',
    pointer: '/secruity',
    fix: '"security"',
    answered: false,
  },
  {
    title: 'security, in the file of a 2.x channel',
    given: {
      'asyncapi.yaml': sound2.replace(/channels: .*/, "channels: { orders: { $ref: 'orders.json' } }"),
      'orders.json': '{ "publish": { «"secruity": [{ "key": [] }] } }',
    },
    code: 'security-misspelt',
    pointer: '/publish/secruity',
    fix: '"security"',
    answered: false,
  },
  {
    title: 'security, in the file of a trait',
    given: {
      'asyncapi.yaml': withOperations(onOrder("traits: [{ $ref: 'trait.yaml' }]")),
      'trait.yaml': "«securty: [{ $ref: 'asyncapi.yaml#/components/securitySchemes/key' }]\n",
    },
    code: 'security-misspelt',
    pointer: '/securty',
    fix: '"security"',
    answered: false,
  },
  {
    title: 'servers',
    given: sound3.replace('servers:', '«server:'),
    code: 'security-misspelt',
    pointer: '/server',
    fix: '"servers"',
    answered: false,
  },
  {
    title: 'servers, which a channel refers to',
    given: sound3
      .replace('servers:', '«server:')
      .replace('address: orders,', "address: orders, servers: [{ $ref: '#/servers/s' }]"),
    code: 'security-misspelt',
    pointer: '/server',
    fix: '"servers"',
    answered: false,
  },
  {
    title: 'servers, which a 2.x channel names',
    given: sound2.replace('servers:', '«server:').replace('orders: {', 'orders: { servers: [s],'),
    code: 'security-misspelt',
    pointer: '/server',
    fix: '"servers"',
    answered: false,
  },
  {
    title: 'channels, which 2.x requires',
    given: sound2.replace('channels:', '«chanels:'),
    code: 'security-misspelt',
    pointer: '/chanels',
    fix: '"channels"',
    answered: false,
  },
  {
    title: 'channels, which an operation refers to',
    given: sound3.replace('channels:', '«chanels:'),
    code: 'security-misspelt',
    pointer: '/chanels',
    fix: '"channels"',
    answered: false,
  },
  {
    title: 'operations',
    given: sound3.replace('operations:', '«operation:'),
    code: 'security-misspelt',
    pointer: '/operation',
    fix: '"operations"',
    answered: false,
  },
  {
    title: 'the channel of an operation',
    given: sound3.replace('channel: {', '«chanel: {'),
    code: 'security-misspelt',
    pointer: '/operations/onOrder/chanel',
    fix: '"channel"',
    answered: false,
  },
  {
    title: 'publish',
    given: sound2.replace('publish:', '«Publish:'),
    code: 'security-misspelt',
    pointer: '/channels/orders/Publish',
    fix: '"publish"',
    answered: false,
  },
  {
    title: 'traits',
    given: withOperations(onOrder(`«trait: [{ ${SECURITY} }]`)),
    code: 'security-misspelt',
    pointer: '/operations/onOrder/trait',
    fix: '"traits"',
    answered: false,
  },
  ...[sound3, sound2].map((sound, index) => ({
    title: `securitySchemes, and not the reference to it, ${String(3 - index)}.x`,
    given: sound.replace('securitySchemes:', '«securityScheme:'),
    code: 'security-misspelt' as const,
    pointer: '/components/securityScheme',
    fix: '"securitySchemes"',
    answered: false,
  })),
]);

tellsEach('a key in the wrong place: told at the key, with where it belongs', [
  ...[sound3, sound2].map((sound, index) => ({
    title: `securitySchemes at the root, ${String(3 - index)}.x`,
    given: sound.replace(SCHEMES_LINE, '').replace(/components:\n.*/, '') + `«securitySchemes: ${KEY}\n`,
    code: 'security-misplaced' as const,
    pointer: '/securitySchemes',
    fix: 'under components',
    answered: false,
  })),
  {
    title: 'security under bindings of an operation',
    given: withOperations(onOrder(`bindings: { «${SECURITY} }`)),
    code: 'security-misplaced',
    pointer: '/operations/onOrder/bindings/security',
    fix: 'into the operation "onOrder" itself',
  },
  {
    title: 'security under the bindings of a server, for one protocol',
    given: sound3.replace(SERVER3, `{ host: h, protocol: wss, bindings: { ws: { «${SECURITY} } } }`),
    code: 'security-misplaced',
    pointer: '/servers/s/bindings/ws/security',
    fix: 'into the server "s" itself',
  },
  {
    title: 'security among the servers',
    given: sound3.replace(/servers: .*/, `servers:\n  s:\n    host: h\n    protocol: wss\n  «${SECURITY}`),
    code: 'security-misplaced',
    pointer: '/servers/security',
    fix: 'Indent it one step more: then it belongs to the server "s"',
    answered: false,
  },
  {
    title: 'security among the servers, 2.x',
    given: sound2.replace(
      /servers: .*/,
      "servers:\n  s: { url: 'wss://h', protocol: wss }\n  «security: [{ key: [] }]",
    ),
    code: 'security-misplaced',
    pointer: '/servers/security',
    fix: 'Indent it one step more: then it belongs to the server "s"',
    answered: false,
  },
  {
    title: 'security among the channels, 2.x',
    given: sound2.replace('channels: { ', 'channels: { a: {}, «security: [{ key: [] }], '),
    code: 'security-misplaced',
    pointer: '/channels/security',
    fix: 'Move it into the operations',
    answered: false,
  },
  {
    title: 'the fields of a server without its name',
    given: sound3.replace(/servers: .*/, 'servers: { «host: h, »protocol: wss }'),
    code: 'object-expected',
    pointer: '/servers/host',
    fix: 'servers: { <name>: { host',
    answered: false,
  },
  {
    title: 'x-access-control among the operations',
    given: withOperations(onOrder().replace(/ \}$/, ', «x-access-control: { roles: [READER] } }')),
    code: 'access-control-misplaced',
    pointer: '/operations/x-access-control',
    fix: 'Indent it one step more: then it belongs to the operation "onOrder"',
    answered: false,
  },
  {
    title: 'roles among the operations of a JSON document',
    given: {
      'asyncapi.json': JSON.stringify({
        asyncapi: '3.0.0',
        info: { title: 'Test', version: '1' },
        channels: { orders: {} },
        operations: { onOrder: { action: 'receive', channel: { $ref: '#/channels/orders' } }, roles: ['READER'] },
      }).replace('"roles"', '«"roles"'),
    },
    code: 'access-control-misplaced',
    pointer: '/operations/roles',
    fix: 'Move it into x-access-control of the operation "onOrder"',
    answered: false,
  },
  {
    title: 'publish in 3.x',
    given: sound3.replace('address: orders,', 'address: orders, «publish: { message: {} }'),
    code: 'document-invalid',
    pointer: '/channels/orders/publish',
    fix: 'operations: { <name>: { action: receive',
  },
  {
    title: 'operations in 2.x',
    given: `${sound2}«operations: {}\n`,
    code: 'document-invalid',
    pointer: '/operations',
    fix: 'publish where the application receives',
  },
  {
    title: 'roles on a channel',
    given: sound3.replace('address: orders,', 'address: orders, «roles: [READER]'),
    code: 'document-invalid',
    pointer: '/channels/orders/roles',
    fix: 'Move it to where roles is read: under x-access-control',
  },
  {
    title: 'a key that says nothing of who may do what: removing it is the last advice',
    given: sound3.replace('address: orders,', 'address: orders, «sumary: Orders'),
    code: 'document-invalid',
    pointer: '/channels/orders/sumary',
    fix: 'Correct the name "sumary", move it to the object that it belongs to, or remove it here.',
  },
]);

tellsEach('a name that leads nowhere: what exists is told', [
  {
    title: 'a server, by reference',
    given: sound3.replace('address: orders,', "address: orders, servers: [{ $ref: «'#/servers/gateway' }]"),
    code: 'ref-unresolved',
    pointer: '/channels/orders/servers/0/$ref',
    fix: 'These exist: s.',
    answered: false,
  },
  {
    title: 'a server, by name',
    given: sound2.replace('orders: {', 'orders: { servers: [«gateway],'),
    code: 'server-undefined',
    pointer: '/channels/orders/servers/0',
    fix: 'These exist: s.',
    answered: false,
  },
  {
    title: 'a channel, with messages of it',
    given: sound3
      .replace('address: orders,', 'address: orders, messages: { m: { payload: {} } }')
      .replace(
        "channel: { $ref: '#/channels/orders' }",
        "channel: { $ref: «'#/channels/order' }, messages: [{ $ref: '#/channels/orders/messages/m' }]",
      ),
    code: 'ref-unresolved',
    pointer: '/operations/onOrder/channel/$ref',
    fix: '"orders"',
    answered: false,
  },
  {
    title: 'a scheme, by reference',
    given: sound3.replace("securitySchemes/key'", "securitySchemes/zzzzzz'").replace("$ref: '#/comp", "$ref: «'#/comp"),
    code: 'scheme-undefined',
    pointer: '/servers/s/security/0/$ref',
    fix: 'These exist: key.',
    answered: false,
  },
]);
