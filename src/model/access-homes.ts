/** Where a key that says who may do what is read, for one that stands elsewhere; null for any other key. */
export const homeOf = (key: string): string | null =>
  Object.entries(HOMES).find(([, keys]) => keys.includes(key))?.[0] ?? null;

const HOMES: Readonly<Record<string, readonly string[]>> = {
  'under x-access-control of a security scheme': [
    'subject',
    'rolesFrom',
    'usernameClaim',
    'claim',
    'groupRoles',
    'carrier',
  ],
  'under x-access-control of an operation or its trait': ['roles', 'function', 'context', 'access', 'actor'],
  'under x-access-control at the root': ['preset', 'defaultContext', 'adminContext', 'bareGrant', 'audit'],
  'on the server, operation or trait itself': ['security'],
  'on the operation itself': ['traits'],
};
