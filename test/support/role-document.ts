import { told, version3, onOrder, ref, type Made } from './model-of.js';

/** Roles of each kind: plain, replaced, and counting in some contexts alone. */
export const ROLES =
  'roles: { READER: { description: reads }, WRITER: {}, OLD: { deprecated: true, replacedBy: [READER, WRITER] }, ADMIN: { contexts: [_admin] }, SHOP: { contexts: [shop, mall] } }';
export const ROOT = `{ ${ROLES}, adminContext: _admin }`;
export const SCHEMES = `{ token: { type: httpApiKey, in: header, name: X-Token, x-access-control: { subject: application, rolesFrom: account } }, mtls: { type: X509 }, login: { type: http, scheme: basic, x-access-control: { rolesFrom: ldap } } }`;

/** Where the one operation states access, and where its scheme does. */
export const ON = '/operations/onOrder/x-access-control';
export const TOKEN = '/components/securitySchemes/token/x-access-control';

interface Parts {
  readonly root?: string;
  readonly security?: string;
  readonly schemes?: string;
  readonly channel?: string;
}

/** A document of one operation, `onOrder`, with this `x-access-control`. */
export const roleDocument = (access: string, parts: Parts = {}): string =>
  version3({
    root: parts.root ?? ROOT,
    schemes: parts.schemes ?? SCHEMES,
    channel: parts.channel ?? 'parameters: { context: {} }',
    operations: onOrder(
      `security: [${parts.security ?? ref('token')}], ${access === '' ? '' : `x-access-control: ${access}`}`,
    ),
  });

/** A document whose one scheme has this `x-access-control`. */
export const schemeDocument = (access: string): string =>
  roleDocument('{ roles: [READER] }', {
    schemes: `{ token: { type: httpApiKey, in: header, name: X, x-access-control: ${access} } }`,
  });

/** As `told`, without the remark that the roles above are more than one operation needs. */
export const toldOfAccess = (made: Made): string[] => told(made).filter((line) => !line.includes(' role-unused '));
