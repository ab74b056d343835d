import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Requirement, SecurityModel } from '../../src/model/index.js';
import { make, modelOf, onOrder, ref, statuses, told, version2, version3 } from '../support/model-of.js';

const SCHEMES = `{ a: { type: plain }, b: { type: X509 }, idp: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', scopes: { r: '', w: '' } } } } }`;
const server = (security: string, more = ''): string =>
  `{ s: { url: 'k:9', protocol: kafka-secure, ${security} }${more} }`;

const shape = ({ level, acting, anyOf }: Requirement): string =>
  `${level}${acting ? '*' : ''} ${anyOf.map(({ allOf }) => allOf.map(({ scheme, scopes }) => [scheme, ...scopes].join(':')).join('&')).join('|')}`;
const requirements = (model: SecurityModel): string[] => model.rules.flatMap((rule) => rule.requirements.map(shape));

void describe('levels of a rule', () => {
  const cases: { title: string; server: string; operation: string; want: string[]; status: string }[] = [
    {
      title: 'both levels hold, never merged',
      server: 'security: [{ a: [] }]',
      operation: 'security: [{ b: [] }]',
      want: ['server a', 'operation* b'],
      status: 'protected',
    },
    {
      title: 'server alone acts',
      server: 'security: [{ a: [] }, { b: [] }]',
      operation: '',
      want: ['server* a|b'],
      status: 'protected',
    },
    {
      title: 'operation alone',
      server: '',
      operation: 'security: [{ a: [] }]',
      want: ['operation* a'],
      status: 'protected',
    },
    {
      title: 'several names of one item are all needed',
      server: '',
      operation: 'security: [{ b: [], a: [] }]',
      want: ['operation* b&a'],
      status: 'protected',
    },
    {
      title: 'scopes stay with their alternative',
      server: '',
      operation: 'security: [{ idp: [w, r] }, { idp: [r], a: [] }]',
      want: ['operation* idp:w:r|idp:r&a'],
      status: 'protected',
    },
    {
      title: 'an empty operation level leaves the server level',
      server: 'security: [{ a: [] }]',
      operation: 'security: []',
      want: ['server* a'],
      status: 'protected',
    },
    {
      title: 'an anonymous operation level leaves the server level',
      server: 'security: [{ a: [] }]',
      operation: 'security: [{}]',
      want: ['server* a'],
      status: 'protected',
    },
    {
      title: 'an anonymous server level leaves the operation level',
      server: 'security: [{ a: [] }, {}]',
      operation: 'security: [{ b: [] }]',
      want: ['operation* b'],
      status: 'protected',
    },
    { title: 'absent twice is refused', server: '', operation: '', want: [], status: 'refused' },
    { title: 'empty twice is refused', server: 'security: []', operation: 'security: []', want: [], status: 'refused' },
    { title: 'anonymous is refused', server: '', operation: 'security: [{ a: [] }, {}]', want: [], status: 'refused' },
  ];
  for (const { title, server: onServer, operation, want, status } of cases) {
    void it(title, () => {
      const model = modelOf(version2({ servers: server(onServer), publish: operation, schemes: SCHEMES }));
      assert.deepEqual(requirements(model), want);
      assert.deepEqual(statuses(model), [`onOrder@s ${status}`]);
    });
  }

  void it('states', () => {
    const states = (security: string): string | undefined =>
      modelOf(version2({ publish: security, schemes: SCHEMES })).operations[0]?.security.state;
    assert.equal(states(''), 'absent');
    assert.equal(states('security: []'), 'empty');
    assert.equal(states('security: [{}]'), 'anonymous');
    assert.equal(states('security: [{ a: [] }]'), 'list');
  });

  void it('one rule a server, each with its own server level', () => {
    const servers = server('security: [{ a: [] }]', `, t: { url: 't', protocol: ws }`);
    const model = modelOf(version2({ servers, schemes: SCHEMES }));
    assert.deepEqual(statuses(model), ['onOrder@s protected', 'onOrder@t refused']);
  });

  void it('without servers, the operation level stands alone', () => {
    const model = modelOf(version2({ publish: 'security: [{ a: [] }]', schemes: SCHEMES }));
    assert.deepEqual(statuses(model), ['onOrder@none protected']);
  });

  void it('3.x: scopes come from the scheme, inline schemes have their pointer as id', () => {
    const flows = `flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { r: '' } } }`;
    const model = modelOf(
      version3({
        operations: onOrder(`security: [${ref('idp')}, { type: oauth2, ${flows}, scopes: [r] }]`),
        schemes: `{ idp: { type: oauth2, ${flows}, scopes: [] } }`,
      }),
    );
    assert.deepEqual(requirements(model), ['operation* idp|#/operations/onOrder/security/1:r']);
  });

  void it('an alias is one scheme with two names', () => {
    const model = modelOf(
      version2({
        publish: 'security: [{ second: [] }]',
        schemes: `{ second: ${ref('first')}, first: { type: plain } }`,
      }),
    );
    assert.deepEqual(requirements(model), ['operation* first']);
    assert.deepEqual(
      model.schemes.map(({ id, aliases }) => [id, aliases]),
      [['first', ['second']]],
    );
  });
});

void describe('public', () => {
  const open = { config: { public: ['onOrder'] } };
  const cases = [
    {
      title: 'by name, where nothing is stated',
      yaml: version2({ servers: server('') }),
      want: ['onOrder@s public'],
      told: [],
    },
    {
      title: 'a server that states security keeps it',
      yaml: version2({ servers: server('security: [{ a: [] }]'), schemes: SCHEMES }),
      want: ['onOrder@s refused'],
      told: ['error public-conflict /channels/orders/publish'],
    },
    {
      title: 'an operation that states security keeps it',
      yaml: version2({ servers: server(''), publish: 'security: [{ a: [] }]', schemes: SCHEMES }),
      want: ['onOrder@s refused'],
      told: ['error public-conflict /channels/orders/publish'],
    },
    {
      title: 'one of two servers states security',
      yaml: version2({ servers: server('security: [{ a: [] }]', `, t: { url: 't', protocol: ws }`), schemes: SCHEMES }),
      want: ['onOrder@s refused', 'onOrder@t public'],
      told: ['error public-conflict /channels/orders/publish'],
    },
  ];
  for (const { title, yaml, want, told: wanted } of cases) {
    void it(title, () => {
      const made = make(yaml, open);
      assert.ok(made.model);
      assert.deepEqual(statuses(made.model), want);
      assert.deepEqual(told(made), wanted);
    });
  }

  void it('the access-control file may say it too', () => {
    const made = make(version2({}), { accessControl: 'public: [onOrder]' });
    assert.deepEqual(told(made), []);
    assert.equal(made.model?.operations[0]?.access, 'public');
    assert.equal(made.model.roles, null);
  });

  void it('a document cannot say it', () => {
    const made = make(version2({ publish: 'x-access-control: { access: public }' }));
    assert.equal(made.model, undefined);
    assert.ok(
      told(made).includes('error access-control-value-invalid /channels/orders/publish/x-access-control/access'),
    );
  });

  void it('an operation that does not exist', () => {
    const made = make(version2({ publish: 'security: [{ a: [] }]', schemes: SCHEMES }), {
      config: { public: ['onOrdr'] },
    });
    assert.deepEqual(told(made), ['error config-name-undefined -']);
    assert.match(made.diagnostics[0]?.fix ?? '', /"onOrder"/);
  });
});
