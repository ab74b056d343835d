import type { SECURITY_DIAGNOSTICS } from '../../../src/diagnostics/catalogue/security.js';
import { onOrder, ref, version2, version3 } from '../model-of.js';
import type { CodeFixture } from './fixture.js';

const KEY = '{ key: { type: plain } }';
const TRAIT = "traits: [{ $ref: '#/components/operationTraits/t' }]";
const operation = (rest: string): string => version3({ operations: onOrder(rest), schemes: KEY });
const server = (security: string, protocol = 'mqtt'): string =>
  `{ s: { host: h, protocol: ${protocol}, security: ${security} } }`;
const quiet = { silence: ['operation-without-server', 'server-without-target'] };

const OPEN_TO_KEY = `{ action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('key')}] }`;

/** Documents for the codes about `security` itself. */
export const SECURITY_FIXTURES: Readonly<Record<keyof typeof SECURITY_DIAGNOSTICS, CodeFixture>> = {
  'scheme-undefined': { given: version2({ publish: 'security: [{ kye: [] }]', schemes: KEY }) },
  'security-not-a-list': { given: operation(`security: ${ref('key')}`) },
  'requirement-form': { given: operation('security: [{ key: [] }]') },
  'requirement-invalid': { given: operation('security: [key]') },
  'security-misspelt': { given: operation(`securty: [${ref('key')}]`) },
  'security-misplaced': { given: `security: [${ref('key')}]\n${operation('')}` },
  'ref-sibling': { given: operation("security: [{ $ref: '#/components/securitySchemes/key', scopes: [r] }]") },
  'schemes-unapplied': { given: operation('') },
  'scheme-unused': {
    given: version3({
      operations: onOrder(`security: [${ref('key')}]`),
      schemes: '{ key: { type: plain }, other: { type: X509 } }',
    }),
  },
  'alternative-repeated': { given: operation(`security: [${ref('key')}, ${ref('key')}]`) },
  'alternative-weak': {
    given: version3({
      operations: onOrder(`security: [${ref('key')}, ${ref('x')}]`),
      schemes: '{ key: { type: plain }, x: { type: X509 } }',
    }),
  },
  'security-empty': {
    given: version3({
      servers: server(`[${ref('b')}]`, 'mqtt'),
      operations: onOrder('security: []'),
      schemes: '{ b: { type: http, scheme: bearer } }',
    }),
    config: quiet,
  },
  'operation-security-too-early': {
    given: version2({ asyncapi: '2.3.0', publish: 'security: [{ key: [] }]', schemes: '{ key: { type: X509 } }' }),
  },
  'operation-without-security': { given: version3({ operations: onOrder() }) },
  'security-dropped': {
    given: version3({
      operations: onOrder(`security: [${ref('key')}], ${TRAIT}`),
      traits: `{ t: { security: [${ref('key')}] } }`,
      schemes: KEY,
    }),
  },
  'security-emptied': {
    given: version3({
      operations: onOrder(`security: [], ${TRAIT}`),
      traits: `{ t: { security: [${ref('key')}] } }`,
      schemes: KEY,
    }),
  },
  'provider-conflict': {
    given: version3({
      operations: onOrder(`security: [${ref('a')}, ${ref('b')}]`),
      schemes: `{
        a: { type: openIdConnect, openIdConnectUrl: 'https://idp.test', scopes: [], x-access-control: { subject: user } },
        b: { type: openIdConnect, openIdConnectUrl: 'https://idp.test', scopes: [], x-access-control: { subject: node } } }`,
    }),
  },
  'config-name-undefined': { given: operation(`security: [${ref('key')}]`), config: { public: ['onOrdr'] } },
  'names-confusable': {
    given: version3({
      operations: `{ onOrder: ${OPEN_TO_KEY}, \u03bfnOrder: ${OPEN_TO_KEY} }`,
      schemes: KEY,
    }),
  },
  'credential-in-binding': {
    given: version3({
      servers: server(`[${ref('b')}]`, 'wss'),
      channel: 'bindings: { ws: { query: { properties: { token: {} } } } }',
      operations: onOrder(),
      schemes: '{ b: { type: http, scheme: bearer } }',
    }),
    config: { ...quiet, servers: { s: { describes: 'server' } } },
  },
};
