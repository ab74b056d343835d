import { describe } from 'node:test';
import { testAccessCases, type AccessCase } from '../support/access-cases.js';
import { schemeDocument, TOKEN } from '../support/role-document.js';

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
});
