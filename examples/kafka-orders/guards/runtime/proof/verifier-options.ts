import type { AccountGrants } from '../account-grants.js';
import type { Source } from '../credentials.js';
import { keyUrl } from '../json-fetch.js';
import { jsonObject } from '../json-object.js';
import { publicKeys } from '../public-keys.js';
import { ALGORITHM_NAMES } from './algorithms.js';
import { secretKeys } from './hmac.js';
import { checkedHeaders, checkedText } from './option-checks.js';

/** How long a record's proof is good. */
export type ProofAge = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** Whose proofs a verifier takes. One of `jwksUri`, `keys` and `secrets`, at least, must be given. */
export interface ProofVerifierOptions {
  /** Compared exactly with the claim `iss`. */
  readonly issuer: string;
  /** Where the issuer publishes the producers' keys (JWKS). */
  readonly jwksUri?: string;
  /** The producers' keys instead: a JWKS in JSON. */
  readonly keys?: Source<string>;
  /** The longest time from the signature to the broker's own time of the record (LogAppendTime), else to now. */
  readonly maxAge: ProofAge;
  /** The roles of a producer, as `ROLE@context`; null for one that does not exist, which refuses the proof. */
  readonly grants?: AccountGrants;
  /** Headers that the proofs cover beside those of the document. The signers must name the same. */
  readonly headers?: readonly string[];
  /** Signature algorithms of the published keys; every asymmetric one, unless given. */
  readonly algorithms?: readonly string[];
  /** Producers that sign with HS256, and the secret of each: a JWK in JSON, or `{ "keys": [...] }` while it is rotated. Whoever verifies can forge. */
  readonly secrets?: Readonly<Record<string, Source<string>>>;
  /** Seconds by which the clocks of producers, brokers and app may differ (60, at most 300). */
  readonly clockTolerance?: number;
  /** How many proofs are remembered, so that a replay of theirs is seen (100000). */
  readonly remembered?: number;
}

/** Options with their defaults, found fit. */
export interface CheckedVerifierOptions {
  readonly issuer: string;
  readonly published: URL | Source<string> | null;
  /** Seconds. */
  readonly maxAge: number;
  readonly headers: readonly string[];
  readonly algorithms: readonly string[];
  readonly secrets: ReadonlyMap<string, Source<string>>;
  readonly clockTolerance: number;
  readonly remembered: number;
}

const SECONDS = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

/** Throws a TypeError for an option without which any proof would do. */
export function checkedVerifierOptions(
  options: ProofVerifierOptions,
): CheckedVerifierOptions {
  const {
    algorithms = ALGORITHM_NAMES,
    clockTolerance = 60,
    remembered = 100_000,
  } = options;
  const issuer = checkedText(options.issuer, 'proofVerifier: issuer');
  const unfit = algorithms.find((name) => !ALGORITHM_NAMES.includes(name));
  if (algorithms.length === 0 || unfit !== undefined)
    throw new TypeError(
      `proofVerifier: algorithms names ${JSON.stringify(unfit ?? 'none')}; it takes ${ALGORITHM_NAMES.join(', ')}. HS256 is for the producers in secrets.`,
    );
  if (!(clockTolerance >= 0 && clockTolerance <= 300))
    throw new TypeError(
      'proofVerifier: clockTolerance is not from 0 to 300 seconds.',
    );
  if (!(Number.isSafeInteger(remembered) && remembered >= 1))
    throw new TypeError('proofVerifier: remembered is no number from 1.');
  const secrets = checkedSecrets(options.secrets ?? {});
  const published = publishedKeys(options);
  if (published === null && secrets.size === 0)
    throw new TypeError('proofVerifier: jwksUri, keys or secrets is missing.');
  return {
    issuer,
    published,
    maxAge: secondsOf(options.maxAge),
    headers: checkedHeaders(options.headers, 'proofVerifier: headers'),
    algorithms: [...algorithms],
    secrets,
    clockTolerance,
    remembered,
  };
}

function publishedKeys({
  jwksUri,
  keys,
}: ProofVerifierOptions): URL | Source<string> | null {
  if (jwksUri !== undefined && keys !== undefined)
    throw new TypeError('proofVerifier: give jwksUri or keys, not both.');
  if (jwksUri !== undefined) return keyUrl(jwksUri, 'proofVerifier: jwksUri');
  return keys === undefined ? null : checkedSource(keys, 'keys', publicKeys);
}

/** Two producers with one secret could sign for each other. */
function checkedSecrets(
  secrets: Readonly<Record<string, Source<string>>>,
): ReadonlyMap<string, Source<string>> {
  const sources = Object.entries(secrets);
  for (const [subject, source] of sources)
    checkedSource(source, `secrets.${subject}`, secretKeys);
  if (new Set(sources.map(([, source]) => source)).size < sources.length)
    throw new TypeError('proofVerifier: two producers have one secret.');
  return new Map(sources);
}

/** A text is read now, so that a mistake in it is found before the first record. */
function checkedSource(
  source: Source<string>,
  slot: string,
  read: (keys: unknown) => readonly unknown[],
): Source<string> {
  if (typeof source === 'function') return source;
  const what = `proofVerifier: ${slot}`;
  if (read(jsonObject(checkedText(source, what))).length === 0)
    throw new TypeError(`${what} has no key that is fit to verify.`);
  return source;
}

function secondsOf(age: unknown): number {
  const [, digits = '', unit = ''] =
    /^(\d{1,9})([smhd])$/.exec(String(age)) ?? [];
  const seconds = Number(digits) * (SECONDS.get(unit) ?? 0);
  if (seconds === 0)
    throw new TypeError(
      "proofVerifier: maxAge is no time such as '15m', '12h' or '7d'.",
    );
  return seconds;
}
