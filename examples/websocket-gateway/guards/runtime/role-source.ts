import type { Grant, RoleBook } from './grants.js';
import { readableGrants, parseGrant } from './grants.js';
import type { Identity } from './identity.js';
import { ownFault } from './own-faults.js';
import type { ProviderPolicy } from './policy.js';

/**
 * The grants of an identity, from where the policy says that this provider's roles come from.
 *
 * A bad grant of the team's own account source throws: half an account must not be acted upon. What an issuer wrote
 * into a token is foreign data: texts in it that are no grants count for nothing, lest a token could hold up a record.
 */
export function grantsOf(
  identity: Identity,
  provider: ProviderPolicy,
  book: RoleBook,
): readonly Grant[] {
  switch (provider.rolesFrom) {
    case null:
      return [];
    case 'account':
    case 'certificate':
    case 'ldap':
      return ownGrants(identity.grants ?? [], book);
    case 'scopes':
      return readableGrants(identity.scopes ?? [], book);
    case 'claim':
      return readableGrants(claimedTexts(identity.claims, provider), book);
    case 'groups':
      return readableGrants(
        valuesAt(
          identity.claims,
          provider.claim?.path ?? 'groups',
          provider.claim?.separator,
        ).flatMap((group) => ownList(provider.groupRoles, group)),
        book,
      );
  }
}

/** Grants that the policy itself states, for a check when a guard is made. */
export function statedGrants(provider: ProviderPolicy): readonly string[] {
  const stated = [provider.claim?.map ?? {}, provider.groupRoles ?? {}];
  return stated.flatMap((lists) => Object.values(lists).flat());
}

function ownGrants(texts: readonly string[], book: RoleBook): readonly Grant[] {
  return texts.map((text) => {
    const grant = parseGrant(text, book);
    if (typeof grant === 'string')
      throw ownFault(
        new TypeError(
          `the grant ${JSON.stringify(text)} cannot be read: ${grant}`,
        ),
      );
    return grant;
  });
}

function claimedTexts(
  claims: unknown,
  { claim }: ProviderPolicy,
): readonly string[] {
  if (claim === undefined) return [];
  const { prefix = '', map } = claim;
  return valuesAt(claims, claim.path, claim.separator)
    .filter((value) => value.startsWith(prefix))
    .map((value) => value.slice(prefix.length))
    .flatMap((value) => (map === undefined ? [value] : ownList(map, value)));
}

/** Texts at `a.b.c` or at the claim of that whole name (`https://acme.test/roles`). */
function valuesAt(
  claims: unknown,
  path: string,
  separator: string | undefined,
): readonly string[] {
  const value = own(claims, path) ?? path.split('.').reduce(own, claims);
  if (typeof value === 'string')
    return separator === undefined ? [value] : value.split(separator);
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function ownList(
  lists: Readonly<Record<string, readonly string[]>> | undefined,
  name: string,
): readonly string[] {
  return (
    (lists !== undefined && Object.hasOwn(lists, name)
      ? lists[name]
      : undefined) ?? []
  );
}
