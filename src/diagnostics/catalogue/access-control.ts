import { lines, type CatalogueEntry } from './entry.js';

/** Diagnostics about roles, grants, contexts and `x-access-control`. */
export const ACCESS_CONTROL_DIAGNOSTICS = {
  'access-control-key-unknown': {
    title: 'Unknown key in x-access-control',
    severity: 'error',
    cause: 'A key that is not known would be obeyed by nobody.',
  },
  'access-control-value-invalid': {
    title: 'A wrong value in x-access-control',
    severity: 'error',
    cause: 'What cannot be understood cannot be enforced.',
  },
  'access-control-conflict': {
    title: 'Contradiction in x-access-control',
    severity: 'error',
    cause: 'Two places say different things about access, and neither is known to be right.',
  },
  'access-control-dropped': {
    title: 'A stated access control does not count',
    severity: 'warning',
    cause:
      "Traits merge into x-access-control key by key, and one value replaces the other: in AsyncAPI 2 the trait's, in AsyncAPI 3 the operation's. Who may act is then not what one of the two places says.",
    fix: 'State each key at one place only, or the same at both.',
    example: {
      wrong: lines(
        'asyncapi: 2.6.0',
        '# ...',
        'x-access-control: { roles: [ADMIN] }',
        'traits:',
        '  - x-access-control: { roles: [READER] }',
      ),
      right: lines('asyncapi: 2.6.0', '# ...', 'x-access-control: { roles: [ADMIN] }'),
    },
  },
  'access-control-name-undefined': {
    title: 'The access-control file names what the document does not have',
    severity: 'error',
    cause: 'Access that is stated for a name that does not exist is given to nobody and withheld from nobody.',
  },
  'preset-undefined': {
    title: 'Unknown preset',
    severity: 'error',
    cause: 'The role model that is named does not exist.',
  },
  'preset-unreadable': {
    title: 'A preset that cannot be read',
    severity: 'error',
    cause: 'The roles and functions that it names are unknown, and a preset is read as data: nothing of it is run.',
  },
  'role-model-missing': {
    title: 'Roles without a role model',
    severity: 'error',
    cause: 'Roles are declared at the root; without that, no grant can be checked against them.',
  },
  'role-undefined': {
    title: 'Undefined role',
    severity: 'error',
    cause: 'No caller could ever hold a role that is not declared; most likely it is misspelt.',
  },
  'role-deprecated': {
    title: 'A deprecated role is in use',
    severity: 'warning',
    cause: 'The role still counts, exactly as it did; it is never expanded to the roles that replace it.',
  },
  'function-undefined': {
    title: 'Undefined function',
    severity: 'error',
    cause: 'The role model does not say which roles this function takes.',
  },
  'grant-invalid': {
    title: 'A grant that cannot be read',
    severity: 'error',
    cause:
      'A grant is ROLE@context or ROLE@*; one without a context is refused unless the role model says what it means.',
  },
  'operation-without-roles': {
    title: 'An operation names no role',
    severity: 'error',
    cause:
      'In a document with a role model each operation says which roles may use it, or that any authenticated caller may.',
  },
  'context-not-fixed': {
    title: 'The roles of an operation do not count in its context',
    severity: 'error',
    cause:
      "A role that counts in some contexts only cannot decide in another one, and an administrator's function must not take its context from the caller.",
  },
  'context-unstated': {
    title: 'An operation states no context, and another one of its channel does',
    severity: 'warning',
    cause:
      'Without a context, roles count in the default context alone, whatever the parameter of the channel is; whoever holds them there may use the operation for every value of the parameter.',
    fix: 'State the context of the operation: the parameter, or the default context by its name.',
  },
  'context-parameter-undefined': {
    title: 'The context is an undefined parameter',
    severity: 'error',
    cause: 'The channel has no parameter of this name, so that no request would ever have a context.',
  },
  'actor-missing': {
    title: 'No scheme says which roles a caller has',
    severity: 'error',
    cause:
      'Roles decide about the operation, and no scheme of this alternative is a source of roles: nobody could be let in.',
  },
  'actor-ambiguous': {
    title: 'Several schemes say which roles a caller has',
    severity: 'error',
    cause: 'The schemes of one alternative may name different callers; whose roles count must be said.',
  },
  'actor-undefined': {
    title: 'The actor is a scheme that the operation does not demand',
    severity: 'error',
    cause: 'The actor is the scheme whose roles count, so it must be one of those that callers prove.',
  },
  'public-conflict': {
    title: 'A public operation that demands something',
    severity: 'error',
    cause:
      'Public means that anyone may use the operation, on each of its servers. What the operation or one of its servers demands still holds, so that nothing is opened.',
  },
  'role-repeated': {
    title: 'A role that is named twice',
    severity: 'warning',
    cause: 'Any one role of the list suffices, so that the second changes nothing; often another one was meant.',
    fix: 'Name it once, or name the role that was meant.',
  },
  'role-never-counts': {
    title: 'A role where it never counts',
    severity: 'warning',
    cause: 'A role with contexts of its own counts in these alone, whatever a grant or an operation says.',
  },
  'role-unused': {
    title: 'A declared role that no operation asks for',
    severity: 'warning',
    cause: 'Whoever holds it may do nothing with it; often an operation should name it, or its name is misspelt.',
  },
  'roles-ungranted': {
    title: 'Roles that no caller can ever hold',
    severity: 'warning',
    cause:
      'Every source of roles of the operation is written out, and none of them gives one of its roles in its context.',
  },
  'role-source-incomplete': {
    title: 'A source of roles that names nothing',
    severity: 'warning',
    cause:
      'Roles from a claim need the claim, roles from groups the roles of each group; without them every call is denied.',
  },
  'role-source-unread': {
    title: 'A part of a source of roles that nobody reads',
    severity: 'warning',
    cause: 'Each source of roles reads parts of its own: what stands beside them gives nobody a role.',
  },
  'access-control-misplaced': {
    title: 'Access control where nobody reads it',
    severity: 'error',
    cause:
      '`x-access-control` is read at the root, on security schemes, operations and operation traits, and roles and contexts are read within it. Elsewhere they would be dropped without a word.',
    fix: 'Move it under x-access-control of the operation or its trait.',
    example: {
      wrong: lines('operations:', '  onOrder:', '    roles: [READER]'),
      right: lines('operations:', '  onOrder:', '    x-access-control: { roles: [READER] }'),
    },
  },
  'access-control-misspelt': {
    title: 'A key that looks like `x-access-control`',
    severity: 'error',
    cause:
      'Extensions of other names are ignored, as the specification says. This one would drop every role without a word.',
  },
} as const satisfies Record<string, CatalogueEntry>;
