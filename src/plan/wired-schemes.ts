import type { Scheme } from '../model/security-model.js';
import type { Carrier, EvidenceForm, ProviderPolicy } from '../runtime/policy.js';

/** The form and carriers of a scheme's evidence in a WebSocket handshake; null where this release does not wire it. */
export const wiring = (
  scheme: Scheme,
): { readonly form: EvidenceForm; readonly carriers: readonly Carrier[] } | null => {
  const authorization: Carrier = { in: 'header', name: 'authorization' };
  switch (scheme.type) {
    case 'httpApiKey':
      return {
        form: 'apiKey',
        carriers: [
          { in: scheme.in, name: scheme.in === 'header' ? scheme.name.toLowerCase() : scheme.name },
          ...scheme.access.aliases.map((alias): Carrier => ({ in: 'header', name: alias.toLowerCase() })),
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

/** What the engine must know of a provider; its schemes agree on it (`provider-conflict` otherwise). */
export const providerPolicy = (scheme: Scheme): ProviderPolicy | null => {
  const wired = wiring(scheme);
  if (wired === null) return null;
  const { rolesFrom, usernameClaim, claim, groupRoles } = scheme.access;
  return {
    ...wired,
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
    default:
      return scheme.type;
  }
};
