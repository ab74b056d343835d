import { tellsEach, type Mistake } from '../support/mistake.js';
import { applied2, applied3, flows, reached, reachedFar, SCHEMES } from '../support/mistake-reached.js';
import { version2 } from '../support/model-of.js';

const IDP = 'https://idp.test/t';

tellsEach('M14: scopes in the field of the other version', [
  {
    title: 'M14: availableScopes in 2.x, with scopes applied',
    given: applied2(flows(`{ clientCredentials: { tokenUrl: '${IDP}', «availableScopes: { r: '' } } }`), '2.6.0', 'r'),
    code: 'flow-scopes-field',
    pointer: `${SCHEMES}/x/flows/clientCredentials/availableScopes`,
    fix: 'Rename availableScopes to scopes',
  },
  {
    title: 'M14: none in 2.x, on which the parser crashes (P17)',
    given: applied2(flows(`{ clientCredentials: «{ tokenUrl: '${IDP}' } }`)),
    code: 'flow-scopes-field',
    pointer: `${SCHEMES}/x/flows/clientCredentials`,
    fix: 'scopes: {}',
  },
  {
    title: 'M14: scopes in two flows of 3.x',
    given: applied3(
      `{ type: oauth2, scopes: [r], flows: { password: { tokenUrl: '${IDP}', «scopes: { r: '' } }, clientCredentials: { tokenUrl: '${IDP}', »scopes: { r: '' } } } }`,
    ),
    code: 'flow-scopes-field',
    pointer: `${SCHEMES}/x/flows/password/scopes`,
    fix: 'Rename scopes to availableScopes',
  },
  ...reached(
    'M14',
    `{ "type": "oauth2", "scopes": [], "flows": { "password": { "tokenUrl": "${IDP}", «"scopes": {} } } }`,
    'flow-scopes-field',
    '/flows/password/scopes',
    'Rename scopes to availableScopes',
    true,
  ),
]);

const OFFERS = `flows: { password: { tokenUrl: '${IDP}', availableScopes: { 'orders:read': '' } } }`;

tellsEach('M15, M16, M17: scopes', [
  {
    title: 'M15: not offered, in 3.x, where the parser is silent (P3)',
    given: applied3(`{ type: oauth2, scopes: [«'orders:raed'], ${OFFERS} }`),
    code: 'scope-undefined',
    pointer: `${SCHEMES}/x/scopes/0`,
    fix: 'Did you mean "orders:read"?',
    answered: false,
  },
  {
    title: 'M15: not offered, in 2.x, on a server, an operation',
    given: version2({
      servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: [«w] }] } }",
      publish: 'security: [{ x: [r, »w] }]',
      schemes: `{ x: ${flows(`{ password: { tokenUrl: '${IDP}', scopes: { r: '' } } }`)} }`,
    }),
    code: 'scope-undefined',
    pointer: '/servers/s/security/0/x/0',
    fix: '"r"',
    answered: false,
  },
  {
    title: 'M15: no flow offers any',
    given: applied2('{ type: oauth2, flows: {} }', '2.6.0', '«w'),
    code: 'scope-undefined',
    pointer: '/servers/s/security/0/x/0',
    fix: 'None is declared',
    answered: false,
  },
  {
    title: 'M16: none stated in 3.x',
    given: applied3(`«{ type: oauth2, ${OFFERS} }`),
    code: 'scopes-unstated',
    severity: 'info',
    pointer: `${SCHEMES}/x`,
    fix: 'scopes: []',
  },
  {
    title: 'M17: on a type without scopes, in 2.x, twice',
    given: version2({
      servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: «[r] }] } }",
      publish: 'security: [{ x: »[w] }]',
      schemes: '{ x: { type: http, scheme: bearer } }',
    }),
    code: 'scopes-without-oauth',
    severity: 'warning',
    pointer: '/servers/s/security/0/x',
    fix: 'x-access-control on the operation',
  },
  ...reachedFar(
    'M17',
    '{ "type": "http", "scheme": "bearer", «"scopes": ["r"] }',
    'scopes-without-oauth',
    '/scopes',
    'x-access-control on the operation',
    false,
  ),
]);

tellsEach('M21: Bearer with a bearerFormat', [
  ...['Bearer', 'BEARER'].map((scheme): Mistake => ({
    title: `M21: ${scheme}`,
    given: applied2(`{ type: http, scheme: «${scheme}, bearerFormat: JWT }`),
    code: 'bearer-spelling',
    pointer: `${SCHEMES}/x/scheme`,
    fix: 'Write scheme: bearer',
  })),
  ...reachedFar(
    'M21',
    '{ "type": "http", "bearerFormat": "JWT", "scheme": «"Bearer" }',
    'bearer-spelling',
    '/scheme',
    'bearer',
    true,
  ),
]);

tellsEach('S19: fields that the parser lets pass', [
  {
    title: 'a header name with a line end',
    given: applied3('{ type: httpApiKey, in: header, name: «"X\\r\\nY" }'),
    code: 'scheme-field-invalid',
    pointer: `${SCHEMES}/x/name`,
    fix: 'a legal header name',
  },
  {
    title: 'an empty name',
    given: applied2("{ type: httpApiKey, in: query, name: «'' }"),
    code: 'scheme-field-invalid',
    pointer: `${SCHEMES}/x/name`,
    fix: 'a name',
  },
  {
    title: 'neither place nor name is one mistake',
    given: applied3('«{ type: httpApiKey }'),
    code: 'scheme-field-missing',
    pointer: `${SCHEMES}/x`,
    fix: 'in: header, in: query or in: cookie',
  },
  {
    title: 'an empty http scheme',
    given: applied3("{ type: http, scheme: «'' }"),
    code: 'scheme-field-invalid',
    pointer: `${SCHEMES}/x/scheme`,
    fix: 'bearer or basic',
  },
  {
    title: 'a URL without TLS',
    given: applied3("{ type: openIdConnect, openIdConnectUrl: «'http://idp.test', scopes: [] }"),
    code: 'scheme-url-cleartext',
    pointer: `${SCHEMES}/x/openIdConnectUrl`,
    fix: 'Write https:',
  },
]);
