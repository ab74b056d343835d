import type { SchemeType } from './security-model.js';

/** What the AsyncAPI specification says about one scheme type (S17). */
export interface SchemeTypeRule {
  readonly since: '2.0.0' | '2.1.0';
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const bare = { since: '2.0.0', required: [], optional: [] } as const;
const sasl = { since: '2.1.0', required: [], optional: [] } as const;

export const SCHEME_TYPES: ReadonlyMap<string, SchemeTypeRule> = new Map<SchemeType, SchemeTypeRule>([
  ['userPassword', bare],
  ['apiKey', { since: '2.0.0', required: ['in'], optional: [] }],
  ['X509', bare],
  ['symmetricEncryption', bare],
  ['asymmetricEncryption', bare],
  ['httpApiKey', { since: '2.0.0', required: ['name', 'in'], optional: [] }],
  ['http', { since: '2.0.0', required: ['scheme'], optional: ['bearerFormat'] }],
  ['oauth2', { since: '2.0.0', required: ['flows'], optional: [] }],
  ['openIdConnect', { since: '2.0.0', required: ['openIdConnectUrl'], optional: [] }],
  ['plain', sasl],
  ['scramSha256', sasl],
  ['scramSha512', sasl],
  ['gssapi', sasl],
]);

export const isSchemeType = (type: string): type is SchemeType => SCHEME_TYPES.has(type);

export const takesScopes = (type: SchemeType): boolean => type === 'oauth2' || type === 'openIdConnect';

// Invented types that occur in real documents, and the habit of OpenAPI or Kafka behind each.
const MEANT: ReadonlyMap<string, string> = new Map([
  ['basic', '`type: http` with `scheme: basic`'],
  ['httpbasic', '`type: http` with `scheme: basic`'],
  ['httpbasicauth', '`type: http` with `scheme: basic`'],
  ['basicauth', '`type: http` with `scheme: basic`'],
  ['bearer', '`type: http` with `scheme: bearer`'],
  ['httpbearer', '`type: http` with `scheme: bearer`'],
  ['bearerauth', '`type: http` with `scheme: bearer`'],
  ['jwt', '`type: http` with `scheme: bearer` and `bearerFormat: JWT`'],
  ['clientcertificate', '`type: X509`'],
  ['mutualtls', '`type: X509`'],
  ['mtls', '`type: X509`'],
  ['tls', '`type: X509`'],
  ['certificate', '`type: X509`'],
  ['oauth', '`type: oauth2`'],
  ['oauthbearer', '`type: oauth2` or `type: openIdConnect` on a Kafka server'],
  ['oidc', '`type: openIdConnect`'],
  ['openid', '`type: openIdConnect`'],
  ['password', '`type: userPassword`'],
  ['sasl', '`type: plain`, `scramSha256`, `scramSha512` or `gssapi`'],
  ['kerberos', '`type: gssapi`'],
  ['saslplain', '`type: plain`'],
  ['scram', '`type: scramSha256` or `type: scramSha512`'],
]);

/** Fields that belong to one type alone. */
const TELLTALE: readonly (readonly [field: string, SchemeType])[] = [
  ['flows', 'oauth2'],
  ['openIdConnectUrl', 'openIdConnect'],
  ['bearerFormat', 'http'],
  ['scheme', 'http'],
  ['name', 'httpApiKey'],
];

/** The type of a scheme that states none, where its fields give it away. */
export const likelyType = (fields: ReadonlySet<string>): SchemeType | null =>
  TELLTALE.find(([field]) => fields.has(field))?.[1] ?? null;

/** What a person who wrote an unknown type most likely meant; null where that cannot be guessed. */
export const meantType = (wrong: string): string | null => {
  const folded = wrong.toLowerCase().replace(/[^a-z0-9]/g, '');
  const known = [...SCHEME_TYPES.keys()].find((type) => type.toLowerCase() === folded);
  return known === undefined ? (MEANT.get(folded) ?? null) : `\`type: ${known}\``;
};
