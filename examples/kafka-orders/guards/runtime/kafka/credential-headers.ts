import type { Policy } from '../policy.js';
import { PROOF_HEADER, type RecordHeader } from '../record.js';

/** Headers that hold a credential, whatever the policy says. In lower case. */
const ALWAYS: readonly string[] = [PROOF_HEADER, 'authorization'];

/** Takes the headers away in which a credential may travel, to a cluster or through any other door of the application. */
export function credentialFilter(
  policy: Policy | null,
): (headers: readonly RecordHeader[]) => readonly RecordHeader[] {
  const carriers = Object.values(policy?.providers ?? {}).flatMap(
    (provider) => provider.carriers,
  );
  const names = new Set(ALWAYS);
  for (const carrier of carriers) {
    if (carrier.in === 'header') names.add(carrier.name.toLowerCase());
    if (carrier.in === 'cookie') names.add('cookie');
  }
  return (headers) =>
    headers.filter(({ name }) => !names.has(name.toLowerCase()));
}

/** Whether a producer would be taken for proving something by a header of this name. */
export function isCredentialHeader(name: string): boolean {
  return ALWAYS.includes(name.toLowerCase());
}
