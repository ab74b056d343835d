import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testAccessCases, type AccessCase } from '../support/access-cases.js';
import { make } from '../support/model-of.js';
import { roleDocument, schemeDocument, SCHEMES, TOKEN, toldOfAccess } from '../support/role-document.js';

const CASES: readonly AccessCase[] = [
  {
    title: 'what follows from a misspelt key of a scheme',
    yaml: schemeDocument('{ rolesFrm: account }'),
    code: 'access-control-key-unknown',
    at: `${TOKEN}/rolesFrm`,
    says: /"rolesFrom"/,
    status: null,
  },
  {
    title: 'unknown key of a scheme',
    yaml: schemeDocument('{ rolesFrm: account, rolesFrom: account }'),
    code: 'access-control-key-unknown',
    at: `${TOKEN}/rolesFrm`,
    says: /"rolesFrom"/,
    status: null,
  },
  {
    title: 'unknown source of roles',
    yaml: schemeDocument('{ rolesFrom: acount }'),
    code: 'access-control-value-invalid',
    at: `${TOKEN}/rolesFrom`,
    status: null,
  },
  {
    title: 'a bare grant',
    yaml: schemeDocument('{ rolesFrom: groups, groupRoles: { crew: [READER] } }'),
    code: 'grant-invalid',
    at: `${TOKEN}/groupRoles/crew/0`,
    says: /READER@\*/,
    status: null,
  },
  {
    title: 'a grant in no context',
    yaml: schemeDocument('{ rolesFrom: groups, groupRoles: { crew: ["READER@a b"] } }'),
    code: 'grant-invalid',
    at: `${TOKEN}/groupRoles/crew/0`,
    status: null,
  },
  {
    title: 'a grant of an undefined role',
    yaml: schemeDocument('{ rolesFrom: claim, claim: { path: roles, map: { r: ["REDER@x"] } } }'),
    code: 'role-undefined',
    at: `${TOKEN}/claim/map/r/0`,
    status: null,
  },
  {
    title: 'a claim without a path',
    yaml: schemeDocument('{ rolesFrom: claim, claim: { prefix: x } }'),
    code: 'access-control-value-invalid',
    at: `${TOKEN}/claim`,
    status: null,
  },
];

void describe('mistakes in the access control of schemes', () => {
  testAccessCases(CASES);

  void it('of a scheme that nothing applies: a warning', () => {
    const yaml = roleDocument('{ roles: [READER] }', {
      schemes: SCHEMES.replace('{ token', '{ unused: { type: X509, x-access-control: { rolesFrm: ldap } }, token'),
    });
    assert.deepEqual(toldOfAccess(make(yaml)), [
      'warning access-control-key-unknown /components/securitySchemes/unused/x-access-control/rolesFrm',
    ]);
  });

  void it('grants of roles that a mistake at the root may hide', () => {
    const yaml = roleDocument('{ roles: [READER] }', {
      root: '{ rols: { READER: {} } }',
      schemes:
        "{ token: { type: userPassword, x-access-control: { rolesFrom: groups, groupRoles: { a: ['READER@*'] } } } }",
    });
    assert.deepEqual(toldOfAccess(make(yaml)), ['error access-control-key-unknown /x-access-control/rols']);
  });
});
