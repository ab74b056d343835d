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
  ...['constructor', '__proto__'].map((name): Mistake => ({
    title: `an undefined scheme named ${name}`,
    yaml: version2({ publish: `security: [{ ${name}: [] }]`, schemes: KEY }),
    code: 'scheme-undefined',
    at: `/channels/orders/publish/security/0/${name}`,
    says: /"key"/,
    answered: false,
  })),
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
    title: 'P8: scopes under another key',
    yaml: applied3(OAUTH3('petstore_auth: [w]'), 'idp'),
    code: 'scheme-field-unexpected',
    at: `${S}/idp/petstore_auth`,
    says: /scopes/,
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
