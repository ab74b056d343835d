import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, onOrder, ref, version3 } from '../support/model-of.js';
import { testAccessCases, type AccessCase } from '../support/access-cases.js';
import { ON, roleDocument, ROLES, ROOT, toldOfAccess } from '../support/role-document.js';

const CASES: readonly AccessCase[] = [
  {
    title: 'file: unknown key',
    yaml: roleDocument('{ roles: [READER] }'),
    team: { accessControl: '{ operatons: {} }' },
    code: 'access-control-key-unknown',
    at: '/operatons',
    says: /"operations"/,
    status: null,
  },
  {
    title: 'file: unknown operation',
    yaml: roleDocument('{ roles: [READER] }'),
    team: { accessControl: '{ operations: { onOrdr: { roles: [READER] } } }' },
    code: 'access-control-name-undefined',
    at: '/operations/onOrdr',
    says: /"onOrder"/,
    status: null,
  },
  {
    title: 'file: unknown scheme',
    yaml: roleDocument('{ roles: [READER] }'),
    team: { accessControl: '{ schemes: { tokn: {} } }' },
    code: 'access-control-name-undefined',
    at: '/schemes/tokn',
    says: /"token"/,
    status: null,
  },
  {
    title: 'file: unknown public operation',
    yaml: roleDocument('{ roles: [READER] }'),
    team: { accessControl: '{ public: [onOrdr] }' },
    code: 'access-control-name-undefined',
    at: '/public/0',
    says: /"onOrder"/,
    status: 'protected',
  },
  {
    title: 'file: other roles than the document',
    yaml: roleDocument('{ roles: [READER] }'),
    team: { accessControl: '{ operations: { onOrder: { roles: [WRITER] } } }' },
    code: 'access-control-conflict',
    at: '/operations/onOrder/roles',
    status: null,
  },
  {
    title: 'file: other context than the document',
    yaml: roleDocument('{ roles: [READER], context: { parameter: context } }'),
    team: { accessControl: '{ operations: { onOrder: { context: { value: x } } } }' },
    code: 'access-control-conflict',
    at: '/operations/onOrder/context',
    status: null,
  },
  {
    title: 'file: other default context than the document',
    yaml: roleDocument('{ roles: [READER] }', { root: `{ ${ROLES}, defaultContext: a }` }),
    team: { accessControl: '{ defaultContext: b }' },
    code: 'access-control-conflict',
    at: '/defaultContext',
    status: null,
  },
];

void describe('mistakes in the access-control file', () => {
  testAccessCases(CASES);

  void it('a contradiction shows both places', () => {
    const made = make(roleDocument('{ roles: [READER] }'), {
      accessControl: '{ operations: { onOrder: { roles: [WRITER] } } }',
    });
    const [diagnostic] = made.diagnostics;
    assert.equal(diagnostic?.at?.file, '/app/access.yaml');
    assert.deepEqual(
      diagnostic.also?.map(({ file, pointer }) => `${file} ${pointer}`),
      [`/app/asyncapi.yaml ${ON}/roles`],
    );
  });

  void it('a scheme under two of its names', () => {
    const schemes = `{ token: { type: http, scheme: bearer }, tok: ${ref('token')} }`;
    const made = make(roleDocument('{ roles: [READER] }', { schemes }), {
      accessControl: '{ schemes: { token: { rolesFrom: account }, tok: { rolesFrom: ldap } } }',
    });
    assert.deepEqual(toldOfAccess(made), ['error access-control-conflict /schemes/tok']);
    assert.deepEqual(
      made.diagnostics[0]?.also?.map(({ pointer }) => pointer),
      ['/schemes/token'],
    );
  });

  void it('what a misspelt key of it may say is not missed in the document', () => {
    const made = make(roleDocument(''), { accessControl: '{ operatons: { onOrder: { roles: [READER] } } }' });
    assert.deepEqual(toldOfAccess(made), ['error access-control-key-unknown /operatons']);
  });

  for (const [title, access, team, want] of [
    [
      'a null of the document is filled',
      '{ roles: null }',
      '{ operations: { onOrder: { roles: [READER] } } }',
      ['READER'],
    ],
    [
      'a null of the file says nothing',
      '{ roles: [READER] }',
      '{ operations: { onOrder: { roles: null } } }',
      ['READER'],
    ],
    ['a section without content says nothing', '{ roles: [READER] }', '{ operations:, schemes:, public: }', ['READER']],
  ] as const)
    void it(title, () => {
      const made = make(roleDocument(access), { accessControl: team });
      assert.deepEqual(toldOfAccess(made), []);
      assert.deepEqual(made.model?.operations[0]?.roles, want);
    });

  void it('a file that says nothing about roles makes no role model', () => {
    const made = make(roleDocument('', { root: 'null' }), {
      accessControl: '{ schemes: { mtls: { subject: user } } }',
    });
    assert.deepEqual(toldOfAccess(made), []);
    assert.equal(made.model?.roles, null);
  });

  void it('a file opens an operation of a document with roles', () => {
    const yaml = version3({ root: ROOT, operations: onOrder() });
    assert.deepEqual(toldOfAccess(make(yaml, { accessControl: '{ public: [onOrder] }' })), []);
  });
});
