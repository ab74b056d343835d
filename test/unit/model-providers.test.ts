import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, modelOf, onOrder, ref, told, version3 } from '../support/model-of.js';

const flow = (url = 'https://idp.test/t'): string =>
  `flows: { clientCredentials: { tokenUrl: '${url}', availableScopes: { r: '', w: '' } } }`;
const groups = (yaml: string, config = {}): string[] =>
  modelOf(yaml, { config }).providers.map(({ key, schemes }) => `${key}: ${schemes.join(' ')}`);
const withAll = (names: readonly string[], schemes: string, inline = ''): string =>
  version3({
    operations: onOrder(`security: [${[...names.map(ref), ...(inline === '' ? [] : [inline])].join(', ')}]`),
    schemes,
  });

void describe('providers', () => {
  const oauth = `{ reader: { type: oauth2, ${flow()}, scopes: [r] }, writer: { type: oauth2, ${flow()}, scopes: [w] }, other: { type: oauth2, ${flow('https://other.test/t')}, scopes: [] } }`;

  void it('schemes with the same flow URLs are one provider, named after the first component', () => {
    assert.deepEqual(groups(withAll(['writer', 'reader', 'other'], oauth)), ['reader: reader writer', 'other: other']);
  });
  void it('an inline scheme joins the component of the same source', () => {
    assert.deepEqual(groups(withAll(['reader'], oauth, `{ type: oauth2, ${flow()}, scopes: [w] }`)), [
      'reader: reader #/operations/onOrder/security/1',
    ]);
  });
  void it('inline schemes alone are named after their operation', () => {
    assert.deepEqual(groups(withAll(['other'], oauth, `{ type: plain }, { type: X509 }`)), [
      'other: other',
      'onOrderScheme1: #/operations/onOrder/security/1',
      'onOrderScheme2: #/operations/onOrder/security/2',
    ]);
  });
  void it('OpenID Connect is grouped by URL, other types by component', () => {
    const schemes = `{ a: { type: openIdConnect, openIdConnectUrl: 'https://i.test' }, b: { type: openIdConnect, openIdConnectUrl: 'https://i.test' }, c: { type: plain }, d: { type: plain } }`;
    assert.deepEqual(groups(withAll(['a', 'b', 'c', 'd'], schemes)), ['a: a b', 'c: c', 'd: d']);
  });
  void it('unused schemes are no part of a provider', () => {
    assert.deepEqual(groups(withAll(['writer'], oauth)), ['writer: writer']);
  });
  void it('config renames, and joins what has one kind of credential', () => {
    assert.deepEqual(
      groups(withAll(['writer', 'reader', 'other'], oauth), { providers: { idp: ['writer', 'other'] } }),
      ['idp: reader writer other'],
    );
  });
  void it('config cannot join different kinds of credential', () => {
    const made = make(withAll(['a', 'b'], '{ a: { type: plain }, b: { type: X509 } }'), {
      config: { providers: { idp: ['a', 'b'] } },
    });
    assert.deepEqual(told(made), ['error provider-conflict /components/securitySchemes/b']);
  });
  void it('config names an undefined scheme', () => {
    const made = make(withAll(['a'], '{ a: { type: plain } }'), { config: { providers: { idp: ['aa'] } } });
    assert.deepEqual(told(made), ['error config-name-undefined -']);
  });
  void it('two names for one provider', () => {
    const made = make(withAll(['writer', 'reader'], oauth), {
      config: { providers: { one: ['reader'], two: ['writer'] } },
    });
    assert.deepEqual(told(made), ['error provider-conflict /components/securitySchemes/writer']);
  });
  for (const key of ['rolesFrom: account', 'carrier: proof']) {
    void it(`schemes of one provider differ in ${key}`, () => {
      const other = key.replace('account', 'scopes').replace('proof', 'bearer');
      const schemes = `{ a: { type: oauth2, ${flow()}, scopes: [r], x-access-control: { ${key} } }, b: { type: oauth2, ${flow()}, scopes: [w], x-access-control: { ${other} } } }`;
      const made = make(withAll(['a', 'b'], schemes));
      assert.deepEqual(told(made), ['error provider-conflict /components/securitySchemes/b']);
      assert.deepEqual(
        made.diagnostics[0]?.also?.map(({ pointer }) => pointer),
        ['/components/securitySchemes/a'],
      );
      const said = (text: string): string => JSON.stringify(text.replace(/^.*: /, ''));
      assert.ok(made.diagnostics[0].message.includes(`("a" says ${said(key)}, "b" says ${said(other)})`));
    });
  }
  void it('one of them may say it for all', () => {
    const schemes = `{ a: { type: oauth2, ${flow()}, scopes: [r] }, b: { type: oauth2, ${flow()}, scopes: [w], x-access-control: { rolesFrom: scopes } } }`;
    assert.equal(modelOf(withAll(['a', 'b'], schemes)).providers[0]?.access.rolesFrom, 'scopes');
  });
  void it('config may name both schemes of one provider, and two providers', () => {
    const providers = { one: ['writer', 'reader'], two: ['other'] };
    assert.deepEqual(groups(withAll(['writer', 'reader', 'other'], oauth), { providers }), [
      'one: reader writer',
      'two: other',
    ]);
  });
  void it('a conflict says between what', () => {
    const claims = make(withAll(['writer', 'reader'], oauth), {
      config: { providers: { one: ['reader'], two: ['writer'] } },
    });
    assert.equal(
      claims.diagnostics[0]?.message,
      'The configuration\'s providers "one" and "two" both claim the source of identity of scheme "writer".',
    );
    const kinds = make(withAll(['a', 'b'], '{ a: { type: plain }, b: { type: http, scheme: basic } }'), {
      config: { providers: { idp: ['a', 'b'] } },
    });
    assert.equal(
      kinds.diagnostics[0]?.message,
      'The configuration\'s provider "idp" holds "a" and "b", whose credentials differ in kind: plain and basic.',
    );
  });
  void it('what one scheme says holds for the provider, and aliases of all', () => {
    const shared = 'rolesFrom: groups, carrier: proof, usernameClaim: sub';
    const schemes = `{ a: { type: oauth2, ${flow()}, scopes: [r], x-access-control: { ${shared}, aliases: [X-A, X-B] } }, b: { type: oauth2, ${flow()}, scopes: [w], x-access-control: { subject: user, claim: { path: g }, groupRoles: { x: [R@a] }, aliases: [X-B, X-C] } } }`;
    const [provider] = modelOf(withAll(['a', 'b'], schemes)).providers;
    assert.deepEqual(provider?.access, {
      rolesFrom: 'groups',
      carrier: 'proof',
      subject: 'user',
      usernameClaim: 'sub',
      claim: { path: 'g', separator: null, prefix: null, map: null },
      groupRoles: { x: ['R@a'] },
      aliases: ['X-A', 'X-B', 'X-C'],
    });
  });
  void it('what a misspelt key of one scheme hides is not told of the provider', () => {
    const schemes = `{ a: { type: oauth2, ${flow()}, scopes: [r], x-access-control: { rolesFrom: groups } }, b: { type: oauth2, ${flow()}, scopes: [w], x-access-control: { groupRole: { x: [R@a] } } } }`;
    assert.deepEqual(told(make(withAll(['a', 'b'], schemes))), [
      'error access-control-key-unknown /components/securitySchemes/b/x-access-control/groupRole',
    ]);
  });
  void it('a key that is taken gets a mark', () => {
    const schemes = '{ onOrderScheme1: { type: plain } }';
    assert.deepEqual(groups(withAll(['onOrderScheme1'], schemes, '{ type: X509 }')), [
      'onOrderScheme1: onOrderScheme1',
      'onOrderScheme1_: #/operations/onOrder/security/1',
    ]);
  });
});
