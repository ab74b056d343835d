import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make } from '../support/model-of.js';
import { testAccessCases, type AccessCase } from '../support/access-cases.js';
import { ON, roleDocument, ROLES } from '../support/role-document.js';

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
});
