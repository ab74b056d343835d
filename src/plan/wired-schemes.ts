import type { Provider, Scheme, SecurityModel } from '../model/security-model.js';
import type { Carrier, EvidenceForm, ProviderPolicy } from '../runtime/policy.js';

/** The form and carriers of a scheme's evidence in a WebSocket handshake; null where this release does not wire it. */
export const wiring = (
  scheme: Scheme,
  aliases: readonly string[] = [],
): { readonly form: EvidenceForm; readonly carriers: readonly Carrier[] } | null => {
  const authorization: Carrier = { in: 'header', name: 'authorization' };
  switch (scheme.type) {
    case 'httpApiKey':
      return {
        form: 'apiKey',
        carriers: [
          { in: scheme.in, name: scheme.in === 'header' ? scheme.name.toLowerCase() : scheme.name },
          ...aliases.map((alias): Carrier => ({ in: 'header', name: alias.toLowerCase() })),
        ],
      };
    case 'http':
      if (scheme.scheme === 'basic') return { form: 'basic', carriers: [authorization] };
      return scheme.scheme === 'bearer' ? { form: 'bearer', carriers: [authorization] } : null;
    case 'oauth2':
    case 'openIdConnect':
      return { form: 'bearer', carriers: [authorization] };
    default:
      return null;
  }
};

/** Where a policy asks for a provider's evidence. */
export interface ProviderUse {
  readonly handshake: boolean;
  readonly records: boolean;
}

/** What the engine must know of a provider; null where this release wires none of its schemes. */
export const providerPolicy = (provider: Provider, model: SecurityModel, use: ProviderUse): ProviderPolicy | null => {
  const record = use.records ? provider.access.carrier : null;
  const handshake = model.schemes
    .filter((scheme) => provider.schemes.includes(scheme.id))
    .map((scheme) => wiring(scheme, provider.access.aliases))
    .find((found) => found !== null);
  const wired = use.handshake ? handshake : record === null ? undefined : { form: record, carriers: [] };
  if (wired === undefined) return null;
  const { rolesFrom, usernameClaim, claim, groupRoles } = provider.access;
  return {
    ...wired,
    ...(record === null ? {} : { record }),
    rolesFrom,
    ...(usernameClaim === null ? {} : { usernameClaim }),
    ...(claim === null
      ? {}
      : {
          claim: {
            path: claim.path,
            ...(claim.separator === null ? {} : { separator: claim.separator }),
            ...(claim.prefix === null ? {} : { prefix: claim.prefix }),
            ...(claim.map === null ? {} : { map: claim.map }),
          },
        }),
    ...(groupRoles === null ? {} : { groupRoles }),
  };
};

/** What a reader should know of a scheme, in a few words. */
export const describeScheme = (scheme: Scheme): string => {
  switch (scheme.type) {
    case 'httpApiKey':
      return `API key in the ${scheme.in} ${scheme.name}`;
    case 'http':
      return scheme.scheme === 'basic' ? 'user name and password (HTTP Basic)' : `HTTP ${scheme.scheme} credential`;
    case 'oauth2':
      return 'OAuth 2 access token';
    case 'openIdConnect':
      return `OpenID Connect token of ${scheme.url}`;
    case 'X509':
      return 'client certificate';
    case 'plain':
    case 'scramSha256':
    case 'scramSha512':
    case 'userPassword':
      return `user name and password (${scheme.type})`;
    case 'apiKey':
      return `API key, sent as ${scheme.in === 'user' ? 'user name' : 'password'}`;
    default:
      return scheme.type;
  }
};
