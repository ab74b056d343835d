import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Provider, Rule, RuleAlternative, Scheme, SecurityModel, Server } from '../model/security-model.js';
import type { Requirement } from '../runtime/policy.js';
import { schemesOf, sharedPlace } from './places.js';

/** The alternatives of a server's own level; null where it states none. */
export const serverLevelOf = (
  server: Server | null,
  model: SecurityModel,
  schemes: ReadonlyMap<string, Scheme>,
): readonly RuleAlternative[] | null =>
  server?.security.state === 'list'
    ? server.security.anyOf.map((alternative) => ({
        ...alternative,
        actor: onlyRoleSource(alternative, schemes, model.providers),
      }))
    : null;

/** The level that a rule states beside the server's: the operation's, or the server's once more, with the rule's own actors. */
export const ownLevelOf = (
  rule: Rule,
  model: SecurityModel,
  schemes: ReadonlyMap<string, Scheme>,
): Rule['requirements'][number] | undefined => {
  const acting = rule.requirements.find((candidate) => candidate.acting);
  const own = rule.requirements.find((candidate) => candidate.level === 'operation');
  const differs =
    acting?.level === 'server' &&
    acting.anyOf.some(
      (alternative) =>
        alternative.actor !== null && alternative.actor !== onlyRoleSource(alternative, schemes, model.providers),
    );
  return own ?? (differs ? acting : undefined);
};

/** The scheme of an alternative whose provider is its only source of roles. */
const onlyRoleSource = (
  alternative: Pick<RuleAlternative, 'allOf'>,
  schemes: ReadonlyMap<string, Scheme>,
  providers: readonly Provider[],
): string | null => {
  const sources = schemesOf(alternative, schemes).filter((scheme) =>
    providers.some((provider) => provider.key === scheme.provider && provider.access.rolesFrom !== null),
  );
  const distinct = new Set(sources.map((scheme) => scheme.provider));
  return distinct.size === 1 ? (sources[0]?.id ?? null) : null;
};

/** Whether some alternative of each level can be presented at once. */
export const fitTogether = (
  serverLevel: Requirement,
  operationLevel: Requirement,
  schemes: ReadonlyMap<string, Scheme>,
  placeOf: (scheme: Scheme) => string,
): boolean =>
  serverLevel.some((first) =>
    operationLevel.some(
      (second) => sharedPlace([...schemesOf(first, schemes), ...schemesOf(second, schemes)], placeOf) === null,
    ),
  );

/** Both levels hold at once: refuses an operation where each pair of alternatives needs two values in one place. */
export const levelConflict = (
  serverLevel: Requirement,
  operationLevel: Requirement,
  operation: string,
  server: Server | null,
  schemes: ReadonlyMap<string, Scheme>,
  placeOf: (scheme: Scheme) => string,
): readonly Diagnostic[] => {
  if (server === null || fitTogether(serverLevel, operationLevel, schemes, placeOf)) return [];
  return [
    report('alternative-unsatisfiable', server.at, {
      message: `Nobody could call ${operation} on ${server.id}: each way to satisfy both the server and the operation needs two values in one header.`,
      fix: 'Let the server and the operation share a scheme, or give one of them a scheme that travels elsewhere.',
    }),
  ];
};
