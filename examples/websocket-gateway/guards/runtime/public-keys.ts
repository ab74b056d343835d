import { createPublicKey } from 'node:crypto';
import { ownFault } from './own-faults.js';

/** A public key that may verify tokens, as its issuer publishes it (RFC 7517). */
export interface PublicKey {
  readonly kty: string;
  readonly kid?: string;
  readonly [member: string]: unknown;
}

const MOST_KEYS = 100;
const KEY_TYPES: readonly unknown[] = ['RSA', 'EC', 'OKP'];
const SMALLEST_MODULUS = 1n << 2047n;

/**
 * The keys of a set that are fit to verify signatures. A weak or broken key is left out, as if its issuer had not
 * published it; a set that names two keys alike is refused whole, for nobody can say which of them is meant.
 */
export function publicKeys(set: unknown): readonly PublicKey[] {
  const listed =
    typeof set === 'object' && set !== null && 'keys' in set
      ? set.keys
      : undefined;
  if (!Array.isArray(listed))
    throw ownFault(new Error('The key set has no list of keys.'));
  if (listed.length > MOST_KEYS)
    throw ownFault(
      new Error(`The key set has more than ${String(MOST_KEYS)} keys.`),
    );
  const keys = listed.filter(isFit);
  const names = keys.map(({ kid }) => kid).filter((kid) => kid !== undefined);
  if (new Set(names).size < names.length)
    throw ownFault(new Error('The key set names two keys alike.'));
  return keys;
}

function isFit(key: unknown): key is PublicKey {
  if (
    typeof key !== 'object' ||
    key === null ||
    !('kty' in key) ||
    !KEY_TYPES.includes(key.kty)
  )
    return false;
  if ('use' in key && key.use !== 'sig') return false;
  if ('kid' in key && typeof key.kid !== 'string') return false;
  return (
    !('d' in key) && isReadable(key) && (key.kty !== 'RSA' || isFitRsa(key))
  );
}

/** A key that no library can read would turn each token that names it into an outage. */
function isReadable(key: object): boolean {
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

/** jose takes an exponent of 1, with which every message is its own signature, and keys of the ROCA generator. */
function isFitRsa(key: object): boolean {
  const modulus = 'n' in key ? unsigned(key.n) : null;
  const exponent = 'e' in key ? unsigned(key.e) : null;
  if (modulus === null || exponent === null || modulus < SMALLEST_MODULUS)
    return false;
  return exponent >= 3n && exponent % 2n === 1n && !isRoca(modulus);
}

function unsigned(text: unknown): bigint | null {
  if (typeof text !== 'string' || !/^[\w-]+$/.test(text)) return null;
  return BigInt(`0x${Buffer.from(text, 'base64url').toString('hex') || '0'}`);
}

/** Infineon's keys (CVE-2017-15361): the modulus is a power of 65537 modulo every small prime. */
function isRoca(modulus: bigint): boolean {
  return SMALL_PRIMES.every((prime) =>
    powersOf65537(prime).has(Number(modulus % BigInt(prime))),
  );
}

const SMALL_PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73,
  79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157,
  163, 167,
];

function powersOf65537(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65537) % prime)
    powers.add(power);
  return powers;
}
