import type { AnyAuthenticator } from './authenticate.js';
import type { CompiledPolicy } from './compiled-policy.js';
import type { GuardLimits } from './guard-types.js';

/** Limits with their defaults filled in. */
export interface FullLimits {
  readonly deadline: number;
  readonly inFlight: number;
  readonly perAddress: number;
}

/** The authenticators that a guard's rules need, and no other. Throws a TypeError that names all that is wrong. */
export function checkedAuthenticators(
  home: CompiledPolicy,
  given: unknown,
): ReadonlyMap<string, AnyAuthenticator> {
  const offered: object =
    typeof given === 'object' && given !== null ? given : {};
  const found = new Map<string, AnyAuthenticator>();
  const faults: string[] = [];
  for (const { key, policy } of home.providers) {
    const authenticator = Object.getOwnPropertyDescriptor(offered, key)
      ?.value as unknown;
    if (isAuthenticator(authenticator)) found.set(key, authenticator);
    else
      faults.push(
        `${key} is missing: give a function such as ${EXAMPLES[policy.form]}`,
      );
  }
  for (const key of Object.keys(offered)) {
    if (!home.providers.some((provider) => provider.key === key))
      faults.push(
        `${key} is asked for by no rule that this guard decides: leave it out, or name it as the document does`,
      );
  }
  if (faults.length > 0)
    throw new TypeError(
      `Authenticators of server ${JSON.stringify(home.server)}:\n- ${faults.join('\n- ')}`,
    );
  return found;
}

/** The limits that were given, else the defaults. Throws a TypeError for one that would bound nothing. */
export function checkedLimits(given: GuardLimits = {}): FullLimits {
  const limits = {
    deadline: 5000,
    inFlight: 1000,
    perAddress: 100,
    ...withoutUndefined(given),
  };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1 || value > 0x7fffffff)
      throw new TypeError(
        `limits.${name} is ${String(value)}: give a whole number from 1 to 2147483647`,
      );
  }
  return limits;
}

const EXAMPLES = {
  apiKey: 'apiKeys(...)',
  basic: 'passwords(...)',
  bearer: 'jwt(...)',
  proof: 'proofVerifier(...)',
};

function withoutUndefined(limits: GuardLimits): GuardLimits {
  return Object.fromEntries(
    Object.entries(limits).filter(([, value]) => value !== undefined),
  );
}

function isAuthenticator(value: unknown): value is AnyAuthenticator {
  return typeof value === 'function';
}
