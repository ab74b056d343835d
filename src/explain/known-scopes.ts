import type { Scheme, SecurityModel } from '../model/index.js';
import { rolesPolicy } from '../plan/index.js';
import { parseGrant, roleBook } from '../runtime/grants.js';

/** The scopes that a document knows for a scheme. */
export interface KnownScopes {
  readonly names: ReadonlySet<string>;
  readonly has: (scope: string) => boolean;
}

/**
 * The scopes that a proof of this scheme may have: what the flows of its provider offer and what requirements ask of
 * them; where roles come from scopes, grants too.
 */
export const knownScopes = ({ id, used, provider }: Scheme, model: SecurityModel): KnownScopes => {
  const family = model.schemes.filter(
    (scheme) => scheme.id === id || (used && scheme.used && scheme.provider === provider),
  );
  const ids = new Set(family.map((scheme) => scheme.id));
  const offered = family.flatMap((scheme) =>
    scheme.type === 'oauth2' ? scheme.flows.flatMap(({ scopes }) => scopes) : [],
  );
  const asked = [...model.servers, ...model.operations]
    .flatMap(({ security }) => security.anyOf.flatMap(({ allOf }) => allOf))
    .flatMap(({ scheme, scopes }) => (ids.has(scheme) ? scopes : []));
  const names = new Set([...offered, ...asked]);
  const roles = rolesPolicy(model);
  const isGrant =
    roles !== null && model.providers.some(({ key, access }) => key === provider && access.rolesFrom === 'scopes');
  const book = roles === null ? null : roleBook(roles);
  return {
    names,
    has: (scope) => names.has(scope) || (isGrant && book !== null && typeof parseGrant(scope, book) !== 'string'),
  };
};
