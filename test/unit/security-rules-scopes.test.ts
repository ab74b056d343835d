import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, modelOf, onOrder, ref, told, version2, version3 } from '../support/model-of.js';
import { ruleTexts, versions2From, VERSIONS_3 } from '../support/rule-text.js';

const IDP = 'https://idp.test/t';
const schemes2 = `{
  idp: { type: oauth2, flows: {
    clientCredentials: { tokenUrl: '${IDP}', scopes: { r: '', w: '' } },
    password: { tokenUrl: '${IDP}', scopes: { p: '' } } } },
  oidc: { type: openIdConnect, openIdConnectUrl: '${IDP}' },
  key: { type: httpApiKey, in: header, name: K } }`;
const flows3 = `flows: { clientCredentials: { tokenUrl: '${IDP}', availableScopes: { r: '', w: '' } }, password: { tokenUrl: '${IDP}', availableScopes: { p: '' } } }`;
const server2 = (asyncapi: string, item: string): string =>
  version2({ asyncapi, servers: `{ s: { url: h, protocol: mqtt, security: [${item}] } }`, schemes: schemes2 });
const scheme3 = (asyncapi: string, scheme: string): string =>
  version3({ asyncapi, operations: onOrder(`security: [${ref('x')}]`), schemes: `{ x: ${scheme} }` });
const SECURITY = '/servers/s/security/0';

void describe('S12: scopes of 2.x stand in the requirement', () => {
  for (const asyncapi of versions2From('2.0.0')) {
    for (const [item, want, says] of [
      ['{ idp: [r, w] }', 'idp[r w]', []],
      ['{ idp: [w, r] }', 'idp[w r]', []],
      ['{ idp: [] }', 'idp', []],
      ['{ oidc: [anything] }', 'oidc[anything]', []],
      ['{ key: [r] }', 'key[r]', [`warning scopes-without-oauth ${SECURITY}/key`]],
      ['{ idp: [r], key: [] }', 'idp[r] & key', []],
    ] as const) {
      void it(`${asyncapi}: ${item}`, () => {
        const made = make(server2(asyncapi, item));
        assert.deepEqual(told(made), says);
        assert.ok(made.model);
        assert.deepEqual(ruleTexts(made.model), [`onOrder@s protected: ${want}`]);
      });
    }
  }
});

void describe('S13: scopes of 3.x stand in the scheme', () => {
  for (const asyncapi of VERSIONS_3) {
    for (const [scheme, want, says] of [
      [`{ type: oauth2, scopes: [w, r], ${flows3} }`, 'x[w r]', []],
      [`{ type: oauth2, scopes: [], ${flows3} }`, 'x', []],
      [`{ type: oauth2, ${flows3} }`, 'x', ['info scopes-unstated /components/securitySchemes/x']],
      [`{ type: openIdConnect, openIdConnectUrl: '${IDP}', scopes: [any] }`, 'x[any]', []],
      [`{ type: openIdConnect, openIdConnectUrl: '${IDP}' }`, 'x', []],
    ] as const) {
      void it(`${asyncapi}: ${scheme.slice(0, 40)}`, () => {
        const made = make(scheme3(asyncapi, scheme));
        assert.deepEqual(told(made), says);
        assert.ok(made.model);
        assert.deepEqual(ruleTexts(made.model), [`onOrder@none protected: ${want}`]);
      });
    }
    void it(`${asyncapi}: on no other type`, () => {
      const made = make(scheme3(asyncapi, '{ type: X509, scopes: [r] }'));
      assert.deepEqual(told(made), ['error scopes-without-oauth /components/securitySchemes/x/scopes']);
      assert.equal(made.model, undefined);
    });
  }
});

void describe('S14: a scope has to be offered by some flow', () => {
  for (const [title, document, says] of [
    ['2.x, the union of all flows', server2('2.6.0', '{ idp: [r, p] }'), []],
    ['2.x, none', server2('2.0.0', '{ idp: [x] }'), [`error scope-undefined ${SECURITY}/idp/0`]],
    [
      '2.x, through an alias, where the parser is silent (P3)',
      server2('2.6.0', '{ alias: [x] }').replace('idp: {', `alias: ${ref('idp')}, idp: {`),
      [`error scope-undefined ${SECURITY}/alias/0`],
    ],
    ['3.x, the union of all flows', scheme3('3.0.0', `{ type: oauth2, scopes: [r, p], ${flows3} }`), []],
    [
      '3.x, one of two',
      scheme3('3.1.0', `{ type: oauth2, scopes: [r, x], ${flows3} }`),
      ['error scope-undefined /components/securitySchemes/x/scopes/1'],
    ],
    [
      '3.x, without flows',
      scheme3('3.0.0', '{ type: oauth2, scopes: [x], flows: {} }'),
      ['error scope-undefined /components/securitySchemes/x/scopes/0'],
    ],
  ] as const) {
    void it(title, () => {
      const made = make(document);
      assert.deepEqual(told(made), says);
      assert.equal(made.model === undefined, says.length > 0);
    });
  }
});

void describe('S15: one identity provider as many schemes', () => {
  const document = (asyncapi: string): string =>
    version3({
      asyncapi,
      operations: onOrder(`security: [${['readers', 'writers', 'oidc', 'oidc2', 'other'].map(ref).join(', ')}]`),
      schemes: `{
        readers: { type: oauth2, scopes: [r], ${flows3} },
        writers: { type: oauth2, scopes: [w], ${flows3} },
        oidc: { type: openIdConnect, openIdConnectUrl: '${IDP}', scopes: [a] },
        oidc2: { type: openIdConnect, openIdConnectUrl: '${IDP}', scopes: [b] },
        other: { type: openIdConnect, openIdConnectUrl: '${IDP}/other', scopes: [a] } }`,
    });
  for (const asyncapi of VERSIONS_3) {
    void it(`${asyncapi}: grouped by where identity comes from, scopes kept apart`, () => {
      const model = modelOf(document(asyncapi));
      assert.deepEqual(
        model.providers.map(({ key, schemes }) => [key, schemes]),
        [
          ['readers', ['readers', 'writers']],
          ['oidc', ['oidc', 'oidc2']],
          ['other', ['other']],
        ],
      );
      assert.deepEqual(ruleTexts(model), [
        'onOrder@none protected: readers[r] | writers[w] | oidc[a] | oidc2[b] | other[a]',
      ]);
    });
  }
  void it('x- is legal on schemes and flows, and neither on the map of flows nor in a 2.x requirement', () => {
    const flow = `clientCredentials: { tokenUrl: '${IDP}', scopes: {}, x-note: 1 }`;
    const applied = (flows: string, item: string): string =>
      version2({ publish: `security: [${item}]`, schemes: `{ x: { type: oauth2, x-note: 1, flows: { ${flows} } } }` });
    assert.deepEqual(told(make(applied(flow, '{ x: [] }'))), []);
    assert.deepEqual(told(make(applied(`${flow}, x-note: 1`, '{ x: [] }'))), [
      'error flow-unknown /components/securitySchemes/x/flows/x-note',
    ]);
    assert.deepEqual(told(make(applied(flow, '{ x: [], x-roles: [A] }'))), [
      'error scheme-undefined /channels/orders/publish/security/0/x-roles',
    ]);
  });
});

void describe('S16: what stands beside a $ref is ignored, and told', () => {
  for (const asyncapi of VERSIONS_3) {
    for (const [sibling, severity] of [
      ['scopes: [r]', 'error'],
      ['x-access-control: {}', 'error'],
      ['x-roles: [r]', 'error'],
      ['type: plain', 'warning'],
      ['description: d', null],
      ['summary: s', null],
    ] as const) {
      void it(`${asyncapi}: ${sibling}`, () => {
        const operations = onOrder(`security: [{ $ref: '#/components/securitySchemes/x', ${sibling} }]`);
        const made = make(version3({ asyncapi, operations, schemes: '{ x: { type: X509 } }' }));
        const place = `/operations/onOrder/security/0/${sibling.slice(0, sibling.indexOf(':'))}`;
        assert.deepEqual(told(made), severity === null ? [] : [`${severity} ref-sibling ${place}`]);
      });
    }
  }
});
