import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Alternative, RuleAlternative, Scheme, Server } from '../model/security-model.js';
import type { Requirement } from '../runtime/policy.js';
import { recordPlace } from './kafka-enforcement.js';
import { schemesOf } from './places.js';
import { listed, provesRecords } from './record-proofs.js';
import { fitTogether } from './rule-levels.js';
import { isBearerScheme, isBrokerScheme, typeOf } from './transport.js';

/** A scheme that a Kafka server's records should carry, and nothing says how. */
export interface BareScheme {
  readonly scheme: Scheme;
  readonly server: Server;
  /** The operation that demands it, or the server. */
  readonly where: string;
  readonly alternative: Alternative;
}

/** The schemes to which a carrier would make a level satisfiable; none where no carrier alone would. */
export const bareSchemes = (
  anyOf: readonly Alternative[],
  where: string,
  server: Server,
  schemes: ReadonlyMap<string, Scheme>,
): readonly BareScheme[] =>
  anyOf.flatMap((alternative) => {
    const bare = schemesOf(alternative, schemes).filter((scheme) => scheme.access.carrier === null);
    return bare.every(provesRecords) ? bare.map((scheme) => ({ scheme, server, where, alternative })) : [];
  });

/** One error a scheme and server, however many operations demand it. */
export const bareFindings = (found: readonly BareScheme[]): readonly Diagnostic[] => {
  const groups = new Map<string, BareScheme[]>();
  for (const bare of found) {
    const key = JSON.stringify([bare.scheme.id, bare.server.id]);
    groups.set(key, [...(groups.get(key) ?? []), bare]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { scheme, server } = first;
    const login = isBearerScheme(scheme) ? `, or list it in the security of ${server.id} if the broker checks it` : '';
    return [
      report('alternative-unsatisfiable', scheme.at, {
        message: `${listed([...new Set(group.map(({ where }) => where))])}: nobody could satisfy the scheme ${scheme.id} (${typeOf(scheme)}): the broker of ${server.id} does not check it, and nothing says how a record carries it.`,
        fix: `State \`x-access-control: { carrier: proof }\` on ${scheme.id}${login}.`,
        also: group.map(({ alternative }) => alternative.at),
      }),
    ];
  });
};

/** Operations whose records would need two proofs at once, the server's and their own: one error, at the server's scheme. */
export const proofConflicts = (
  server: Server,
  serverLevel: Requirement,
  levels: ReadonlyMap<string, Requirement>,
  schemes: ReadonlyMap<string, Scheme>,
): readonly Diagnostic[] => {
  const operations = [...levels].filter(([, level]) => !fitTogether(serverLevel, level, schemes, recordPlace));
  const signers = carriedIn(serverLevel, schemes);
  const [signer] = signers;
  if (operations.length === 0 || signer === undefined) return [];
  const own = [...new Set(operations.flatMap(([, level]) => carriedIn(level, schemes)))].map(({ id }) => id);
  const logins = signers.filter((scheme) => isBrokerScheme(scheme) || isBearerScheme(scheme));
  return [
    report('alternative-unsatisfiable', signer.at, {
      message: `${listed(operations.map(([id]) => id))} on ${server.id}: nobody could sign their records: the server's ${listed(signers.map((scheme) => `${scheme.id} (${typeOf(scheme)})`))} and their own ${listed(own)} both have a carrier, and a record has one place for it.`,
      fix:
        logins.length === signers.length
          ? `Remove the carrier of ${listed(logins.map(({ id }) => id))}, which opens the connection; records are signed with ${listed(own)}.`
          : 'Let the server and the operations share a scheme.',
    }),
  ];
};

const carriedIn = (
  anyOf: readonly Pick<RuleAlternative, 'allOf'>[],
  schemes: ReadonlyMap<string, Scheme>,
): readonly Scheme[] => [
  ...new Set(
    anyOf.flatMap((alternative) => schemesOf(alternative, schemes).filter(({ access }) => access.carrier !== null)),
  ),
];
