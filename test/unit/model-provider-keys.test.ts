import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, modelOf, onOrder, ref, version3, type TeamSays } from '../support/model-of.js';

const LOGIN = "implicit: { authorizationUrl: 'https://idp.test/a', availableScopes: {} }";
const TOKEN = "clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: {} }";
const BASIC = '{ type: http, scheme: basic }';
const BEARER = '{ type: http, scheme: bearer }';
const OAUTH = `{ type: oauth2, flows: { ${LOGIN}, ${TOKEN} }, scopes: [] }`;
const BARE = '{ type: oauth2, flows: {}, scopes: [] }';
const OPEN_ID = "{ type: openIdConnect, openIdConnectUrl: 'https://idp.test/o', scopes: [] }";

/** A scheme of a file of its own. */
const elsewhere = (name: string): string => `{ $ref: 'shared.yaml#/schemes/${name}' }`;
const FILES = { 'shared.yaml': `{ schemes: { a: ${BASIC}, b/c~d: ${OAUTH}, deep: ${OPEN_ID} } }` };

const document = (security: readonly string[], schemes = '{}'): string =>
  version3({ operations: onOrder(`security: [${security.join(', ')}]`), schemes });

describe('the key of a provider', () => {
  const given: readonly (readonly [title: string, yaml: string, want: readonly string[]])[] = [
    ['a component has its name', document([ref('a')], `{ a: ${BASIC} }`), ['a']],
    ['schemes in place are counted by operation', document([BASIC, BEARER]), ['onOrderScheme1', 'onOrderScheme2']],
    [
      'of schemes in place and components, the component names it',
      document([OAUTH, ref('a'), BASIC], `{ a: ${OAUTH} }`),
      ['a', 'onOrderScheme2'],
    ],
    [
      'the same flows in another order are one provider',
      document([ref('a'), ref('b')], `{ a: ${OAUTH}, b: { type: oauth2, flows: { ${TOKEN}, ${LOGIN} }, scopes: [] } }`),
      ['a'],
    ],
    [
      'other flows are another provider',
      document([ref('a'), ref('b')], `{ a: ${OAUTH}, b: { type: oauth2, flows: { ${TOKEN} }, scopes: [] } }`),
      ['a', 'b'],
    ],
    ['one discovery URL is one provider', document([ref('a'), ref('b')], `{ a: ${OPEN_ID}, b: ${OPEN_ID} }`), ['a']],
    ['a scheme of another file has its name there', document([elsewhere('a')]), ['a']],
    ['whatever its name', document([elsewhere('b~1c~0d')]), ['b/c~d']],
    [
      'a component names it rather than a scheme of another file',
      document([elsewhere('deep'), ref('a')], `{ a: ${OPEN_ID} }`),
      ['a'],
    ],
    ['a scheme of another file names it rather than one in place', document([OPEN_ID, elsewhere('deep')]), ['deep']],
    [
      'oauth2 that states no flow is known by itself',
      document([ref('a'), ref('b')], `{ a: ${BARE}, b: ${BARE} }`),
      ['a', 'b'],
    ],
    [
      'schemes in place are counted by where they stand',
      document([BASIC, BASIC]).replace(
        'servers: {}',
        `servers: { s: { host: h, protocol: wss, security: [${BEARER}, ${BEARER}] } }`,
      ),
      ['sScheme1', 'sScheme2', 'onOrderScheme1', 'onOrderScheme2'],
    ],
    [
      'a component may be called like a pointer',
      document([`{ $ref: '#/components/securitySchemes/a~1b' }`], `{ a/b: ${BASIC} }`),
      ['a/b'],
    ],
    [
      'equal schemes of another type are not',
      document([ref('a'), ref('b')], `{ a: ${BASIC}, b: ${BASIC} }`),
      ['a', 'b'],
    ],
  ];
  for (const [title, yaml, want] of given) {
    test(title, () => {
      assert.deepEqual(
        modelOf(yaml, { files: FILES })
          .providers.map(({ key }) => key)
          .sort(),
        [...want].sort(),
      );
    });
  }

  test('three thousand alternatives cost little', () => {
    const schemes = Array.from(
      { length: 3000 },
      (_, index) => `{ type: httpApiKey, in: query, name: k${String(index)} }`,
    );
    const start = performance.now();
    const { providers } = modelOf(document(schemes));
    assert.equal(providers.at(-1)?.key, 'onOrderScheme3000');
    assert.ok(performance.now() - start < 5000);
  });
});

describe('schemes that the configuration puts into one provider', () => {
  const given: readonly (readonly [one: string, other: string, conflict: boolean])[] = [
    [BEARER, OAUTH, false],
    [OAUTH, OPEN_ID, false],
    [BASIC, BASIC, false],
    [BASIC, BEARER, true],
    [BASIC, OPEN_ID, true],
    ['{ type: X509 }', '{ type: X509 }', false],
    ['{ type: X509 }', '{ type: plain }', true],
  ];
  for (const [one, other, conflict] of given) {
    test(`${one} and ${other}`, () => {
      const team: TeamSays = { config: { providers: { both: ['a', 'b'] } } };
      const { diagnostics } = make(document([ref('a'), ref('b')], `{ a: ${one}, b: ${other} }`), team);
      const conflicts = diagnostics.filter(({ code }) => code === 'provider-conflict');
      assert.deepEqual(
        conflicts.map(({ at, also = [] }) => [at?.pointer, ...also.map(({ pointer }) => pointer)]),
        conflict ? [['/components/securitySchemes/b', '/components/securitySchemes/a']] : [],
      );
    });
  }
});
