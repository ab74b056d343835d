import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, modelOf, onOrder, ref, told, version2, version3 } from '../support/model-of.js';
import { versions2From, VERSIONS_3 } from '../support/rule-text.js';

const IDP = 'https://idp.test/t';
const S = '/components/securitySchemes/x';
/** A document whose one server or operation demands `x`; `SCOPES` stands for the version's field. */
const applied = (asyncapi: string, scheme: string): string =>
  asyncapi.startsWith('2')
    ? version2({
        asyncapi,
        servers: '{ s: { url: h, protocol: mqtt, security: [{ x: [] }] } }',
        schemes: `{ x: ${scheme.replaceAll('SCOPES', 'scopes').replace('STATED', '')} }`,
      })
    : version3({
        asyncapi,
        operations: onOrder(`security: [${ref('x')}]`),
        schemes: `{ x: ${scheme.replaceAll('SCOPES', 'availableScopes').replace('STATED', 'scopes: [],')} }`,
      });
const EVERY = [...versions2From('2.0.0'), ...VERSIONS_3];

/** Each type as it is written at least, and one field that it must have. */
const TYPES: readonly (readonly [type: string, fields: string, required: string | null])[] = [
  ['userPassword', '', null],
  ['X509', '', null],
  ['symmetricEncryption', '', null],
  ['asymmetricEncryption', '', null],
  ['apiKey', 'in: user', 'in'],
  ['httpApiKey', 'in: cookie, name: session', 'name'],
  ['http', 'scheme: Digest', 'scheme'],
  ['oauth2', `STATED flows: { implicit: { authorizationUrl: '${IDP}', SCOPES: {} } }`, 'flows'],
  ['openIdConnect', `STATED openIdConnectUrl: '${IDP}'`, 'openIdConnectUrl'],
  ['plain', '', null],
  ['scramSha256', '', null],
  ['scramSha512', '', null],
  ['gssapi', '', null],
];
const SASL = ['plain', 'scramSha256', 'scramSha512', 'gssapi'];

void describe('S17: the thirteen types', () => {
  for (const asyncapi of EVERY) {
    for (const [type, fields, required] of TYPES) {
      const tooEarly = asyncapi === '2.0.0' && SASL.includes(type);
      void it(`${asyncapi}: ${type}${tooEarly ? ' came later' : ''}`, () => {
        const made = make(applied(asyncapi, `{ type: ${type}, description: d, x-note: 1, ${fields} }`));
        assert.deepEqual(told(made), tooEarly ? [`error scheme-type-too-early ${S}/type`] : []);
        assert.equal(made.model?.schemes[0]?.type, type);
      });
      if (required === null) continue;
      void it(`${asyncapi}: ${type} needs ${required}`, () => {
        const bare = type === 'httpApiKey' ? 'in: cookie' : '';
        assert.deepEqual(
          told(make(applied(asyncapi, `{ type: ${type}, STATED ${bare} }`.replace('STATED', '')))).filter((line) =>
            line.startsWith('error'),
          ),
          [`error scheme-field-missing ${S}`],
        );
      });
    }
    void it(`${asyncapi}: other keys are refused, apart from oauth2, where they are told`, () => {
      assert.deepEqual(told(make(applied(asyncapi, '{ type: X509, foo: 1 }'))), [
        `error scheme-field-unexpected ${S}/foo`,
      ]);
      assert.deepEqual(told(make(applied(asyncapi, '{ type: oauth2, STATED flows: {}, foo: 1 }'))), [
        `warning scheme-field-unexpected ${S}/foo`,
      ]);
    });
  }

  for (const [flow, need, forbidden] of [
    ['implicit', ['authorizationUrl'], ['tokenUrl']],
    ['password', ['tokenUrl'], ['authorizationUrl']],
    ['clientCredentials', ['tokenUrl'], ['authorizationUrl']],
    ['authorizationCode', ['authorizationUrl', 'tokenUrl'], []],
  ] as const) {
    const scheme = (urls: readonly string[]): string =>
      `{ type: oauth2, STATED flows: { ${flow}: { ${urls.map((url) => `${url}: '${IDP}', `).join('')} refreshUrl: '${IDP}', SCOPES: {} } } }`;
    for (const asyncapi of ['2.0.0', '2.6.0', '3.0.0', '3.1.0']) {
      void it(`${asyncapi}: flow ${flow}`, () => {
        assert.deepEqual(told(make(applied(asyncapi, scheme(need)))), []);
        for (const url of need)
          assert.deepEqual(told(make(applied(asyncapi, scheme(need.filter((name) => name !== url))))), [
            `error scheme-field-missing ${S}/flows/${flow}`,
          ]);
        for (const url of forbidden)
          assert.deepEqual(told(make(applied(asyncapi, scheme([...need, url])))), [
            `error flow-field-unexpected ${S}/flows/${flow}/${url}`,
          ]);
      });
    }
  }
  void it('a flow that does not exist', () => {
    assert.deepEqual(told(make(applied('2.6.0', '{ type: oauth2, flows: { deviceCode: {} } }'))), [
      `error flow-unknown ${S}/flows/deviceCode`,
    ]);
  });
  void it('bearerFormat only with scheme: bearer in this spelling', () => {
    const http = (scheme: string): readonly string[] =>
      told(make(applied('2.6.0', `{ type: http, scheme: ${scheme}, bearerFormat: JWT }`)));
    assert.deepEqual(http('bearer'), []);
    assert.deepEqual(http('Bearer'), [`error bearer-spelling ${S}/scheme`]);
    assert.deepEqual(http('basic'), [`error scheme-field-unexpected ${S}/bearerFormat`]);
  });
});

void describe('S18: an unknown type is never let through', () => {
  for (const name of ['x', 'my key', 'a/b', 'ключ', '__proto__', 'constructor']) {
    void it(`under the name ${JSON.stringify(name)}, where the parser is silent (P6)`, () => {
      const quoted = JSON.stringify(name);
      const made = make(
        version2({ publish: `security: [{ ${quoted}: [] }]`, schemes: `{ ${quoted}: { type: banana } }` }),
      );
      assert.deepEqual(told(made), [
        `error scheme-type-unknown /components/securitySchemes/${name.replaceAll('/', '~1')}/type`,
      ]);
      assert.equal(made.model, undefined);
    });
  }
  for (const scheme of ['BEARER', 'Bearer', 'bearer']) {
    void it(`http.scheme ${scheme} is bearer`, () => {
      const [read] = modelOf(applied('3.0.0', `{ type: http, scheme: ${scheme} }`)).schemes;
      assert.equal(read?.type === 'http' ? read.scheme : null, 'bearer');
    });
  }
});

void describe('S19: checks that the parser does not make', () => {
  for (const [scheme, says] of [
    ["{ type: httpApiKey, in: header, name: '' }", `error scheme-field-invalid ${S}/name`],
    ['{ type: httpApiKey, in: header, name: "X\\r\\nY" }', `error scheme-field-invalid ${S}/name`],
    ["{ type: httpApiKey, in: header, name: 'X Key' }", `error scheme-field-invalid ${S}/name`],
    ["{ type: httpApiKey, in: cookie, name: 'a;b' }", `error scheme-field-invalid ${S}/name`],
    ["{ type: httpApiKey, in: query, name: '' }", `error scheme-field-invalid ${S}/name`],
    ["{ type: httpApiKey, in: query, name: 'any thing' }", null],
    ["{ type: http, scheme: '' }", `error scheme-field-invalid ${S}/scheme`],
    ["{ type: http, scheme: 'a b' }", `error scheme-field-invalid ${S}/scheme`],
    ["{ type: openIdConnect, openIdConnectUrl: 'ftp://idp.test' }", `error scheme-url-invalid ${S}/openIdConnectUrl`],
    [
      "{ type: openIdConnect, openIdConnectUrl: ' https://idp.test' }",
      `error scheme-url-invalid ${S}/openIdConnectUrl`,
    ],
    [
      "{ type: openIdConnect, openIdConnectUrl: 'https://u:p@idp.test' }",
      `error scheme-url-invalid ${S}/openIdConnectUrl`,
    ],
    ['{ type: openIdConnect, openIdConnectUrl: 12 }', `error scheme-url-invalid ${S}/openIdConnectUrl`],
    [
      "{ type: openIdConnect, openIdConnectUrl: 'localhost:8080/token' }",
      `error scheme-url-invalid ${S}/openIdConnectUrl`,
    ],
    [
      "{ type: openIdConnect, openIdConnectUrl: 'javascript:alert(1)' }",
      `error scheme-url-invalid ${S}/openIdConnectUrl`,
    ],
    [
      "{ type: openIdConnect, openIdConnectUrl: 'http://idp.test' }",
      `error scheme-url-cleartext ${S}/openIdConnectUrl`,
    ],
    ["{ type: openIdConnect, openIdConnectUrl: 'http://localhost:8080/x' }", null],
    ["{ type: openIdConnect, openIdConnectUrl: 'http://127.0.0.1/x' }", null],
    ["{ type: openIdConnect, openIdConnectUrl: 'http://[::1]/x' }", null],
    [
      "{ type: openIdConnect, openIdConnectUrl: 'http://localhost.evil.test/x' }",
      `error scheme-url-cleartext ${S}/openIdConnectUrl`,
    ],
    ["{ type: openIdConnect, openIdConnectUrl: 'https://{host}/x' }", `error scheme-url-invalid ${S}/openIdConnectUrl`],
  ] as const) {
    for (const asyncapi of ['2.6.0', '3.0.0']) {
      void it(`${asyncapi}: ${scheme}`, () => {
        assert.deepEqual(told(make(applied(asyncapi, scheme))), says === null ? [] : [says]);
      });
    }
  }
});

void describe('S20: what has no type is said by its nearest', () => {
  for (const [type, words] of [
    ['oauthbearer', /type: oauth2` or `type: openIdConnect` on a Kafka server/],
    ['mTLS', /type: X509/],
    ['sasl', /type: plain/],
  ] as const) {
    void it(type, () => {
      const [told] = make(applied('3.0.0', `{ type: ${type} }`)).diagnostics;
      assert.equal(told?.code, 'scheme-type-unknown');
      assert.match(told.fix, words);
    });
  }
});
