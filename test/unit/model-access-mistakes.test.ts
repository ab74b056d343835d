import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiagnosticCode } from '../../src/diagnostics/index.js';
import { make, onOrder, ref, statuses, version3, type TeamSays } from '../support/model-of.js';
import {
  ON,
  roleDocument,
  ROLES,
  ROOT,
  SCHEMES,
  schemeDocument,
  TOKEN,
  toldOfAccess,
} from '../support/role-document.js';

interface Case {
  readonly title: string;
  readonly yaml: string;
  readonly team?: TeamSays;
  readonly code: DiagnosticCode;
  readonly at: string;
  readonly also?: readonly string[];
  readonly severity?: 'warning';
  readonly says?: RegExp;
  /** The rule's status; null: no policy is answered. */
  readonly status: 'protected' | 'refused' | null;
}

const CASES: readonly Case[] = [
  {
    title: 'what follows from a misspelt key at the root',
    yaml: roleDocument('{ roles: [READER] }', { root: '{ rols: { READER: {} } }' }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/rols',
    says: /"roles"/,
    status: null,
  },
  {
    title: 'what follows from a misspelt key of an operation',
    yaml: roleDocument('{ role: [READER] }'),
    code: 'access-control-key-unknown',
    at: `${ON}/role`,
    says: /"roles"/,
    status: null,
  },
  {
    title: 'what follows from a misspelt key of a scheme',
    yaml: schemeDocument('{ rolesFrm: account }'),
    code: 'access-control-key-unknown',
    at: `${TOKEN}/rolesFrm`,
    says: /"rolesFrom"/,
    status: null,
  },
  {
    title: 'what follows from an undefined preset',
    yaml: roleDocument('{ function: DISPATCH_COMMAND }', { root: '{ preset: axon-sever }' }),
    code: 'preset-undefined',
    at: '/x-access-control/preset',
    says: /"axon-server"/,
    status: null,
  },

  {
    title: 'root is no map',
    yaml: roleDocument('', { root: 'yes' }),
    code: 'access-control-value-invalid',
    at: '/x-access-control',
    status: null,
  },
  {
    title: 'unknown key at the root',
    yaml: roleDocument('{ roles: [READER] }', { root: `{ ${ROLES}, defaultContxt: x }` }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/defaultContxt',
    says: /"defaultContext"/,
    status: null,
  },
  {
    title: 'public in a document',
    yaml: roleDocument('{ roles: [READER] }', { root: `{ ${ROLES}, public: [onOrder] }` }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/public',
    status: null,
  },
  {
    title: 'unknown key of a role',
    yaml: roleDocument('{ roles: [READER] }', { root: '{ roles: { READER: { depreciated: true } } }' }),
    code: 'access-control-key-unknown',
    at: '/x-access-control/roles/READER/depreciated',
    says: /"deprecated"/,
    status: null,
  },
  {
    title: 'unknown key of an operation',
    yaml: roleDocument('{ role: [READER] , roles: [READER] }'),
    code: 'access-control-key-unknown',
    at: `${ON}/role`,
    says: /"roles"/,
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
    title: 'roles is a string',
    yaml: roleDocument('{ roles: READER }'),
    code: 'access-control-value-invalid',
    at: `${ON}/roles`,
    status: null,
  },
  {
    title: 'a role with an @',
    yaml: roleDocument('{ roles: ["READER@default"] }'),
    code: 'access-control-value-invalid',
    at: `${ON}/roles/0`,
    status: null,
  },
  {
    title: 'context of two kinds',
    yaml: roleDocument('{ roles: [READER], context: { parameter: context, header: X } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context`,
    status: null,
  },
  {
    title: 'context value with an @',
    yaml: roleDocument('{ roles: [READER], context: { value: "a@b" } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context/value`,
    status: null,
  },
  {
    title: 'context value *',
    yaml: roleDocument('{ roles: [READER], context: { value: "*" } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context/value`,
    status: null,
  },
  {
    title: 'context value with a line end',
    yaml: roleDocument('{ roles: [READER], context: { value: "a\\n" } }'),
    code: 'access-control-value-invalid',
    at: `${ON}/context/value`,
    status: null,
  },
  {
    title: 'context parameter that the channel lacks',
    yaml: roleDocument('{ roles: [READER], context: { parameter: contxt } }'),
    code: 'context-parameter-undefined',
    at: `${ON}/context/parameter`,
    says: /"context"/,
    status: null,
  },
  {
    title: 'undefined role',
    yaml: roleDocument('{ roles: [REDER] }'),
    code: 'role-undefined',
    at: `${ON}/roles/0`,
    says: /"READER"/,
    status: null,
  },
  {
    title: 'a role named like a member of Object.prototype',
    yaml: roleDocument('{ roles: [constructor] }'),
    code: 'role-undefined',
    at: `${ON}/roles/0`,
    status: null,
  },
  {
    title: 'replaced by an undefined role',
    yaml: roleDocument('{ roles: [READER] }', { root: '{ roles: { READER: { replacedBy: [NEW] } } }' }),
    code: 'role-undefined',
    at: '/x-access-control/roles/READER/replacedBy/0',
    status: null,
  },
  {
    title: 'replaced by what is no role name',
    yaml: roleDocument('{ roles: [READER] }', { root: "{ roles: { READER: { replacedBy: ['NEW ROLE'] } } }" }),
    code: 'access-control-value-invalid',
    at: '/x-access-control/roles/READER/replacedBy/0',
    status: null,
  },
  {
    title: 'declared and named by what is no role name',
    yaml: roleDocument("{ roles: ['NEW ROLE'] }", { root: "{ roles: { 'NEW ROLE': { replacedBy: ['NEW ROLE'] } } }" }),
    code: 'access-control-value-invalid',
    at: '/x-access-control/roles/NEW ROLE',
    also: ['/x-access-control/roles/NEW ROLE/replacedBy/0', `${ON}/roles/0`],
    status: null,
  },
  {
    title: 'replaced by itself',
    yaml: roleDocument('{ roles: [READER] }', { root: '{ roles: { READER: { replacedBy: [READER] } } }' }),
    code: 'access-control-value-invalid',
    at: '/x-access-control/roles/READER/replacedBy/0',
    status: null,
  },
  {
    title: 'deprecated role',
    yaml: roleDocument('{ roles: [OLD] }'),
    code: 'role-deprecated',
    severity: 'warning',
    at: `${ON}/roles/0`,
    says: /"READER" or "WRITER"/,
    status: 'protected',
  },
  {
    title: 'roles without a role model',
    yaml: version3({
      schemes: SCHEMES,
      operations: onOrder(`security: [${ref('token')}], x-access-control: { roles: [READER] }`),
    }),
    code: 'role-model-missing',
    at: `${ON}/roles/0`,
    status: null,
  },
  {
    title: 'no roles in a role model',
    yaml: roleDocument(''),
    code: 'operation-without-roles',
    at: '/operations/onOrder',
    status: 'refused',
  },
  {
    title: 'empty roles in a role model',
    yaml: roleDocument('{ roles: [] }'),
    code: 'operation-without-roles',
    at: `${ON}/roles`,
    status: 'refused',
  },
  {
    title: 'access: authenticated with roles',
    yaml: roleDocument('{ roles: [READER], access: authenticated }'),
    code: 'access-control-conflict',
    at: `${ON}/access`,
    status: null,
  },
  {
    title: 'undefined preset',
    yaml: roleDocument('{ roles: [READER] }', { root: `{ ${ROLES}, preset: axon }` }),
    code: 'preset-undefined',
    at: '/x-access-control/preset',
    says: /"axon-server"/,
    status: null,
  },
  {
    title: 'undefined function',
    yaml: roleDocument('{ function: DISPATCH_COMAND }', { root: '{ preset: axon-server }' }),
    code: 'function-undefined',
    at: `${ON}/function`,
    says: /"DISPATCH_COMMAND"/,
    status: null,
  },
  {
    title: 'function without a preset',
    yaml: roleDocument('{ function: DISPATCH_COMMAND }'),
    code: 'function-undefined',
    at: `${ON}/function`,
    says: /preset/,
    status: null,
  },
  {
    title: 'roles win over an unknown function',
    yaml: roleDocument('{ function: NEW_FUNCTION, roles: [MONITOR] }', { root: '{ preset: axon-server }' }),
    code: 'function-undefined',
    severity: 'warning',
    at: `${ON}/function`,
    status: 'protected',
  },
  {
    title: 'admin roles in a context of the caller',
    yaml: roleDocument('{ roles: [ADMIN], context: { parameter: context } }'),
    code: 'context-not-fixed',
    at: `${ON}/context`,
    says: /value: _admin/,
    status: 'refused',
  },
  {
    title: 'admin roles in the default context',
    yaml: roleDocument('{ roles: [ADMIN] }'),
    code: 'context-not-fixed',
    at: `${ON}/roles`,
    status: 'refused',
  },
  {
    title: 'roles that do not count in the fixed context',
    yaml: roleDocument('{ roles: [SHOP], context: { value: other } }'),
    code: 'context-not-fixed',
    at: `${ON}/context`,
    says: /"shop" and "mall"/,
    status: 'refused',
  },
  {
    title: 'no source of roles',
    yaml: roleDocument('{ roles: [READER] }', { security: ref('mtls') }),
    code: 'actor-missing',
    at: '/operations/onOrder/security/0',
    says: /"mtls"/,
    status: 'refused',
  },
  {
    title: 'one alternative of two has no source of roles',
    yaml: roleDocument('{ roles: [READER] }', { security: `${ref('token')}, ${ref('mtls')}` }),
    code: 'actor-missing',
    at: '/operations/onOrder/security/1',
    says: /rolesFrom/,
    status: 'refused',
  },
  {
    title: 'undefined actor',
    yaml: roleDocument('{ roles: [READER], actor: tokn }'),
    code: 'actor-undefined',
    at: `${ON}/actor`,
    says: /"token"/,
    status: null,
  },
  {
    title: 'an actor that is no source of roles',
    yaml: roleDocument('{ roles: [READER], actor: mtls }', { security: ref('mtls') }),
    code: 'actor-missing',
    at: '/operations/onOrder/security/0',
    status: 'refused',
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
  {
    title: 'public and roles',
    yaml: version3({ root: ROOT, operations: onOrder('x-access-control: { roles: [READER] }') }),
    team: { config: { public: ['onOrder'] } },
    code: 'public-conflict',
    at: '/operations/onOrder',
    status: 'refused',
  },
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

void describe('mistakes in access control', () => {
  for (const { title, yaml, team, code, at, also, severity, says, status } of CASES) {
    void it(title, () => {
      const made = make(yaml, team);
      assert.deepEqual(toldOfAccess(made), [`${severity ?? 'error'} ${code} ${at}`]);
      const [diagnostic] = made.diagnostics;
      const others = diagnostic?.also?.map(({ pointer }) => pointer);
      if (also !== undefined) assert.deepEqual(others, also);
      if (says !== undefined) assert.match(`${diagnostic?.message ?? ''} ${diagnostic?.fix ?? ''}`, says);
      assert.deepEqual(
        made.model === undefined ? null : statuses(made.model),
        status === null ? null : [`onOrder@none ${status}`],
      );
    });
  }

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
