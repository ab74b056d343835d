import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make } from '../support/model-of.js';
import { roleDocument, ROLES, schemeDocument } from '../support/role-document.js';

const withRoot = (access: string, root?: string): string => roleDocument(access, root === undefined ? {} : { root });

interface Wording {
  readonly title: string;
  readonly yaml: string;
  readonly accessControl?: string;
  /** Message and fix of each diagnostic. */
  readonly want: readonly string[];
}

/** What a person is told to write instead. */
const WORDINGS: readonly Wording[] = [
  {
    title: 'a text for the role model',
    yaml: withRoot('', 'yes'),
    want: [
      'x-access-control is the string "yes". Write a map with "preset", "roles", "defaultContext", "adminContext", "bareGrant" or "audit".',
    ],
  },
  {
    title: 'a list of roles',
    yaml: withRoot('{ roles: [READER] }', '{ roles: [READER, WRITER] }'),
    want: ['x-access-control.roles is a list. Write a map: { "READER": {} }.'],
  },
  {
    title: 'an empty list of roles',
    yaml: withRoot('{ roles: [READER] }', '{ roles: [] }'),
    want: ['x-access-control.roles is a list. Write a map.'],
  },
  {
    title: 'a number for the roles',
    yaml: withRoot('{ roles: [READER] }', '{ roles: 7 }'),
    want: ['x-access-control.roles is the number 7. Write a map.'],
  },
  {
    title: 'a text for a role',
    yaml: withRoot('{ roles: [READER] }', '{ roles: { READER: text } }'),
    want: [
      'x-access-control.roles.READER is the string "text". Write a map with "description", "deprecated", "replacedBy" or "contexts".',
    ],
  },
  {
    title: 'a text for the roles of an operation',
    yaml: withRoot('{ roles: READER }'),
    want: ['x-access-control.roles of operation "onOrder" is the string "READER". Write a list: ["READER"].'],
  },
  {
    title: 'a map for the roles of an operation',
    yaml: withRoot('{ roles: { READER: {}, WRITER: {} } }'),
    want: ['x-access-control.roles of operation "onOrder" is a map. Write a list: ["READER", "WRITER"].'],
  },
  {
    title: 'a text that is no role',
    yaml: withRoot("{ roles: 'READER@x' }"),
    want: ['x-access-control.roles of operation "onOrder" is the string "READER@x". Write a list.'],
  },
  {
    title: 'no role in the list',
    yaml: withRoot('{ roles: [] }'),
    want: [
      'The document has a role model, and operation "onOrder" names no role. State x-access-control.roles or .function on the operation, or access: authenticated where any authenticated caller may use it.',
    ],
  },
  {
    title: 'null for a role',
    yaml: withRoot('{ roles: [null] }'),
    want: [
      'an item of x-access-control.roles of operation "onOrder" is null. Write a role name without blanks, @ or *.',
    ],
  },
  {
    title: 'a number for a role',
    yaml: withRoot('{ roles: [7] }'),
    want: ['an item of x-access-control.roles of operation "onOrder" is the number 7. Write it in quotes: "7".'],
  },
  {
    title: 'a map for a role',
    yaml: withRoot('{ roles: [{ a: b }] }'),
    want: [
      'an item of x-access-control.roles of operation "onOrder" is a map. Write a role name without blanks, @ or *.',
    ],
  },
  {
    title: 'a text for a flag',
    yaml: withRoot('{ roles: [READER] }', "{ roles: { READER: { deprecated: 'yes' } } }"),
    want: ['x-access-control.roles.READER.deprecated is the string "yes". Write true or false.'],
  },
  {
    title: 'a number for a context',
    yaml: withRoot('{ roles: [READER] }', '{ roles: { READER: { contexts: [7] } } }'),
    want: [
      'an item of x-access-control.roles.READER.contexts is the number 7. Write a context name, or * for every context.',
    ],
  },
  {
    title: 'a number that is no context',
    yaml: withRoot('{ roles: [READER] }', `{ ${ROLES}, defaultContext: 7 }`),
    want: [
      'x-access-control.defaultContext is the number 7. Write a context name: a letter or _, then letters, digits, - or _.',
    ],
  },
  {
    title: 'a context with a blank',
    yaml: withRoot('{ roles: [READER] }', `{ ${ROLES}, defaultContext: 'a b' }`),
    want: [
      'x-access-control.defaultContext is the string "a b". Write a context name: a letter or _, then letters, digits, - or _.',
    ],
  },
  {
    title: 'an empty context',
    yaml: withRoot('{ roles: [READER] }', `{ ${ROLES}, defaultContext: '' }`),
    want: [
      'x-access-control.defaultContext is the string "". Write a context name: a letter or _, then letters, digits, - or _.',
    ],
  },
  {
    title: 'a word that YAML reads as something else',
    yaml: withRoot('{ roles: [READER] }', `{ ${ROLES}, defaultContext: true }`),
    want: ['x-access-control.defaultContext is the boolean true. Write it in quotes: "true".'],
  },
  {
    title: 'a role with a blank',
    yaml: withRoot('{ roles: [READER] }', "{ roles: { READER: {}, 'a b': {} } }"),
    want: ['"a b" cannot be a name in x-access-control.roles. Write a role name without blanks, @ or *.'],
  },
  {
    title: 'a text for the source of the context',
    yaml: withRoot('{ roles: [READER], context: tenant }'),
    want: [
      'x-access-control.context of operation "onOrder" is the string "tenant". Write a map with exactly one of "parameter", "header", "field" and "value".',
    ],
  },
  {
    title: 'two sources of the context',
    yaml: withRoot('{ roles: [READER], context: { header: a, field: b } }'),
    want: [
      'x-access-control.context of operation "onOrder" states "header" and "field". Write exactly one of "parameter", "header", "field" and "value".',
    ],
  },
  {
    title: 'no source of the context',
    yaml: withRoot('{ roles: [READER], context: {} }'),
    want: [
      'x-access-control.context of operation "onOrder" is a map. Write exactly one of "parameter", "header", "field" and "value".',
    ],
  },
  {
    title: 'an unknown source of the context',
    yaml: withRoot('{ roles: [READER], context: { hedder: a } }'),
    want: ['x-access-control.context of operation "onOrder" has no key "hedder". Did you mean "header"?'],
  },
  {
    title: 'a $ref for the role model',
    yaml: withRoot('{ roles: [READER] }', "{ $ref: 'x.yaml' }"),
    want: [
      'x-access-control is a $ref, which is not followed here. Write the value in place; a YAML anchor can share it within a file.',
    ],
  },
  {
    title: 'a $ref for the roles',
    yaml: withRoot('{ roles: [READER] }', "{ roles: { $ref: 'x.yaml' } }"),
    want: [
      'x-access-control.roles is a $ref, which is not followed here. Write the value in place; a YAML anchor can share it within a file.',
    ],
  },
  {
    title: 'roles from a claim that is not named',
    yaml: schemeDocument('{ rolesFrom: claim }'),
    want: [
      'The scheme "token" takes roles from claim, and nothing says where in it: nobody would hold a role. Add `claim: { path: roles }` to its x-access-control, with the names that your tokens have.',
    ],
  },
  {
    title: 'an unknown source of roles',
    yaml: schemeDocument('{ rolesFrom: acount }'),
    want: [
      'x-access-control.rolesFrom of scheme "token" is the string "acount". Write "account", "claim", "groups", "scopes", "ldap" or "certificate".',
    ],
  },
  {
    title: 'a number for the source of roles',
    yaml: schemeDocument('{ rolesFrom: 7 }'),
    want: [
      'x-access-control.rolesFrom of scheme "token" is the number 7. Write "account", "claim", "groups", "scopes", "ldap" or "certificate".',
    ],
  },
  {
    title: 'a text for the access of a scheme',
    yaml: schemeDocument('account'),
    want: [
      'x-access-control of scheme "token" is the string "account". Write a map with "subject", "rolesFrom", "usernameClaim", "claim", "groupRoles", "carrier", "aliases" or "tls".',
    ],
  },
  {
    title: 'an unknown key of the file',
    yaml: withRoot('{ roles: [READER] }'),
    accessControl: 'rolez: {}',
    want: ['the access-control file has no key "rolez". Did you mean "roles"?'],
  },
  {
    title: 'a file that is a text',
    yaml: withRoot('{ roles: [READER] }'),
    accessControl: 'text',
    want: [
      'the access-control file is the string "text". Write a map with "preset", "roles", "defaultContext", "adminContext", "bareGrant", "audit", "schemes", "operations" or "public".',
    ],
  },
  {
    title: 'a text for a list, in the file',
    yaml: withRoot('{ roles: [READER] }'),
    accessControl: 'operations: { onOrder: { roles: READER } }',
    want: ['operations.onOrder.roles of the access-control file is the string "READER". Write a list: ["READER"].'],
  },
  {
    title: 'a contradiction between file and document',
    yaml: withRoot('{ roles: [READER] }'),
    accessControl: 'operations: { onOrder: { roles: [WRITER] } }',
    want: [
      'x-access-control.roles of operation "onOrder" is ["WRITER"] in the access-control file and ["READER"] in the document. State it at one place, or the same at both.',
    ],
  },
  { title: 'an empty file', yaml: withRoot('{ roles: [READER] }'), accessControl: '~', want: [] },
  {
    title: 'names in the file that the document does not have',
    yaml: withRoot('{ roles: [READER] }'),
    accessControl: 'schemes: { tokn: {} }\noperations: { onOrdr: {} }\npublic: [onOrdre]',
    want: [
      'The access-control file names the scheme "tokn", which the document does not have. Did you mean "token"?',
      'The access-control file names the operation "onOrdr", which the document does not have. Did you mean "onOrder"?',
      'public of the access-control file lists the operation "onOrdre", which the document does not have. Did you mean "onOrder"?',
    ],
  },
];

describe('access control of the wrong shape', () => {
  for (const { title, yaml, accessControl, want } of WORDINGS) {
    test(title, () => {
      const { diagnostics } = make(yaml, accessControl === undefined ? {} : { accessControl });
      const said = diagnostics.filter(({ code }) => code !== 'role-unused');
      assert.deepEqual(
        said.map(({ message, fix }) => `${message} ${fix}`),
        want,
      );
    });
  }
});
