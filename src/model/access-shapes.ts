import { TOKEN } from './scheme-fields.js';
import { choice, filledList, FLAG, list, named, object, oneOf, text, type TextShape } from './shape.js';

/** Context names of Axon Server, internal ones included. Neither `@` nor `*` can occur. */
export const CONTEXT = /^[a-zA-Z_][a-zA-Z0-9_-]*$/;

const contextName = text('a context name: a letter or _, then letters, digits, - or _', (value) => CONTEXT.test(value));
const contextOrAll = text('a context name, or * for every context', (value) => value === '*' || CONTEXT.test(value));
// Not `@`: it parts role and context in a grant. No blank: a grant may be an OAuth scope.
export const isRoleName = (value: string): boolean => /^[^\s@*\p{C}]+$/u.test(value);
const roleName: TextShape = {
  ...text('a role name without blanks, @ or *', isRoleName),
  declared: true,
};
const name = text('a text that is not empty');
const tokenName = text('the name of a header: letters, digits, -', (value) => TOKEN.test(value));
const grants = list(text('a grant: ROLE@context'));

/** What a preset may say as well as a document. */
const MODEL_KEYS = {
  roles: named(
    roleName,
    object({
      description: text('a text', () => true),
      deprecated: FLAG,
      replacedBy: list(roleName),
      contexts: filledList(contextOrAll),
    }),
  ),
  defaultContext: contextName,
  adminContext: contextName,
  bareGrant: oneOf('every-context'),
};

const ROOT_KEYS = {
  preset: name,
  ...MODEL_KEYS,
  audit: object({ operations: oneOf('denied', 'all') }, ['operations']),
};

/** A preset in a file or a package of the team's. */
export const PRESET_SHAPE = object({ ...MODEL_KEYS, functions: named(name, filledList(roleName)) }, ['roles']);

/** `x-access-control` at the root of a document. */
export const ROOT_SHAPE = object(ROOT_KEYS);

/** `x-access-control` on a security scheme. */
export const SCHEME_SHAPE = object({
  subject: oneOf('application', 'user', 'node'),
  rolesFrom: oneOf('account', 'claim', 'groups', 'scopes', 'ldap', 'certificate'),
  usernameClaim: name,
  claim: object({ path: name, separator: name, prefix: name, map: named(name, grants) }, ['path']),
  groupRoles: named(name, grants),
  carrier: oneOf('proof', 'bearer'),
  aliases: list(tokenName),
  tls: object({ ca: name, cert: name, key: name, reload: FLAG }),
});

/** `x-access-control` on an operation or operation trait. */
export const OPERATION_SHAPE = object({
  roles: list(roleName),
  function: name,
  context: choice({ parameter: name, header: tokenName, field: name, value: contextName }),
  access: text(
    '"authenticated"; an operation that anyone may call is listed in the configuration: public: [<operationId>]',
    (value) => value === 'authenticated',
  ),
  actor: name,
});

/** Keys that a document states on its schemes and operations, and the team's file in one place. */
const FILE_KEYS = { schemes: named(name, SCHEME_SHAPE), operations: named(name, OPERATION_SHAPE), public: list(name) };

/** The team's access-control file. */
export const FILE_SHAPE = object({ ...ROOT_KEYS, ...FILE_KEYS });

export const ROOT_KEY_NAMES: readonly string[] = Object.keys(ROOT_KEYS);
