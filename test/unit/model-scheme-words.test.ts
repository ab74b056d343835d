import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, modelOf, onOrder, ref, version2, version3, type TeamSays } from '../support/model-of.js';

const X = '/components/securitySchemes/x';
const TYPES =
  '"userPassword", "apiKey", "X509", "symmetricEncryption", "asymmetricEncryption", "httpApiKey", "http", "oauth2", "openIdConnect", "plain", "scramSha256", "scramSha512" or "gssapi"';

/** A document that demands this scheme. */
const three = (scheme: string): string =>
  version3({ operations: onOrder(`security: [${ref('x')}]`), schemes: `{ x: { ${scheme} } }` });
const two = (scheme: string, asyncapi = '2.6.0'): string =>
  version2({
    asyncapi,
    servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: [] }] } }",
    schemes: `{ x: { ${scheme} } }`,
  });
const OAUTH3 =
  "type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://i.test/t', availableScopes: { read: '' } } }";
const OAUTH2 = OAUTH3.replace('availableScopes', 'scopes');

interface Case {
  readonly yaml: string;
  /** The one diagnostic: severity and code, where in the scheme it is, and how its message and fix end. */
  readonly told: string;
  readonly at: string;
  readonly says: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'an unknown place': {
    yaml: three('type: httpApiKey, in: body, name: X'),
    told: 'error scheme-field-invalid',
    at: '/in',
    says: 'in of scheme "x" is the string "body". Write header, query or cookie.',
  },
  'a place that is a list': {
    yaml: three('type: httpApiKey, in: [header], name: X'),
    told: 'error scheme-field-invalid',
    at: '/in',
    says: 'in of scheme "x" is a list. Write header, query or cookie.',
  },
  'an empty name of a parameter': {
    yaml: three("type: httpApiKey, in: query, name: ''"),
    told: 'error scheme-field-invalid',
    at: '/name',
    says: 'name of scheme "x" is the string "". Write a name that is not empty, without control characters.',
  },
  'a name that is none of a cookie': {
    yaml: three("type: httpApiKey, in: cookie, name: 'a b'"),
    told: 'error scheme-field-invalid',
    at: '/name',
    says: 'name of scheme "x" is the string "a b". Write a legal cookie name: letters, digits and !#$%&\'*+-.^_`|~.',
  },
  'no name': {
    yaml: three('type: httpApiKey, in: header'),
    told: 'error scheme-field-missing',
    at: '',
    says: 'Scheme "x" of type httpApiKey states no name. Add name: <the name of the header, parameter or cookie>.',
  },
  'neither place nor name': {
    yaml: three('type: httpApiKey'),
    told: 'error scheme-field-missing',
    at: '',
    says: 'states no name and no in. Add name: <the name of the header, parameter or cookie>, and in: header, in: query or in: cookie.',
  },
  'no HTTP scheme': {
    yaml: three('type: http, bearerFormat: JWT'),
    told: 'error scheme-field-missing',
    at: '',
    says: 'Scheme "x" of type http states no scheme. Add scheme: bearer or scheme: basic.',
  },
  'a bearerFormat of another HTTP scheme': {
    yaml: three('type: http, scheme: basic, bearerFormat: JWT'),
    told: 'error scheme-field-unexpected',
    at: '/bearerFormat',
    says: 'which belongs to scheme: bearer. Remove bearerFormat, or write scheme: bearer.',
  },
  'a bearerFormat of a bearer in other letters': {
    yaml: three('type: http, scheme: BEARER, bearerFormat: JWT'),
    told: 'error bearer-spelling',
    at: '/scheme',
    says: 'spells its scheme "BEARER"; the official schema takes bearerFormat with "bearer" only. Write scheme: bearer.',
  },
  'a bearerFormat of no HTTP scheme': {
    yaml: three('type: apiKey, in: user, bearerFormat: JWT'),
    told: 'error scheme-field-unexpected',
    at: '/bearerFormat',
    says: 'has no field "bearerFormat". Remove it. This type has "type", "description" and "in".',
  },
  'a field that is nearly one': {
    yaml: three('type: http, scheme: bearer, bearerformat: JWT'),
    told: 'error scheme-field-unexpected',
    at: '/bearerformat',
    says: 'Scheme "x" of type http has no field "bearerformat". Did you mean "bearerFormat"?',
  },
  'a key in HTTP': {
    yaml: three('type: apiKey, in: cookie, name: X-Key'),
    told: 'error api-key-location',
    at: '/in',
    says: 'is an apiKey with in: cookie; in AsyncAPI an apiKey is sent to a broker as user name or password. Write type: httpApiKey with in: cookie and name: X-Key.',
  },
  'a key in HTTP without its name': {
    yaml: three('type: apiKey, in: query'),
    told: 'error api-key-location',
    at: '/in',
    says: 'Write type: httpApiKey with in: query and a name.',
  },
  'a key at a list of places': {
    yaml: three('type: apiKey, in: [header]'),
    told: 'error api-key-location',
    at: '/in',
    says: 'is an apiKey with in: a list; in AsyncAPI an apiKey is sent to a broker as user name or password. Write in: user or in: password.',
  },
  'a key at no place': {
    yaml: three('type: apiKey, name: X-Key'),
    told: 'error scheme-field-missing',
    at: '',
    says: 'Add in: user or in: password; a key in HTTP is type: httpApiKey, with in and name.',
  },
  'no flows': {
    yaml: three('type: oauth2, scopes: []'),
    told: 'error scheme-field-missing',
    at: '',
    says: 'states no flows. Add flows: with the flow that clients use, such as clientCredentials.',
  },
  'a field of a flow beside the flows': {
    yaml: three(`${OAUTH3}, scopes: [], tokenUrl: x`),
    told: 'warning scheme-field-unexpected',
    at: '/tokenUrl',
    says: 'Scheme "x" of type oauth2 states "tokenUrl", which has no meaning there. Remove it. Fields: "flows" and "scopes".',
  },
  'the same in 2.x': {
    yaml: two(`${OAUTH2}, tokenUrl: x`),
    told: 'warning scheme-field-unexpected',
    at: '/tokenUrl',
    says: 'Remove it. Fields: "flows".',
  },
  'scopes under another key': {
    yaml: three(`${OAUTH3}, permissions: [read]`),
    told: 'error scheme-field-unexpected',
    at: '/permissions',
    says: 'which has no meaning there: a list of scopes under this key demands nothing. Write the scopes under the key scopes of the scheme.',
  },
  'scopes in 2.x': {
    yaml: two(`${OAUTH2}, scopes: [read]`),
    told: 'error scheme-field-unexpected',
    at: '/scopes',
    says: 'Write the scopes where the scheme is applied: - x: [scope].',
  },
  'scopes of another type': {
    yaml: three('type: X509, scopes: [read]'),
    told: 'error scopes-without-oauth',
    at: '/scopes',
    says: 'Scheme "x" of type X509 lists scopes; only oauth2 and openIdConnect have scopes. Remove scopes. What a caller may do is said by roles: x-access-control on the operation.',
  },
  'scopes of another type in 2.x': {
    yaml: two('type: X509, scopes: [read]'),
    told: 'error scheme-field-unexpected',
    at: '/scopes',
    says: 'Scheme "x" of type X509 has no field "scopes". Remove it. This type has "type" and "description".',
  },
  'a text for the scopes': {
    yaml: three(`${OAUTH3}, scopes: read`),
    told: 'error scopes-invalid',
    at: '/scopes',
    says: 'The scopes for scheme "x" are the string "read", not a list. Write a list of strings: [read]; [] where no scope is needed.',
  },
  'a map for the scopes': {
    yaml: three(`${OAUTH3}, scopes: { read: '' }`),
    told: 'error scopes-invalid',
    at: '/scopes',
    says: 'The scopes for scheme "x" are a map, not a list. Write a list of strings; [] where no scope is needed.',
  },
  'a number among the scopes': {
    yaml: three(`${OAUTH3}, scopes: [read, 7]`),
    told: 'error scopes-invalid',
    at: '/scopes/1',
    says: 'One of the scopes for scheme "x" is the number 7. Write a list of strings; [] where no scope is needed.',
  },
  'a scope that is not offered, twice': {
    yaml: three(`${OAUTH3}, scopes: [write, write]`),
    told: 'error scope-undefined',
    at: '/scopes/0',
    says: 'No flow of scheme "x" offers the scope "write": it is not in its availableScopes. Declared: "read".',
  },
  'no scopes': {
    yaml: three(`${OAUTH3}, x-scopes: [read]`),
    told: 'info scopes-unstated',
    at: '',
    says: 'states no scopes: any valid token passes. List the scopes that a caller needs, or write scopes: [] to say that none is needed.',
  },
  'no URL for OpenID Connect': {
    yaml: three('type: openIdConnect, scopes: []'),
    told: 'error scheme-field-missing',
    at: '',
    says: 'states no openIdConnectUrl. Add openIdConnectUrl: https://<identity provider>/.well-known/openid-configuration.',
  },
  'a number for its URL': {
    yaml: three('type: openIdConnect, openIdConnectUrl: 7, scopes: []'),
    told: 'error scheme-url-invalid',
    at: '/openIdConnectUrl',
    says: 'openIdConnectUrl of scheme "x" is the number 7. Write one absolute URL, such as https://idp.example.com/token. Server variables and templates are not resolved here.',
  },
  'an unknown type': {
    yaml: three('type: banana'),
    told: 'error scheme-type-unknown',
    at: '/type',
    says: `Scheme "x" has the type "banana", which AsyncAPI 3.0.0 does not know. Write type: ${TYPES}.`,
  },
  'nearly a type': {
    yaml: three('type: htp'),
    told: 'error scheme-type-unknown',
    at: '/type',
    says: 'Write type: "http".',
  },
  'a type of OpenAPI': {
    yaml: three('type: mutualTLS'),
    told: 'error scheme-type-unknown',
    at: '/type',
    says: 'Write `type: X509`.',
  },
  'a type that is a number, though its fields tell': {
    yaml: three('type: 7, scheme: bearer'),
    told: 'error scheme-type-unknown',
    at: '/type',
    says: `The type of scheme "x" is the number 7. Write type: ${TYPES}.`,
  },
  'no type, and fields that tell': {
    yaml: three('scheme: bearer'),
    told: 'error scheme-type-unknown',
    at: '',
    says: 'Scheme "x" states no type. Add `type: http`.',
  },
  'no type, and no field that tells': {
    yaml: three('description: a'),
    told: 'error scheme-type-unknown',
    at: '',
    says: `Scheme "x" states no type. Add type: ${TYPES}.`,
  },
  'a type of a later version': {
    yaml: two('type: scramSha256', '2.0.0'),
    told: 'error scheme-type-too-early',
    at: '/type',
    says: 'has the type scramSha256, which came with AsyncAPI 2.1.0; this document says asyncapi: 2.0.0. Raise asyncapi: to 2.1.0 or later.',
  },
};

describe('what is said of a scheme that is written wrongly', () => {
  for (const [title, { yaml, told, at, says }] of Object.entries(CASES)) {
    test(title, () => {
      const { diagnostics } = make(yaml);
      assert.deepEqual(
        diagnostics.map(({ severity, code, at: place }) => [`${severity} ${code}`, place?.pointer]),
        [[told, `${X}${at}`]],
      );
      const [diagnostic] = diagnostics;
      const whole = `${diagnostic?.message ?? ''} ${diagnostic?.fix ?? ''}`;
      assert.equal(whole.slice(-says.length), says);
    });
  }
});

test('what a scheme is read as', () => {
  const read = (scheme: string, team: TeamSays = {}) => modelOf(three(scheme), team).schemes[0];
  assert.equal(read('type: X509, description: of a device')?.description, 'of a device');
  assert.equal(read('type: X509')?.description, '');
  const key = read('type: httpApiKey, in: cookie, name: sid');
  assert.deepEqual(key?.type === 'httpApiKey' && [key.in, key.name], ['cookie', 'sid']);
  const broker = read('type: apiKey, in: password');
  assert.equal(broker?.type === 'apiKey' && broker.in, 'password');
  const bearer = read('type: http, scheme: Bearer');
  assert.deepEqual(bearer?.type === 'http' && [bearer.scheme, bearer.bearerFormat], ['bearer', null]);
});

test('a claim is read with all its parts', () => {
  const claim = "{ path: a.b, separator: ',', prefix: P_, map: { g: [R@c] } }";
  const scheme = `${OAUTH3}, scopes: [], x-access-control: { rolesFrom: claim, claim: ${claim} }`;
  assert.deepEqual(modelOf(three(scheme)).schemes[0]?.access.claim, {
    path: 'a.b',
    separator: ',',
    prefix: 'P_',
    map: { g: ['R@c'] },
  });
});

test('the configuration says how the credentials of a scheme travel, by any of its names', () => {
  const yaml = version3({
    operations: onOrder(`security: [${ref('x')}]`),
    schemes: `{ x: { ${OAUTH3}, scopes: [], x-access-control: { carrier: bearer } }, y: ${ref('x')} }`,
  });
  const carrier = (schemes: NonNullable<TeamSays['config']>['schemes']): unknown =>
    modelOf(yaml, { config: { schemes: schemes ?? {} } }).schemes[0]?.access.carrier;
  assert.equal(carrier({}), 'bearer');
  assert.equal(carrier({ x: { carrier: 'proof' } }), 'proof');
  assert.equal(carrier({ x: { allowHttp: false }, y: { carrier: 'proof' } }), 'proof');
});
