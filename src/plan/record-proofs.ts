import type { Scheme } from '../model/security-model.js';
import { isBearerScheme, isBrokerScheme } from './transport.js';

/** Types of the schemes by which a producer proves a record: whoever names itself by them can hold a key of its own. */
export const PROVING_TYPES = 'openIdConnect, oauth2, http bearer, X509 or asymmetricEncryption';

/** Whether the advice may be to let this scheme sign records: a login opens connections, and a secret stays out of them. */
export const provesRecords = (scheme: Scheme): boolean =>
  isBearerScheme(scheme) || scheme.type === 'X509' || scheme.type === 'asymmetricEncryption';

/** What to change so that a record can carry these schemes. */
export const proofFix = (used: readonly Scheme[]): string => {
  const bare = used.filter((scheme) => scheme.access.carrier === null);
  const unable = bare.filter((scheme) => !provesRecords(scheme));
  return unable.length === 0
    ? `State \`x-access-control: { carrier: proof }\` on ${namesOf(bare)}`
    : `Instead of ${namesOf(unable)} use a scheme that can prove a record (${PROVING_TYPES}), with \`x-access-control: { carrier: proof }\``;
};

/** What to change in an alternative that neither a broker nor a record can take. */
export const alternativeFix = (used: readonly Scheme[]): string => {
  if (used.every((scheme) => scheme.access.carrier !== null)) return 'Keep one scheme with a carrier in an alternative';
  return used.every(isBrokerScheme) ? 'Keep one login in an alternative' : proofFix(used);
};

/** `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const namesOf = (schemes: readonly Scheme[]): string => listed([...new Set(schemes.map(({ id }) => id))]);
