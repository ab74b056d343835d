import type { Alternative, Carrier, Policy, ServerPolicy } from '../policy.js';
import { ConnectionError } from './connection-error.js';

/** A credential and the carrier in which it will travel. */
export interface Placement {
  readonly provider: string;
  readonly carrier: Carrier;
}

/**
 * Which credentials to present for a channel: the first alternative of the server's level that the given slots satisfy, and
 * with it the first of each operation that can be. Throws ConnectionError, naming the slots, where no operation is left.
 */
export function chooseCredentials(
  policy: Policy,
  server: ServerPolicy,
  operations: readonly string[],
  slots: ReadonlySet<string>,
): readonly Placement[] {
  for (const alternative of server.requirement ?? [null]) {
    let placed = place(policy, [], alternative, slots);
    if (placed === undefined) continue;
    let reachable = 0;
    for (const operation of operations) {
      const withOperation = placeFirst(
        policy,
        placed,
        alternativesOf(policy, server, operation),
        slots,
      );
      if (withOperation === undefined) continue;
      placed = withOperation;
      reachable += 1;
    }
    if (reachable > 0) return placed;
  }
  throw new ConnectionError(
    'credential-missing',
    missing(policy, server, operations, slots),
  );
}

function alternativesOf(
  policy: Policy,
  server: ServerPolicy,
  operation: string,
): readonly (Alternative | null)[] {
  if (policy.operations[operation]?.access === 'public') return [null];
  return server.rules[operation]?.requirement ?? [null];
}

function placeFirst(
  policy: Policy,
  placed: readonly Placement[],
  alternatives: readonly (Alternative | null)[],
  slots: ReadonlySet<string>,
): readonly Placement[] | undefined {
  for (const alternative of alternatives) {
    const found = place(policy, placed, alternative, slots);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Adds what the alternative needs; undefined where a slot is not given, or where two values would meet in one carrier. */
function place(
  policy: Policy,
  placed: readonly Placement[],
  alternative: Alternative | null,
  slots: ReadonlySet<string>,
): readonly Placement[] | undefined {
  const all = [...placed];
  for (const provider of providersOf(policy, alternative)) {
    if (all.some((placement) => placement.provider === provider)) continue;
    const carrier = policy.providers[provider]?.carriers.find(
      (candidate) =>
        !all.some((placement) => isSame(placement.carrier, candidate)),
    );
    if (carrier === undefined || !slots.has(provider)) return undefined;
    all.push({ provider, carrier });
  }
  return all;
}

function providersOf(
  policy: Policy,
  alternative: Alternative | null,
): readonly string[] {
  const providers =
    alternative?.allOf.map(
      ({ scheme }) => policy.schemes[scheme]?.provider ?? scheme,
    ) ?? [];
  return [...new Set(providers)];
}

function isSame(one: Carrier, other: Carrier): boolean {
  return one.in === other.in && one.name === other.name;
}

function missing(
  policy: Policy,
  server: ServerPolicy,
  operations: readonly string[],
  slots: ReadonlySet<string>,
): string {
  const levels = [
    server.requirement ?? [null],
    ...operations.map((id) => alternativesOf(policy, server, id)),
  ];
  const wanted = levels.map((level) =>
    level.map((one) => providersOf(policy, one).join(' and ')).join(', or '),
  );
  const needs = [...new Set(wanted.filter((text) => text !== ''))].join('; ');
  const given = slots.size === 0 ? 'none' : [...slots].join(', ');
  return `The credentials given (${given}) allow no operation of this channel. It needs: ${needs}.`;
}
