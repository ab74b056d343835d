import type { Policy, Requirement } from '../policy.js';
import { kafkaServer } from './sides.js';

/** What a producer puts into a record for one provider. */
export interface RecordCredential {
  readonly provider: string;
  readonly carrier: 'proof' | 'bearer';
}

/**
 * What this app puts into the records of an operation: the first alternative of each level of which it holds all. Throws a
 * TypeError where there is none, with the names of those that the first one lacks.
 */
export function recordCredentials(
  policy: Policy,
  server: string,
  operation: string,
  held: ReadonlySet<string>,
): readonly RecordCredential[] {
  const choices = choicesOf(policy, server, operation);
  const lackOf = (choice: readonly RecordCredential[]): readonly string[] =>
    choice
      .map(({ provider }) => provider)
      .filter((provider) => !held.has(provider));
  const chosen = choices.find((choice) => lackOf(choice).length === 0);
  if (chosen !== undefined) return chosen;
  const [first] = choices;
  throw new TypeError(
    first === undefined
      ? `${operation}: no record can carry what its security asks for.`
      : `${operation}: signers has no ${lackOf(first).join(', ')}.`,
  );
}

/** How the records of these operations carry each provider, where they may. */
export function recordCarriers(
  policy: Policy,
  server: string,
  operations: readonly string[],
): ReadonlyMap<string, RecordCredential['carrier']> {
  return new Map(
    operations.flatMap((operation) =>
      choicesOf(policy, server, operation).flatMap((choice) =>
        choice.map(({ provider, carrier }) => [provider, carrier] as const),
      ),
    ),
  );
}

/** Each way of meeting all levels, in the order of the document, as far as one record can carry it. */
function choicesOf(
  policy: Policy,
  server: string,
  operation: string,
): readonly (readonly RecordCredential[])[] {
  let choices: readonly (readonly string[])[] = [[]];
  for (const level of levelsOf(policy, server, operation))
    choices = choices.flatMap((chosen) =>
      level.map(({ allOf }) => [
        ...chosen,
        ...allOf.map(({ scheme }) => scheme),
      ]),
    );
  return choices.flatMap((schemes) => {
    const choice = carried(policy, schemes);
    return choice === null ? [] : [choice];
  });
}

/** Null where one of them has no carrier, or two would share one. */
function carried(
  policy: Policy,
  schemes: readonly string[],
): readonly RecordCredential[] | null {
  const providers = new Set(
    schemes.map((scheme) => policy.schemes[scheme]?.provider ?? ''),
  );
  const byCarrier = new Map<RecordCredential['carrier'], string>();
  for (const provider of providers) {
    const carrier = policy.providers[provider]?.record;
    if (carrier === undefined || byCarrier.has(carrier)) return null;
    byCarrier.set(carrier, provider);
  }
  return [...byCarrier].map(([carrier, provider]) => ({ provider, carrier }));
}

/** Nobody looks at what a record carries where the broker alone sees to the operation, unless the operation asks for it: what is sent is judged by whoever receives it. */
function levelsOf(
  policy: Policy,
  server: string,
  operation: string,
): readonly Requirement[] {
  const { requirement, rules } = kafkaServer(policy, server);
  const rule = rules[operation];
  const own = rule?.requirement ?? null;
  const outer =
    rule?.enforcedBy === 'broker' && own === null ? null : requirement;
  return [outer, own].filter((level): level is Requirement => level !== null);
}
