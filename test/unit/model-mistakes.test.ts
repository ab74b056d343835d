import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiagnosticCode } from '../../src/diagnostics/index.js';
import { make, onOrder, ref, told, version2, version3 } from '../support/model-of.js';

const KEY = '{ key: { type: httpApiKey, in: header, name: X-Key } }';
const OAUTH3 = (rest: string): string =>
  `{ idp: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { 'orders:read': '' } } }, ${rest} } }`;
const applied3 = (schemes: string, name: string): string =>
  version3({ operations: onOrder(`security: [${ref(name)}]`), schemes });
const applied2 = (schemes: string, name: string, asyncapi = '2.6.0'): string =>
  version2({ asyncapi, servers: `{ s: { url: s, protocol: wss, security: [{ ${name}: [] }] } }`, schemes });

interface Mistake {
  readonly title: string;
  readonly yaml: string;
  readonly code: DiagnosticCode;
  readonly at: string;
  readonly severity?: 'warning' | 'info';
  /** In message and fix. */
  readonly says: RegExp;
  /** Whether the policy is answered all the same. */
  readonly answered: boolean;
}

const S = '/components/securitySchemes';

const MISTAKES: readonly Mistake[] = [
  {
    title: 'a bearerFormat that is no text',
    yaml: applied3('{ key: { type: http, scheme: bearer, bearerFormat: { is: JWT } } }', 'key'),
    code: 'scheme-field-invalid',
    at: `${S}/key/bearerFormat`,
    says: /bearerFormat of scheme "key" is a map/,
    answered: true,
  },
  {
    title: 'security at the root of a document that states it nowhere else',
    yaml: `security: [${ref('key')}]\n${version3({ operations: onOrder(), schemes: KEY })}`,
    code: 'security-misplaced',
    at: '/security',
    says: /on the servers/,
    answered: true,
  },
  ...(['securty', 'Security', 'securities'] as const).map((key): Mistake => ({
    title: `security written as ${key}`,
    yaml: version3({ operations: onOrder(`${key}: [${ref('key')}]`), schemes: KEY }),
    code: 'security-misspelt',
    at: `/operations/onOrder/${key}`,
    says: /Did you mean "security"\?/,
    answered: false,
  })),
  {
    title: 'security written wrongly on an operation of 2.x',
    yaml: version2({ publish: 'securty: [{ key: [] }]', schemes: KEY }),
    code: 'security-misspelt',
    at: '/channels/orders/publish/securty',
    says: /Did you mean "security"\?/,
    answered: false,
  },
  {
    title: 'security on a channel',
    yaml: version3({ channel: 'security: []', operations: onOrder(`security: [${ref('key')}]`), schemes: KEY }),
    code: 'security-misplaced',
    at: '/channels/orders/security',
    says: /channel "orders"/,
    answered: true,
  },
  {
    title: 'M13: scopes beside the $ref of an alias, in 3.x',
    yaml: applied3(
      `{ alias: { $ref: '#/components/securitySchemes/idp', scopes: ['orders:read'] }, ${OAUTH3('scopes: []').slice(1)}`,
      'alias',
    ),
    code: 'ref-sibling',
    at: `${S}/alias/scopes`,
    says: /scopes beside \$ref/,
    answered: false,
  },
  {
    title: 'M13: scopes beside the $ref of an alias, in 2.x',
    yaml: applied2(`{ alias: { $ref: '#/components/securitySchemes/key', scopes: [] }, ${KEY.slice(1)}`, 'alias'),
    code: 'ref-sibling',
    at: `${S}/alias/scopes`,
    says: /scopes beside \$ref/,
    answered: false,
  },
  {
    title: 'security beside the $ref of an operation',
    yaml: `${version3({
      operations: `{ onOrder: { $ref: '#/x-operation', security: [${ref('key')}] } }`,
      servers: `{ s: { host: h, protocol: kafka, security: [${ref('key')}] } }`,
      schemes: KEY,
    })}x-operation: { action: receive, channel: { $ref: '#/channels/orders' } }\n`,
    code: 'ref-sibling',
    at: '/operations/onOrder/security',
    says: /beside "#\/x-operation" is ignored/,
    answered: true,
  },
  {
    title: 'an operation beside the $ref of a 2.x channel',
    yaml: `${version2({
      servers: '{ s: { url: s, protocol: wss, security: [{ key: [] }] } }',
      schemes: KEY,
    }).replace('orders: {', "orders: { $ref: '#/x-channel',")}x-channel: { subscribe: { operationId: other } }\n`,
    code: 'ref-sibling',
    at: '/channels/orders/publish',
    says: /publish beside/,
    answered: true,
  },
  {
    title: 'an action that does not exist',
    yaml: version3({ operations: onOrder(`security: [${ref('key')}]`), schemes: KEY }).replace('receive', 'publish'),
    code: 'action-unknown',
    at: '/operations/onOrder/action',
    says: /action: send/,
    answered: true,
  },
  {
    title: 'M4: an apiKey of OpenAPI, with its name',
    yaml: applied3('{ key: { type: apiKey, in: header, name: X-Key } }', 'key'),
    code: 'api-key-location',
    at: `${S}/key/in`,
    says: /httpApiKey/,
    answered: true,
  },
  {
    title: 'M1: 2.x item in 3.x',
    yaml: version3({ operations: onOrder('security: [{ key: [] }]'), schemes: KEY }),
    code: 'requirement-form',
    at: '/operations/onOrder/security/0',
    says: /\$ref: '#\/components\/securitySchemes\/key'/,
    answered: false,
  },
  {
    title: 'M1: a scheme without a type in 3.x',
    yaml: version3({ operations: onOrder('security: [{ in: header, name: X }]'), schemes: KEY }),
    code: 'requirement-form',
    at: '/operations/onOrder/security/0',
    says: /type/,
    answered: false,
  },
  {
    title: 'M2: 3.x item in 2.x',
    yaml: version2({ publish: `security: [${ref('key')}]`, schemes: KEY }),
    code: 'requirement-form',
    at: '/channels/orders/publish/security/0',
    says: /- key: \[\]/,
    answered: false,
  },
  {
    title: 'M2: inline scheme in 2.x',
    yaml: version2({ publish: 'security: [{ type: plain }]', schemes: KEY }),
    code: 'requirement-form',
    at: '/channels/orders/publish/security/0',
    says: /components\.securitySchemes/,
    answered: false,
  },
  ...[
    ['httpBasic', /type: http` with `scheme: basic/],
    ['httpBasicAuth', /type: http` with `scheme: basic/],
    ['basic', /type: http` with `scheme: basic/],
    ['clientCertificate', /type: X509/],
    ['mutualTLS', /type: X509/],
    ['x509', /type: X509/],
    ['scram-sha-256', /type: scramSha256/],
    ['httpApiKye', /httpApiKey/],
    ['banana', /userPassword/],
  ].map(([type, says]): Mistake => ({
    title: `M3: ${String(type)}`,
    yaml: applied3(`{ x: { type: ${String(type)} } }`, 'x'),
    code: 'scheme-type-unknown',
    at: `${S}/x/type`,
    says: says as RegExp,
    answered: false,
  })),
  {
    title: 'M3: no type',
    yaml: applied3('{ x: { scheme: basic } }', 'x'),
    code: 'scheme-type-unknown',
    at: `${S}/x`,
    says: /states no type/,
    answered: false,
  },
  ...['query', 'header', 'cookie'].map((place): Mistake => ({
    title: `M4: apiKey in ${place}`,
    yaml: applied3(`{ x: { type: apiKey, in: ${place} } }`, 'x'),
    code: 'api-key-location',
    at: `${S}/x/in`,
    says: /httpApiKey/,
    answered: true,
  })),
  ...[
    "''",
    'test',
    "'{oauthTokenUrl}'",
    "'https://{sub}.idp.test'",
    'localhost:8080/token',
    "'javascript:alert(1)'",
    '12',
    "'https://u:p@idp.test'",
    "'ftp://idp.test'",
    "' https://idp.test'",
  ].map((url): Mistake => ({
    title: `M5: ${url}`,
    yaml: applied3(`{ x: { type: openIdConnect, openIdConnectUrl: ${url} } }`, 'x'),
    code: 'scheme-url-invalid',
    at: `${S}/x/openIdConnectUrl`,
    says: /absolute URL/,
    answered: true,
  })),
  {
    title: 'S19: http',
    yaml: applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'http://idp.test' } }`, 'x'),
    code: 'scheme-url-cleartext',
    at: `${S}/x/openIdConnectUrl`,
    says: /allowHttp/,
    answered: true,
  },
  {
    title: 'S19: a host that only begins like loopback',
    yaml: applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'http://localhost.evil.test' } }`, 'x'),
    code: 'scheme-url-cleartext',
    at: `${S}/x/openIdConnectUrl`,
    says: /https/,
    answered: true,
  },
  {
    title: 'M6: authorizationUrl in clientCredentials',
    yaml: applied2(
      `{ x: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://i.test', authorizationUrl: 'https://i.test', scopes: {} } } } }`,
      'x',
    ),
    code: 'flow-field-unexpected',
    at: `${S}/x/flows/clientCredentials/authorizationUrl`,
    says: /Remove authorizationUrl/,
    answered: true,
  },
  {
    title: 'M6: tokenUrl in implicit',
    yaml: applied2(
      `{ x: { type: oauth2, flows: { implicit: { tokenUrl: 'https://i.test', authorizationUrl: 'https://i.test', scopes: {} } } } }`,
      'x',
    ),
    code: 'flow-field-unexpected',
    at: `${S}/x/flows/implicit/tokenUrl`,
    says: /Remove tokenUrl/,
    answered: true,
  },
  {
    title: 'M7: undefined scheme',
    yaml: version2({ publish: 'security: [{ kye: [] }]', schemes: KEY }),
    code: 'scheme-undefined',
    at: '/channels/orders/publish/security/0/kye',
    says: /"key"/,
    answered: false,
  },
  {
    title: 'M7: in a trait',
    yaml: version2({
      publish: "traits: [{ $ref: '#/components/operationTraits/t' }]",
      traits: '{ t: { security: [{ kye: [] }] } }',
      schemes: KEY,
    }),
    code: 'scheme-undefined',
    at: '/components/operationTraits/t/security/0/kye',
    says: /"key"/,
    answered: false,
  },
  {
    title: 'M7: a name of Object.prototype',
    yaml: version2({ publish: 'security: [{ constructor: [] }]', schemes: KEY }),
    code: 'scheme-undefined',
    at: '/channels/orders/publish/security/0/constructor',
    says: /"key"/,
    answered: false,
  },
  ...['{ key: [] }', 'key', 'null'].map((value): Mistake => ({
    title: `M8: security: ${value}`,
    yaml: version2({ publish: `security: ${value}`, schemes: KEY }),
    code: 'security-not-a-list',
    at: '/channels/orders/publish/security',
    says: /list/,
    answered: false,
  })),
  ...['null', 'key', '[key]'].map((value): Mistake => ({
    title: `M8: an item ${value}`,
    yaml: version2({ publish: `security: [${value}]`, schemes: KEY }),
    code: 'requirement-invalid',
    at: '/channels/orders/publish/security/0',
    says: /map/,
    answered: false,
  })),
  ...['plain', 'scramSha256', 'scramSha512', 'gssapi'].map((type): Mistake => ({
    title: `M9: ${type} in 2.0.0`,
    yaml: applied2(`{ x: { type: ${type} } }`, 'x', '2.0.0'),
    code: 'scheme-type-too-early',
    at: `${S}/x/type`,
    says: /2\.1\.0/,
    answered: true,
  })),
  {
    title: 'M10: operation security in 2.3.0',
    yaml: version2({ asyncapi: '2.3.0', publish: 'security: [{ key: [] }]', schemes: KEY }),
    code: 'operation-security-too-early',
    at: '/channels/orders/publish/security',
    says: /2\.4\.0/,
    answered: true,
  },
  {
    title: 'M11: applied nowhere, with an operation',
    yaml: version3({ operations: onOrder(), schemes: KEY }),
    code: 'schemes-unapplied',
    at: `${S}/key`,
    says: /nothing is guarded/,
    answered: true,
  },
  {
    title: 'M11: applied nowhere, without operations',
    yaml: version3({ servers: '{ s: { host: h, protocol: wss } }', schemes: KEY }),
    code: 'schemes-unapplied',
    at: `${S}/key`,
    says: /\$ref/,
    answered: true,
  },
  {
    title: 'M12: empty, and nothing else',
    yaml: version3({ operations: onOrder('security: []'), schemes: KEY }),
    code: 'operation-without-security',
    at: '/operations/onOrder',
    says: /public/,
    answered: true,
  },
  {
    title: 'M12: empty beside a server that demands',
    yaml: version3({
      servers: `{ s: { host: h, protocol: wss, security: [${ref('key')}] } }`,
      operations: onOrder('security: []'),
      schemes: KEY,
    }),
    code: 'security-empty',
    severity: 'warning',
    at: '/operations/onOrder/security',
    says: /empty list/,
    answered: true,
  },
  {
    title: 'M12: anonymous',
    yaml: version2({
      servers: '{ s: { url: h, protocol: wss, security: [{ key: [] }] } }',
      publish: 'security: [{}]',
      schemes: KEY,
    }),
    code: 'security-empty',
    severity: 'warning',
    at: '/channels/orders/publish/security',
    says: /anyone/,
    answered: true,
  },
  {
    title: 'M13: scopes beside $ref',
    yaml: version3({
      operations: onOrder(`security: [{ $ref: '#/components/securitySchemes/idp', scopes: [x] }]`),
      schemes: OAUTH3('scopes: []'),
    }),
    code: 'ref-sibling',
    at: '/operations/onOrder/security/0/scopes',
    says: /ignored/,
    answered: false,
  },
  {
    title: 'M13: roles beside $ref',
    yaml: version3({
      operations: onOrder(`security: [{ $ref: '#/components/securitySchemes/idp', x-access-control: {} }]`),
      schemes: OAUTH3('scopes: []'),
    }),
    code: 'ref-sibling',
    at: '/operations/onOrder/security/0/x-access-control',
    says: /ignored/,
    answered: false,
  },
  {
    title: 'M14: availableScopes in 2.x',
    yaml: applied2(
      `{ x: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://i.test', availableScopes: {} } } } }`,
      'x',
    ),
    code: 'flow-scopes-field',
    at: `${S}/x/flows/clientCredentials/availableScopes`,
    says: /Rename availableScopes to scopes/,
    answered: true,
  },
  {
    title: 'M14: scopes in a 3.x flow',
    yaml: applied3(
      `{ x: { type: oauth2, scopes: [r], flows: { clientCredentials: { tokenUrl: 'https://i.test', scopes: { r: '' } } } } }`,
      'x',
    ),
    code: 'flow-scopes-field',
    at: `${S}/x/flows/clientCredentials/scopes`,
    says: /Rename scopes to availableScopes/,
    answered: true,
  },
  {
    title: 'M14: no scopes in a flow',
    yaml: applied2(`{ x: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://i.test' } } } }`, 'x'),
    code: 'flow-scopes-field',
    at: `${S}/x/flows/clientCredentials`,
    says: /scopes: \{\}/,
    answered: true,
  },
  {
    title: 'M15: scope not offered, 3.x',
    yaml: applied3(OAUTH3("scopes: ['orders:raed']"), 'idp'),
    code: 'scope-undefined',
    at: `${S}/idp/scopes/0`,
    says: /"orders:read"/,
    answered: false,
  },
  {
    title: 'M15: scope not offered, 2.x, through an alias',
    yaml: version2({
      publish: 'security: [{ y: [w] }]',
      schemes: `{ y: ${ref('x')}, x: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://i.test', scopes: { r: '' } } } } }`,
    }),
    code: 'scope-undefined',
    at: '/channels/orders/publish/security/0/y/0',
    says: /"w"/,
    answered: false,
  },
  {
    title: 'M15: no flows, no scopes',
    yaml: version2({ publish: 'security: [{ x: [w] }]', schemes: '{ x: { type: oauth2, flows: {} } }' }),
    code: 'scope-undefined',
    at: '/channels/orders/publish/security/0/x/0',
    says: /"w"/,
    answered: false,
  },
  {
    title: 'scopes that are no list',
    yaml: version2({ publish: 'security: [{ key: yes }]', schemes: KEY }),
    code: 'scopes-invalid',
    at: '/channels/orders/publish/security/0/key',
    says: /list of strings/,
    answered: false,
  },
  {
    title: 'a scope that is no string',
    yaml: applied3(OAUTH3('scopes: [1]'), 'idp'),
    code: 'scopes-invalid',
    at: `${S}/idp/scopes/0`,
    says: /list of strings/,
    answered: false,
  },
  {
    title: 'M16: 3.x oauth2 without scopes',
    yaml: applied3(OAUTH3(''), 'idp'),
    code: 'scopes-unstated',
    severity: 'info',
    at: `${S}/idp`,
    says: /any valid token/,
    answered: true,
  },
  {
    title: 'M17: 2.x',
    yaml: version2({ publish: 'security: [{ key: [r] }]', schemes: KEY }),
    code: 'scopes-without-oauth',
    severity: 'warning',
    at: '/channels/orders/publish/security/0/key',
    says: /x-access-control/,
    answered: true,
  },
  {
    title: 'M17: 3.x',
    yaml: applied3('{ x: { type: plain, scopes: [r] } }', 'x'),
    code: 'scopes-without-oauth',
    at: `${S}/x/scopes`,
    says: /x-access-control/,
    answered: false,
  },
  {
    title: 'M20: token in a ws binding',
    yaml: version3({
      servers: `{ s: { host: h, protocol: wss, security: [${ref('key')}] } }`,
      channel: 'bindings: { ws: { query: { type: object, properties: { token: { type: string }, page: {} } } } }',
      operations: onOrder(),
      schemes: KEY,
    }),
    code: 'credential-in-binding',
    severity: 'warning',
    at: '/channels/orders/bindings/ws/query/properties/token',
    says: /httpApiKey/,
    answered: true,
  },
  {
    title: 'M21: Bearer',
    yaml: applied3('{ x: { type: http, scheme: Bearer, bearerFormat: JWT } }', 'x'),
    code: 'bearer-spelling',
    at: `${S}/x/scheme`,
    says: /scheme: bearer/,
    answered: true,
  },
  {
    title: 'P8: scopes under another key',
    yaml: applied3(OAUTH3('petstore_auth: [w]'), 'idp'),
    code: 'scheme-field-unexpected',
    at: `${S}/idp/petstore_auth`,
    says: /scopes/,
    answered: true,
  },
  {
    title: 'unknown flow',
    yaml: applied2(`{ x: { type: oauth2, flows: { deviceCode: { tokenUrl: 'https://i.test', scopes: {} } } } }`, 'x'),
    code: 'flow-unknown',
    at: `${S}/x/flows/deviceCode`,
    says: /authorizationCode/,
    answered: true,
  },
  {
    title: 'bearerFormat of basic',
    yaml: applied3('{ x: { type: http, scheme: basic, bearerFormat: JWT } }', 'x'),
    code: 'scheme-field-unexpected',
    at: `${S}/x/bearerFormat`,
    says: /bearerFormat/,
    answered: true,
  },
  {
    title: 'name of apiKey',
    yaml: applied3('{ x: { type: apiKey, in: user, name: n } }', 'x'),
    code: 'scheme-field-unexpected',
    at: `${S}/x/name`,
    says: /"name"/,
    answered: true,
  },
  {
    title: 'header name with a line end',
    yaml: applied3('{ x: { type: httpApiKey, in: header, name: "X\\r\\nY" } }', 'x'),
    code: 'scheme-field-invalid',
    at: `${S}/x/name`,
    says: /header name/,
    answered: true,
  },
  {
    title: 'empty cookie name',
    yaml: applied3("{ x: { type: httpApiKey, in: cookie, name: '' } }", 'x'),
    code: 'scheme-field-invalid',
    at: `${S}/x/name`,
    says: /cookie name/,
    answered: true,
  },
  {
    title: 'empty query name',
    yaml: applied3("{ x: { type: httpApiKey, in: query, name: '' } }", 'x'),
    code: 'scheme-field-invalid',
    at: `${S}/x/name`,
    says: /name/,
    answered: true,
  },
  {
    title: 'httpApiKey without in',
    yaml: applied3('{ x: { type: httpApiKey, name: X } }', 'x'),
    code: 'scheme-field-missing',
    at: `${S}/x`,
    says: /Add in/,
    answered: true,
  },
  {
    title: 'empty http scheme',
    yaml: applied3("{ x: { type: http, scheme: '' } }", 'x'),
    code: 'scheme-field-invalid',
    at: `${S}/x/scheme`,
    says: /bearer or basic/,
    answered: true,
  },
  {
    title: 'oauth2 without flows',
    yaml: applied2('{ x: { type: oauth2 } }', 'x'),
    code: 'scheme-field-missing',
    at: `${S}/x`,
    says: /Add flows/,
    answered: true,
  },
  {
    title: 'flow without tokenUrl',
    yaml: applied2('{ x: { type: oauth2, flows: { password: { scopes: {} } } } }', 'x'),
    code: 'scheme-field-missing',
    at: `${S}/x/flows/password`,
    says: /Add tokenUrl/,
    answered: true,
  },
  {
    title: 'an unused scheme with a fault',
    yaml: applied3('{ x: { type: plain }, y: { type: banana } }', 'x'),
    code: 'scheme-type-unknown',
    severity: 'warning',
    at: `${S}/y/type`,
    says: /banana/,
    answered: true,
  },
  {
    title: 'no security at all',
    yaml: version3({ operations: onOrder() }),
    code: 'operation-without-security',
    at: '/operations/onOrder',
    says: /public/,
    answered: true,
  },
];

void describe('one mistake, one diagnostic', () => {
  for (const { title, yaml, code, at, severity, says, answered } of MISTAKES) {
    void it(title, () => {
      const made = make(yaml);
      assert.deepEqual(told(made), [`${severity ?? 'error'} ${code} ${at}`]);
      const [diagnostic] = made.diagnostics;
      assert.match(`${diagnostic?.message ?? ''} ${diagnostic?.fix ?? ''}`, says);
      assert.equal(made.model !== undefined, answered, 'whether the policy is answered');
    });
  }

  void it('the same undefined scheme in several places is one error', () => {
    const made = make(
      version2({
        servers: '{ s: { url: s, protocol: ws, security: [{ no: [] }] } }',
        publish: 'security: [{ no: [] }, { no: [] }]',
      }),
    );
    assert.deepEqual(told(made), ['error scheme-undefined /servers/s/security/0/no']);
    assert.deepEqual(
      made.diagnostics[0]?.also?.map(({ pointer }) => pointer),
      ['/channels/orders/publish/security/0/no', '/channels/orders/publish/security/1/no'],
    );
  });

  void it('a secret in a URL is not repeated', () => {
    const { diagnostics } = make(
      applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'https://u:hunter2@idp.test' } }`, 'x'),
    );
    assert.doesNotMatch(JSON.stringify(diagnostics), /hunter2/);
  });

  void it('what is right raises nothing', () => {
    const right = [
      applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'http://localhost:8080/x', scopes: [any] } }`, 'x'),
      applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'http://127.0.0.1/x' } }`, 'x'),
      applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'http://[::1]:9/x' } }`, 'x'),
      applied3('{ x: { type: http, scheme: Bearer } }', 'x'),
      applied3('{ x: { type: http, scheme: bearer, bearerFormat: JWT, description: d, x-y: 1 } }', 'x'),
      applied3(OAUTH3('scopes: []'), 'idp'),
      applied2('{ x: { type: plain } }', 'x', '2.1.0'),
      version3({
        servers: `{ s: { host: h, protocol: kafka, security: [${ref('x')}] } }`,
        schemes: '{ x: { type: scramSha512 } }',
      }),
      version3({
        servers: `{ s: { host: h, protocol: wss, security: [${ref('x')}] } }`,
        channel: 'bindings: { ws: { query: { properties: { token: {} } } } }',
        operations: onOrder(),
        schemes: '{ x: { type: httpApiKey, in: query, name: token } }',
      }),
    ];
    for (const yaml of right) assert.deepEqual(told(make(yaml)), [], yaml);
  });

  void it('allowHttp lets one scheme be', () => {
    const yaml = applied3(`{ x: { type: openIdConnect, openIdConnectUrl: 'http://idp.test' } }`, 'x');
    assert.deepEqual(told(make(yaml, { config: { schemes: { x: { allowHttp: true } } } })), []);
    assert.deepEqual(told(make(yaml, { config: { schemes: { y: { allowHttp: true } } } })), [
      'error config-name-undefined -',
      `error scheme-url-cleartext ${S}/x/openIdConnectUrl`,
    ]);
  });
});
