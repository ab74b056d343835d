import { tellsEach, type Mistake } from '../support/mistake.js';
import { applied2, applied3, flows, reached, reachedFar, SCHEMES } from '../support/mistake-reached.js';
import { version2 } from '../support/model-of.js';

const IDP = 'https://idp.test/t';

const TYPES = [
  ['httpBasic', 'type: http` with `scheme: basic'],
  ['httpBasicAuth', 'type: http` with `scheme: basic'],
  ['basic', 'type: http` with `scheme: basic'],
  ['clientCertificate', 'type: X509'],
  ['mutualTLS', 'type: X509'],
  ['x509', 'type: X509'],
  ['bearer', 'type: http` with `scheme: bearer'],
  ['SASL', 'scramSha256'],
  ['httpApiKye', 'httpApiKey'],
] as const;

tellsEach('M3: a type that does not exist', [
  ...TYPES.map(([type, fix]): Mistake => ({
    title: `M3: ${type}`,
    given: applied3(`{ type: «${type} }`),
    code: 'scheme-type-unknown',
    pointer: `${SCHEMES}/x/type`,
    fix,
    answered: false,
  })),
  {
    title: 'M3: in 2.0.0',
    given: applied2('{ type: «httpBasic }', '2.0.0'),
    code: 'scheme-type-unknown',
    pointer: `${SCHEMES}/x/type`,
    fix: 'type: http` with `scheme: basic',
    answered: false,
  },
  {
    title: 'M3: no type',
    given: applied3(`«{ flows: {} }`),
    code: 'scheme-type-unknown',
    pointer: `${SCHEMES}/x`,
    fix: 'type: oauth2',
    answered: false,
  },
  ...reached('M3', '{ "type": «"httpBasic" }', 'scheme-type-unknown', '/type', 'scheme: basic', false),
]);

tellsEach('M4: the apiKey of OpenAPI', [
  ...['query', 'header', 'cookie'].map((place): Mistake => ({
    title: `M4: in ${place}`,
    given: applied2(`{ type: apiKey, in: «${place}, name: X-Key }`),
    code: 'api-key-location',
    pointer: `${SCHEMES}/x/in`,
    fix: `type: httpApiKey with in: ${place} and name: X-Key`,
  })),
  {
    title: 'M4: nowhere',
    given: applied3('«{ type: apiKey, name: X-Key }'),
    code: 'scheme-field-missing',
    pointer: `${SCHEMES}/x`,
    fix: 'type: httpApiKey',
  },
  ...reached('M4', '{ "type": "apiKey", "in": «"header", "name": "K" }', 'api-key-location', '/in', 'name: K', true),
]);

tellsEach('M5: a URL that leads nowhere', [
  ...["''", 'test', "'{oauthTokenUrl}'", "'https://{sub}.idp.test'", '/token', 'localhost:8080/token'].map(
    (url): Mistake => ({
      title: `M5: ${url}`,
      given: applied2(flows(`{ clientCredentials: { tokenUrl: «${url}, scopes: {} } }`)),
      code: 'scheme-url-invalid',
      pointer: `${SCHEMES}/x/flows/clientCredentials/tokenUrl`,
      fix: 'https://idp.example.com/token',
    }),
  ),
  {
    title: 'M5: the same in two flows',
    given: applied3(
      `{ type: oauth2, scopes: [], flows: { implicit: { authorizationUrl: «'{idp}', availableScopes: {} }, password: { tokenUrl: »'{idp}', availableScopes: {} } } }`,
    ),
    code: 'scheme-url-invalid',
    pointer: `${SCHEMES}/x/flows/implicit/authorizationUrl`,
    fix: 'templates are not resolved',
  },
  ...reachedFar(
    'M5',
    '{ "type": "openIdConnect", "openIdConnectUrl": «"idp", "scopes": [] }',
    'scheme-url-invalid',
    '/openIdConnectUrl',
    'absolute',
    true,
  ),
]);

tellsEach('M6: a URL that the flow does not have', [
  ...(['clientCredentials', 'password'] as const).map((flow): Mistake => ({
    title: `M6: authorizationUrl in ${flow}, in 2.x`,
    given: applied2(flows(`{ ${flow}: { tokenUrl: '${IDP}', «authorizationUrl: '${IDP}', scopes: {} } }`)),
    code: 'flow-field-unexpected',
    pointer: `${SCHEMES}/x/flows/${flow}/authorizationUrl`,
    fix: 'Remove authorizationUrl',
  })),
  ...(["«$ref: '#/x'", "clientCredentials: { «$ref: '#/x' }"] as const).map((stated): Mistake => ({
    title: `a reference where there is none: ${stated}`,
    given: `${applied2(flows(`{ ${stated} }`))}\nx: {}\n`,
    code: 'flow-field-unexpected',
    pointer: `${SCHEMES}/x/flows/${stated.startsWith('«') ? '' : 'clientCredentials/'}$ref`,
    fix: 'Write out what it leads to',
  })),
  {
    title: 'M6: one that is wrong as well is one mistake',
    given: applied2(flows(`{ password: { tokenUrl: '${IDP}', «authorizationUrl: '', scopes: {} } }`)),
    code: 'flow-field-unexpected',
    pointer: `${SCHEMES}/x/flows/password/authorizationUrl`,
    fix: 'Remove authorizationUrl',
  },
  ...reached(
    'M6',
    `{ "type": "oauth2", "scopes": [], "flows": { "password": { "tokenUrl": "${IDP}", «"authorizationUrl": "${IDP}", "availableScopes": {} } } }`,
    'flow-field-unexpected',
    '/flows/password/authorizationUrl',
    'Remove authorizationUrl',
    true,
  ),
]);

tellsEach('M9: a SASL type in 2.0.0', [
  ...['plain', 'scramSha256', 'scramSha512', 'gssapi'].map((type): Mistake => ({
    title: `M9: ${type}`,
    given: applied2(`{ type: «${type} }`, '2.0.0'),
    code: 'scheme-type-too-early',
    pointer: `${SCHEMES}/x/type`,
    fix: 'Raise asyncapi: to 2.1.0',
  })),
  {
    title: 'M9: two schemes, one mistake',
    given: version2({
      asyncapi: '2.0.0',
      servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: [] }, { y: [] }] } }",
      schemes: '{ x: { type: «plain }, y: { type: »gssapi } }',
    }),
    code: 'scheme-type-too-early',
    pointer: `${SCHEMES}/x/type`,
    fix: 'Raise asyncapi: to 2.1.0',
  },
]);
