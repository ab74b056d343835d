import type { CatalogueEntry } from './entry.js';

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
    title: 'The actor is an undefined scheme',
    severity: 'error',
    cause: 'The actor is the scheme whose roles count, so it must be one of the document.',
  },
  'public-conflict': {
    title: 'A public operation that demands something',
    severity: 'error',
    cause: 'Public means that no caller is needed, while a server or the operation itself still demands one.',
  },
  'role-source-incomplete': {
    title: 'A source of roles that names nothing',
    severity: 'warning',
    cause:
      'Roles from a claim need the claim, roles from groups the roles of each group; without them every call is denied.',
  },
  'access-control-misspelt': {
    title: 'A key that looks like `x-access-control`',
    severity: 'error',
    cause:
      'Extensions of other names are ignored, as the specification says. This one would drop every role without a word.',
  },
} as const satisfies Record<string, CatalogueEntry>;
