import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, onOrder, ref, version2, version3 } from '../support/model-of.js';

/** What is said of a document, as `severity code pointer`, each with its fix. */
const said = (yaml: string): readonly (readonly [told: string, fix: string])[] =>
  make(yaml).diagnostics.map(({ severity, code, at, fix }) => [`${severity} ${code} ${at?.pointer ?? '-'}`, fix]);

const applied3 = (scheme: string): string =>
  version3({ operations: onOrder(`security: [${ref('x')}]`), schemes: `{ x: ${scheme} }` });
const applied2 = (scheme: string): string =>
  version2({
    servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: [] }] } }",
    schemes: `{ x: ${scheme} }`,
  });

const X = '/components/securitySchemes/x';
const oauth = (flows: string): string => `{ type: oauth2, flows: ${flows} }`;
const TOKEN = "tokenUrl: 'https://idp.test/t'";
const LOGIN = "authorizationUrl: 'https://idp.test/a'";

describe('schemes and flows that are no maps, or have fields that none has', () => {
  const given: readonly (readonly [title: string, yaml: string, told: string, fix: RegExp])[] = [
    ['a scheme that is a list', applied3('[bearer]'), `error scheme-type-unknown ${X}`, /Write a map with a type/],
    ['a scheme that is a text', applied2('bearer'), `error scheme-type-unknown ${X}`, /Write a map with a type/],
    [
      'flows that are a list',
      applied3(oauth('[clientCredentials]')),
      `error scheme-field-invalid ${X}/flows`,
      /Write a map from flow names to flows/,
    ],
    [
      'a flow that is a text',
      applied3(oauth("{ clientCredentials: 'https://idp.test/t' }")),
      `error scheme-field-invalid ${X}/flows/clientCredentials`,
      /Write a map with its URLs and scopes/,
    ],
    [
      'a field that is nearly one of a flow',
      applied3(oauth(`{ clientCredentials: { ${TOKEN}, availableScopes: {}, refreshURL: 'https://idp.test/r' } }`)),
      `error flow-field-unexpected ${X}/flows/clientCredentials/refreshURL`,
      /Did you mean "refreshUrl"/,
    ],
    [
      'scopes, nearly, in 3.x',
      applied3(oauth(`{ clientCredentials: { ${TOKEN}, availableScopes: {}, scope: {} } }`)),
      `error flow-field-unexpected ${X}/flows/clientCredentials/scope`,
      /^(?!.*"scopes")/,
    ],
    [
      'scopes, nearly, in 2.x',
      applied2(oauth(`{ clientCredentials: { ${TOKEN}, scopes: {}, availableScope: {} } }`)),
      `error flow-field-unexpected ${X}/flows/clientCredentials/availableScope`,
      /^(?!.*"availableScopes")/,
    ],
    [
      'a URL of another flow',
      applied3(oauth(`{ implicit: { ${LOGIN}, ${TOKEN}, availableScopes: {} } }`)),
      `error flow-field-unexpected ${X}/flows/implicit/tokenUrl`,
      /Remove tokenUrl from this flow/,
    ],
    [
      'two URLs that are missing',
      applied3(oauth('{ authorizationCode: { availableScopes: {} } }')),
      `error scheme-field-missing ${X}/flows/authorizationCode`,
      /Add authorizationUrl: https:.* and tokenUrl: https:/,
    ],
    [
      'a list of scopes in 3.x',
      applied3(oauth(`{ clientCredentials: { ${TOKEN}, availableScopes: [read] } }`)),
      `error flow-scopes-field ${X}/flows/clientCredentials/availableScopes`,
      /Write availableScopes as a map/,
    ],
    [
      'a list of scopes in 2.x',
      applied2(oauth(`{ clientCredentials: { ${TOKEN}, scopes: [read] } }`)),
      `error flow-scopes-field ${X}/flows/clientCredentials/scopes`,
      /Write scopes as a map/,
    ],
    [
      'no scopes',
      applied3(oauth(`{ clientCredentials: { ${TOKEN} } }`)),
      `error flow-scopes-field ${X}/flows/clientCredentials`,
      /Add availableScopes: \{\}/,
    ],
    [
      'the scopes of the other version alone',
      applied3(oauth(`{ clientCredentials: { ${TOKEN}, scopes: { read: '' } } }`)),
      `error flow-scopes-field ${X}/flows/clientCredentials/scopes`,
      /Rename scopes to availableScopes/,
    ],
    [
      'the scopes of both versions',
      applied3(oauth(`{ clientCredentials: { ${TOKEN}, scopes: { read: '' }, availableScopes: {} } }`)),
      `error flow-scopes-field ${X}/flows/clientCredentials/scopes`,
      /Remove scopes/,
    ],
  ];
  for (const [title, yaml, want, fix] of given) {
    test(title, () => {
      const errors = said(yaml).filter(([told]) => told.startsWith('error'));
      assert.deepEqual(
        errors.map(([told]) => told),
        [want],
      );
      assert.match(errors[0]?.[1] ?? '', fix);
    });
  }

  test('a fault in one flow leaves the scopes of a use unjudged, a sound one does not', () => {
    const demanding = (flows: string): readonly string[] =>
      said(
        version3({
          operations: onOrder(`security: [{ type: oauth2, flows: ${flows}, scopes: [write] }]`),
        }),
      ).map(([told]) => told.split(' ')[1] ?? '');
    const sound = `clientCredentials: { ${TOKEN}, availableScopes: { read: '' } }`;
    assert.deepEqual(demanding(`{ ${sound} }`), ['scope-undefined']);
    assert.deepEqual(demanding(`{ ${sound}, implicit: { ${LOGIN}, availableScopes: { write: '' } } }`), []);
    assert.deepEqual(demanding(`{ ${sound}, implicit: 7 }`), ['scheme-field-invalid']);
    assert.deepEqual(demanding(`{ ${sound}, unheardOf: {} }`), ['flow-unknown']);
    assert.deepEqual(demanding(`{ ${sound}, implicit: { ${LOGIN}, availableScopes: 7 } }`), ['flow-scopes-field']);
  });
});

describe('a credential in a ws binding is told unless a scheme that is demanded carries it', () => {
  const key = (place: string, name: string): string => `{ type: httpApiKey, in: ${place}, name: ${name} }`;
  const given: readonly (readonly [place: string, name: string, scheme: string, told: boolean])[] = [
    ['query', 'token', key('query', 'token'), false],
    ['query', 'token', key('query', 'Token'), true],
    ['query', 'token', key('header', 'token'), true],
    ['query', 'token', key('query', 'page'), true],
    ['query', 'token', '{ type: http, scheme: bearer }', true],
    ['query', 'authorization', '{ type: http, scheme: bearer }', true],
    ['headers', 'X-Token', key('header', 'x-tOKEN'), false],
    ['headers', 'X-Token', key('query', 'X-Token'), true],
    ['headers', 'X-Token', key('header', 'X-Secret'), true],
    ['headers', 'X-Token', '{ type: http, scheme: bearer }', true],
    ['headers', 'AUTHORIZATION', '{ type: http, scheme: bearer }', false],
    ['headers', 'Authorization', '{ type: openIdConnect, openIdConnectUrl: "https://idp.test/o" }', false],
    ['headers', 'Authorization', oauth(`{ clientCredentials: { ${TOKEN}, availableScopes: {} } }`), false],
    ['headers', 'Authorization', key('header', 'authorization'), false],
    ['headers', 'Authorization', '{ type: X509 }', true],
    ['headers', 'X-Key', '{ type: X509 }', false],
  ];
  const binding = (place: string, name: string): string =>
    `bindings: { ws: { ${place}: { type: object, properties: { ${name}: { type: string } } } } }`;
  const codes = (yaml: string): readonly string[] =>
    said(yaml)
      .map(([told]) => told)
      .filter((told) => told.includes('credential-in-binding'));
  for (const [place, name, scheme, told] of given) {
    test(`${name} in ${place} beside ${scheme}`, () => {
      const yaml = applied3(scheme).replace('address: orders,', `address: orders, ${binding(place, name)}`);
      const want = `warning credential-in-binding /channels/orders/bindings/ws/${place}/properties/${name}`;
      assert.deepEqual(codes(yaml), told ? [want] : []);
    });
  }

  test('a scheme that nothing demands carries nothing', () => {
    const schemes = `{ x: { type: X509 }, idle: ${key('query', 'token')} }`;
    const yaml = version3({
      channel: binding('query', 'token'),
      operations: onOrder(`security: [${ref('x')}]`),
      schemes,
    });
    assert.equal(codes(yaml).length, 1);
  });
});

void describe('a scheme whose definition is out of reach', () => {
  const schemes = "{ gone: { $ref: 'gone.yaml#/a' }, a: { type: plain } }";
  for (const [what, used, readable] of [
    ['hides the model of those who apply it', 'gone', false],
    ['is no matter to others', 'a', true],
  ] as const) {
    void test(what, () => {
      const made = make(version3({ schemes, operations: onOrder(`security: [${ref(used)}]`) }));
      assert.deepEqual(
        made.diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.deepEqual(
        made.model?.schemes.map(({ id }) => id),
        readable ? ['a'] : undefined,
      );
    });
  }
});
