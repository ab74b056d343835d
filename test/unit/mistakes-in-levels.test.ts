import { tellsEach, type Mistake } from '../support/mistake.js';
import { onOrder, ref, version2, version3 } from '../support/model-of.js';

const KEY = '{ key: { type: http, scheme: bearer } }';
const PUBLISH = '/channels/orders/publish';
const OPERATION = '/operations/onOrder';
const TRAIT = "traits: [{ $ref: '#/components/operationTraits/t' }]";
const server3 = (security: string, protocol = 'wss'): string =>
  `{ s: { host: 'h:9', protocol: ${protocol}, ${security === '' ? '' : `security: ${security}`} } }`;
const server2 = (security: string, protocol = 'wss'): string =>
  `{ s: { url: 'h:9', protocol: ${protocol}, ${security === '' ? '' : `security: ${security}`} } }`;

tellsEach('M10: security on operations before 2.4.0', [
  ...['2.0.0', '2.1.0', '2.2.0', '2.3.0'].map((asyncapi): Mistake => ({
    title: `M10: ${asyncapi}`,
    given: version2({ asyncapi, publish: 'security: «[{ key: [] }]', schemes: KEY }),
    code: 'operation-security-too-early',
    pointer: `${PUBLISH}/security`,
    fix: 'Raise asyncapi: to 2.4.0',
  })),
  {
    title: 'M10: in a trait, by another file',
    given: {
      'asyncapi.yaml': version2({ asyncapi: '2.3.0', publish: "traits: [{ $ref: 't.yaml#/t' }]", schemes: KEY }),
      't.yaml': 't: { security: «[{ key: [] }] }\n',
    },
    code: 'operation-security-too-early',
    pointer: '/t/security',
    fix: 'Raise asyncapi: to 2.4.0',
  },
  {
    title: 'M10: two operations, one mistake',
    given: version2({ asyncapi: '2.3.0', publish: 'security: »[{ key: [] }]', schemes: KEY }).replace(
      'publish:',
      'subscribe: { operationId: other, security: «[{ key: [] }] }, publish:',
    ),
    code: 'operation-security-too-early',
    pointer: '/channels/orders/subscribe/security',
    fix: 'Raise asyncapi: to 2.4.0',
  },
  {
    title: 'M10: in a trait that nothing applies',
    given: version2({
      asyncapi: '2.3.0',
      servers: server2('[{ key: [] }]'),
      traits: '{ t: { security: «[{ key: [] }] } }',
      schemes: KEY,
    }),
    code: 'operation-security-too-early',
    severity: 'warning',
    pointer: '/components/operationTraits/t/security',
    fix: 'Raise asyncapi: to 2.4.0',
  },
]);

tellsEach('M11: schemes that nothing applies', [
  {
    title: 'M11: 3.x, with operations',
    given: version3({
      servers: server3(''),
      operations: onOrder(),
      schemes: '{ key: «{ type: plain }, other: »{ type: gssapi } }',
    }),
    code: 'schemes-unapplied',
    pointer: '/components/securitySchemes/key',
    fix: "- $ref: '#/components/securitySchemes/key'",
  },
  {
    title: 'M11: 2.x, without servers',
    given: version2({ schemes: '{ my key: «{ type: plain } }' }),
    code: 'schemes-unapplied',
    pointer: '/components/securitySchemes/my key',
    fix: '- "my key": []',
  },
]);

tellsEach('M12: security that demands nothing', [
  ...['2.4.0', '2.6.0'].flatMap((asyncapi) =>
    ['[]', '[{}]', '[{ key: [] }, {}]'].map((security): Mistake => ({
      title: `M12: ${asyncapi}, ${security} on a server that demands`,
      given: version2({
        asyncapi,
        servers: server2('[{ key: [] }]'),
        publish: `security: «${security}`,
        schemes: KEY,
      }),
      code: 'security-empty',
      severity: 'warning',
      pointer: `${PUBLISH}/security`,
      fix: 'Leave security out',
    })),
  ),
  {
    title: 'M12: 3.x, []',
    given: version3({ servers: server3(`[${ref('key')}]`), operations: onOrder('security: «[]'), schemes: KEY }),
    code: 'security-empty',
    severity: 'warning',
    pointer: `${OPERATION}/security`,
    fix: 'Leave security out',
  },
  {
    title: 'M12: nothing else demands anything',
    given: version2({ servers: server2('»[{}]'), schemes: KEY }).replace('publish: {', 'publish: «{'),
    code: 'operation-without-security',
    pointer: PUBLISH,
    fix: '- key: []',
  },
]);

tellsEach('M13: fields beside a $ref', [
  {
    title: 'M13: scopes, in two operations',
    given: version3({
      servers: server3("[{ $ref: '#/components/securitySchemes/key', «scopes: [r] }]"),
      operations: onOrder("security: [{ $ref: '#/components/securitySchemes/key', »scopes: [r] }]"),
      schemes: KEY,
    }),
    code: 'ref-sibling',
    pointer: '/servers/s/security/0/scopes',
    fix: 'Declare a scheme with these scopes',
    answered: false,
  },
  {
    title: 'M13: an extension',
    given: version3({
      operations: onOrder("security: [{ $ref: '#/components/securitySchemes/key', «x-roles: [r] }]"),
      schemes: KEY,
    }),
    code: 'ref-sibling',
    pointer: `${OPERATION}/security/0/x-roles`,
    fix: 'Move x-roles into the scheme',
  },
]);

tellsEach('M18: traits that take security away', [
  {
    title: 'M18: 2.x, emptied',
    given: version2({
      publish: `security: »[{ key: [] }], ${TRAIT}`,
      traits: '{ t: { security: «[] } }',
      schemes: KEY,
    }),
    code: 'security-emptied',
    pointer: '/components/operationTraits/t/security',
    fix: 'Remove this security',
  },
  {
    title: 'M18: 3.x, emptied by the operation itself',
    given: version3({
      operations: onOrder(`security: «[], ${TRAIT}`),
      traits: `{ t: { security: »[${ref('key')}] } }`,
      schemes: KEY,
    }),
    code: 'security-emptied',
    pointer: `${OPERATION}/security`,
    fix: 'Remove this security',
  },
  {
    title: 'M18: 3.x, dropped',
    given: version3({
      operations: onOrder(`security: »[${ref('key')}], ${TRAIT}`),
      traits: `{ t: { security: «[${ref('key')}] } }`,
      schemes: KEY,
    }),
    code: 'security-dropped',
    severity: 'warning',
    pointer: '/components/operationTraits/t/security',
    fix: 'at one place only',
  },
]);

tellsEach('M19, M20, M22: what the transport makes of it', [
  {
    title: 'M19: userPassword on Kafka',
    given: version2({ servers: server2('[{ x: [] }]', 'kafka-secure'), schemes: '{ x: «{ type: userPassword } }' }),
    code: 'mechanism-missing',
    severity: 'warning',
    pointer: '/components/securitySchemes/x',
    fix: '`type: plain`',
  },
  ...(['query', 'headers'] as const).map((place): Mistake => ({
    title: `M20: a token in the ${place} of a ws binding`,
    given: version3({
      servers: server3(`[${ref('key')}]`),
      channel: `bindings: { ws: { ${place}: { type: object, properties: { «token: { type: string }, page: {} } } } }`,
      operations: onOrder(),
      schemes: KEY,
    }),
    code: 'credential-in-binding',
    severity: 'warning',
    pointer: `/channels/orders/bindings/ws/${place}/properties/token`,
    fix: 'type: httpApiKey',
  })),
  {
    title: 'M22: a credential over ws',
    given: version3({
      servers: server3(`[${ref('key')}]`, 'ws').replace('s: {', 's: «{'),
      operations: onOrder(),
      schemes: KEY,
    }),
    code: 'plaintext-transport',
    severity: 'warning',
    pointer: '/servers/s',
    fix: 'protocol: wss',
  },
  {
    title: 'M22: SASL over kafka',
    given: version2({
      servers: server2('[{ x: [] }]', 'kafka').replace('s: {', 's: «{'),
      schemes: '{ x: { type: scramSha512 } }',
    }),
    code: 'plaintext-transport',
    severity: 'warning',
    pointer: '/servers/s',
    fix: 'protocol: kafka-secure',
  },
]);

tellsEach('S1: security where it has no meaning, or under another name', [
  {
    title: 'at the root',
    given: `«security: [${ref('key')}]\n${version3({ operations: onOrder(), schemes: KEY })}`,
    code: 'security-misplaced',
    pointer: '/security',
    fix: 'on the servers',
  },
  {
    title: 'on a channel',
    given: version3({
      channel: `«security: [${ref('key')}]`,
      operations: onOrder(`security: [${ref('key')}]`),
      schemes: KEY,
    }),
    code: 'security-misplaced',
    pointer: '/channels/orders/security',
    fix: 'on the operations',
  },
  {
    title: 'on a message of a channel',
    given: version3({
      channel: `messages: { m: { «security: [${ref('key')}] } }`,
      operations: onOrder(`security: [${ref('key')}]`),
      schemes: KEY,
    }),
    code: 'security-misplaced',
    pointer: '/channels/orders/messages/m/security',
    fix: 'on the operations',
  },
  {
    title: 'on one of several messages in 2.x',
    given: version2({
      publish:
        'security: [{ key: [] }], message: { oneOf: [{ payload: {} }, { payload: {}, «security: [{ key: [] }] }] }',
      schemes: KEY,
    }),
    code: 'security-misplaced',
    pointer: `${PUBLISH}/message/oneOf/1/security`,
    fix: 'on the operations',
  },
  {
    title: 'on a reply',
    given: version3({
      operations: onOrder(
        `security: [${ref('key')}], reply: { channel: { $ref: '#/channels/orders' }, «security: [${ref('key')}] }`,
      ),
      schemes: KEY,
    }),
    code: 'security-misplaced',
    pointer: '/operations/onOrder/reply/security',
    fix: 'on the operations',
  },
  {
    title: 'under another name',
    given: version2({ publish: '«securty: [{ key: [] }]', schemes: KEY }),
    code: 'security-misspelt',
    pointer: `${PUBLISH}/securty`,
    fix: '"security"',
    answered: false,
  },
]);
