import { tellsEach, type Mistake } from '../support/mistake.js';
import { onOrder, ref, version2, version3 } from '../support/model-of.js';

const KEY = '{ key: { type: httpApiKey, in: header, name: X-Key }, other: { type: http, scheme: bearer } }';
const server2 = (security: string): string => `{ s: { url: 'wss://h', protocol: wss, security: ${security} } }`;
const server3 = (security: string): string => `{ s: { host: h, protocol: wss, security: ${security} } }`;
const TRAIT = "traits: [{ $ref: '#/components/operationTraits/t' }]";
const PUBLISH = '/channels/orders/publish';
const OPERATION = '/operations/onOrder';

const formOf3 = ['3.0.0', '3.1.0'].flatMap((asyncapi): Mistake[] => [
  {
    title: `M1: 2.x item in ${asyncapi}`,
    given: version3({ asyncapi, operations: onOrder('security: [«{ key: [] }]'), schemes: KEY }),
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: "- $ref: '#/components/securitySchemes/key'",
    answered: false,
  },
]);

const M1: readonly Mistake[] = [
  ...formOf3,
  ...['null', '1', '{ x: 1 }'].map((value): Mistake => ({
    title: `M1: the $ref ${value}, which is no text`,
    given: version3({ operations: onOrder(`security: [«{ $ref: ${value} }]`), schemes: KEY }),
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: "- $ref: '#/components/securitySchemes/",
    answered: false,
  })),
  {
    title: 'M1: with scopes',
    given: version3({ operations: onOrder('security: [«{ other: [read, write] }]'), schemes: KEY }),
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: 'scopes: [read, write]',
    answered: false,
  },
  {
    title: 'M1: the same in a server, an operation and its trait',
    given: version3({
      servers: server3('[«{ key: [] }]'),
      operations: onOrder('security: [»{ key: [] }]'),
      schemes: KEY,
    }),
    code: 'requirement-form',
    pointer: '/servers/s/security/0',
    fix: "- $ref: '#/components/securitySchemes/key'",
    answered: false,
  },
  {
    title: 'M1: in a trait',
    given: version3({ operations: onOrder(TRAIT), traits: '{ t: { security: [«{ key: [] }] } }', schemes: KEY }),
    code: 'requirement-form',
    pointer: '/components/operationTraits/t/security/0',
    fix: "- $ref: '#/components/securitySchemes/key'",
    answered: false,
  },
  {
    title: 'M1: a name that is not declared',
    given: version3({ operations: onOrder('security: [«{ kye: [] }]'), schemes: KEY }),
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: '"kye" is not declared. Did you mean "key"?',
    answered: false,
  },
  {
    title: 'M1: several names, which 3.x cannot demand together',
    given: version3({ operations: onOrder('security: [«{ key: [], other: [] }]'), schemes: KEY }),
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: 'one on the server and one on the operation',
    answered: false,
  },
  {
    title: 'M1: in a JSON document',
    given: {
      'asyncapi.json': `{
  "asyncapi": "3.0.0",
  "info": { "title": "Test", "version": "1.0.0" },
  "channels": { "orders": { "address": "orders" } },
  "operations": { "onOrder": { "action": "receive", "channel": { "$ref": "#/channels/orders" }, "security": [
    «{ "key": [] }
  ] } },
  "components": { "securitySchemes": { "key": { "type": "plain" } } }
}`,
    },
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: '{"$ref":"#/components/securitySchemes/key"}',
    answered: false,
  },
  {
    title: 'M1: in another file, from where the scheme is far',
    given: {
      'asyncapi.yaml': version3({ operations: "{ onOrder: { $ref: 'deep/o.yaml#/o' } }", schemes: KEY }),
      'deep/o.yaml':
        "o: { action: receive, channel: { $ref: '../asyncapi.yaml#/channels/orders' }, security: [«{ key: [] }] }",
    },
    code: 'requirement-form',
    pointer: '/o/security/0',
    fix: "- $ref: '../asyncapi.yaml#/components/securitySchemes/key'",
    answered: false,
  },
  {
    title: 'M1: a scheme in place without its type',
    given: version3({ operations: onOrder('security: [«{ scheme: bearer, bearerFormat: JWT }]'), schemes: KEY }),
    code: 'requirement-form',
    pointer: `${OPERATION}/security/0`,
    fix: 'type: http',
    answered: false,
  },
];

const M2: readonly Mistake[] = [
  ...['2.4.0', '2.5.0', '2.6.0'].map((asyncapi): Mistake => ({
    title: `M2: 3.x item in ${asyncapi}`,
    given: version2({ asyncapi, publish: `security: [«${ref('key')}]`, schemes: KEY }),
    code: 'requirement-form',
    pointer: `${PUBLISH}/security/0`,
    fix: '- key: []',
    answered: false,
  })),
  {
    title: 'M2: on a server of 2.0.0 and again',
    given: version2({ asyncapi: '2.0.0', servers: server2(`[«${ref('key')}, »${ref('key')}]`), schemes: KEY }),
    code: 'requirement-form',
    pointer: '/servers/s/security/0',
    fix: '- key: []',
    answered: false,
  },
  {
    title: 'M2: to a scheme that is not declared',
    given: version2({ publish: `security: [«${ref('kye')}]`, schemes: KEY }),
    code: 'requirement-form',
    pointer: `${PUBLISH}/security/0`,
    fix: 'Did you mean "key"?',
    answered: false,
  },
  {
    title: 'M2: a scheme in place',
    given: version2({ publish: 'security: [«{ type: plain }]', schemes: KEY }),
    code: 'requirement-form',
    pointer: `${PUBLISH}/security/0`,
    fix: 'components.securitySchemes',
    answered: false,
  },
];

const M7: readonly Mistake[] = [
  {
    title: 'M7: 2.x, in a server, an operation and a trait',
    given: version2({
      servers: server2('[{ «kye: [] }]'),
      publish: `security: [{ »kye: [] }], ${TRAIT}`,
      traits: '{ t: { description: no security } }',
      schemes: KEY,
    }),
    code: 'scheme-undefined',
    pointer: '/servers/s/security/0/kye',
    fix: '"key"',
    answered: false,
  },
  {
    title: 'M7: 2.x, in a trait, where the parser is silent (P4)',
    given: version2({ publish: TRAIT, traits: '{ t: { security: [{ «kye: [] }] } }', schemes: KEY }),
    code: 'scheme-undefined',
    pointer: '/components/operationTraits/t/security/0/kye',
    fix: '"key"',
    answered: false,
  },
  {
    title: 'M7: 2.x, nothing is declared',
    given: version2({ publish: 'security: [{ «key: [] }]' }),
    code: 'scheme-undefined',
    pointer: `${PUBLISH}/security/0/key`,
    fix: 'Declare it under components.securitySchemes',
    answered: false,
  },
  {
    title: 'M7: 2.x, in a trait of another file',
    given: {
      'asyncapi.yaml': version2({ publish: "traits: [{ $ref: 'traits.yaml#/t' }]", schemes: KEY }),
      'traits.yaml': 't:\n  security:\n    - «kye: []\n',
    },
    code: 'scheme-undefined',
    pointer: '/t/security/0/kye',
    fix: '"key"',
    answered: false,
  },
  {
    title: 'M7: 3.x, twice',
    given: version3({
      servers: server3("[{ $ref: «'#/components/securitySchemes/kye' }]"),
      operations: onOrder("security: [{ $ref: »'#/components/securitySchemes/kye' }]"),
      schemes: KEY,
    }),
    code: 'scheme-undefined',
    pointer: '/servers/s/security/0/$ref',
    fix: "$ref: '#/components/securitySchemes/key'",
    answered: false,
  },
  ...["'#/components/securityScheme/key'", "'#/securitySchemes/key'"].map((wrong): Mistake => ({
    title: `M7: 3.x, ${wrong}`,
    given: version3({ operations: onOrder(`security: [{ $ref: «${wrong} }]`), schemes: KEY }),
    code: 'scheme-undefined',
    pointer: `${OPERATION}/security/0/$ref`,
    fix: "$ref: '#/components/securitySchemes/key'",
    answered: false,
  })),
  {
    title: 'M7: 3.x, a bare name',
    given: version3({ operations: onOrder('security: [{ $ref: «key }]'), schemes: KEY }),
    code: 'ref-unreadable',
    pointer: `${OPERATION}/security/0/$ref`,
    fix: "$ref: '#/components/securitySchemes/key'",
    answered: false,
  },
];

const M8: readonly Mistake[] = [
  ...[
    ['{ key: [] }', '- key: []'],
    ['{ key: [], other: [read] }', '- key: [], and so on'],
    ['key', '- key: []'],
    ['kye', '- key: []'],
    ['1', '- key: []'],
    ['null', 'or remove it'],
  ].map(([value = '', fix = '']): Mistake => ({
    title: `M8: 2.x, security: ${value}`,
    given: version2({ servers: server2(`«${value}`), schemes: KEY }),
    code: 'security-not-a-list',
    pointer: '/servers/s/security',
    fix,
    answered: false,
  })),
  ...[
    [ref('key'), "- $ref: '#/components/securitySchemes/key'"],
    ['{ key: [] }', "- $ref: '#/components/securitySchemes/key'"],
    ['{ type: plain }', 'put "- " before the scheme'],
    ["'#/components/securitySchemes/key'", "- $ref: '#/components/securitySchemes/key'"],
  ].map(([value = '', fix = '']): Mistake => ({
    title: `M8: 3.x, security: ${value}`,
    given: version3({ operations: onOrder(`security: «${value}`), schemes: KEY }),
    code: 'security-not-a-list',
    pointer: `${OPERATION}/security`,
    fix,
    answered: false,
  })),
  {
    title: 'M8: in a trait of another file',
    given: {
      'asyncapi.yaml': version2({ publish: "traits: [{ $ref: 'traits.yaml' }]", schemes: KEY }),
      'traits.yaml': 'security:\n  «key: []\n',
    },
    code: 'security-not-a-list',
    pointer: '/security',
    fix: '- key: []',
    answered: false,
  },
  {
    title: 'M8: items that are no maps, in 2.x',
    given: version2({ publish: 'security: [«key, »key]', schemes: KEY }),
    code: 'requirement-invalid',
    pointer: `${PUBLISH}/security/0`,
    fix: '- key: []',
    answered: false,
  },
  {
    title: 'M8: a list within the list, in 3.x (S6)',
    given: version3({ operations: onOrder(`security: [«[${ref('key')}]]`), schemes: KEY }),
    code: 'requirement-invalid',
    pointer: `${OPERATION}/security/0`,
    fix: 'Write its items into security itself',
    answered: false,
  },
];

tellsEach('M1, M2: the form of the other major version', [
  ...M1.filter(({ code }) => code === 'requirement-form'),
  ...M2,
]);
tellsEach('M7: a scheme that is not declared', M7);
tellsEach('M8: security that is no list', M8);
