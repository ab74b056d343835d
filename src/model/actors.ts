import type { DocumentFacts } from '../document/facts.js';
import { placeKey, type Place } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import { schemeNames } from './scheme-names.js';
import type { OperationAccess } from './operation-access.js';
import type { Alternative, Operation, Rule, RuleAlternative, Scheme } from './security-model.js';
import { quoted, suggestion } from './wording.js';

/** What finding actors needs beside the alternatives. */
export interface ActorReading {
  readonly facts: DocumentFacts;
  readonly schemes: ReadonlyMap<string, Scheme>;
  /** Schemes whose `x-access-control` has a reported mistake: whether they are sources of roles is not known. */
  readonly unclear: ReadonlySet<string>;
  readonly reporter: Reporter;
}

/** The scheme that `x-access-control.actor` names, by id or alias; null where none is named or it does not exist. */
export const readNamedActor = (
  actor: OperationAccess['actor'],
  { facts, schemes, reporter }: ActorReading,
): string | null => {
  if (actor === null) return null;
  const isMeant = ({ id, aliases }: { readonly id: string; readonly aliases: readonly string[] }): boolean =>
    id === actor.name || aliases.includes(actor.name);
  const scheme = [...schemes.values()].find(isMeant);
  // One that is declared and could not be read has been told.
  if (!facts.schemes.some(isMeant)) {
    reporter.unreadable('actor-undefined', actor.at, {
      message: `actor names the scheme ${JSON.stringify(actor.name)}, which the document does not declare.`,
      fix: suggestion(actor.name, schemeNames(facts)),
    });
  }
  return scheme?.id ?? null;
};

/** An alternative of the acting level, with the scheme whose grants count; `null` where that cannot be said. */
export const withActor = (
  alternative: Alternative,
  named: string | null,
  operation: { readonly id: string; readonly at: Place },
  { schemes, unclear, reporter }: ActorReading,
): RuleAlternative => {
  const members = alternative.allOf.flatMap(({ scheme }) => schemes.get(scheme) ?? []);
  const sources = members.filter(({ access }) => access.rolesFrom !== null);
  const chosen = members.find(({ id }) => id === named);
  // Schemes of one provider are proved together: whichever is taken, the same grants count.
  const actor = chosen ?? (new Set(sources.map(({ provider }) => provider)).size === 1 ? sources[0] : undefined);
  if (actor !== undefined && actor.access.rolesFrom !== null) return { ...alternative, actor: actor.id };
  if (members.some(({ id }) => unclear.has(id))) return { ...alternative, actor: null };
  const ids = [...new Set((chosen === undefined ? members : [chosen]).map(({ id }) => id))];
  if (sources.length > 1 && chosen === undefined) {
    reporter.report(
      'actor-ambiguous',
      alternative.at,
      {
        message: `Roles decide, and this alternative has several sources of roles: ${quoted(sources.map(({ id }) => id))}.`,
        fix: `State x-access-control.actor on operation ${JSON.stringify(operation.id)}: the scheme whose roles count.`,
        also: [operation.at],
      },
      placeKey(alternative.at),
    );
  } else {
    reporter.report(
      'actor-missing',
      alternative.at,
      {
        message: `Operation ${JSON.stringify(operation.id)} asks for roles, and ${ids.length === 1 ? `scheme ${quoted(ids)} is no` : `none of the schemes ${quoted(ids)} is a`} source of roles.`,
        fix: `State x-access-control.rolesFrom on ${ids.length === 1 ? `the scheme ${quoted(ids)}` : 'one of them'}: account, claim, groups, scopes, ldap or certificate.`,
      },
      ids.join('\n'),
    );
  }
  return { ...alternative, actor: null };
};

/** An actor that no alternative of its operation demands: its roles could never count, and another scheme's would. */
export const reportIdleActor = (
  { actor, roles }: Operation,
  stated: OperationAccess['actor'],
  rules: readonly Rule[],
  { reporter }: ActorReading,
): void => {
  const demanded = rules
    .flatMap(({ requirements }) => requirements.filter(({ acting }) => acting))
    .flatMap(({ anyOf }) => anyOf.flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme)));
  if (actor === null || stated === null || (roles ?? []).length === 0) return;
  if (demanded.length === 0 || demanded.includes(actor)) return;
  reporter.unreadable('actor-undefined', stated.at, {
    message: `actor names the scheme ${JSON.stringify(stated.name)}, which no alternative of the operation demands.`,
    fix: `Name one of those that it demands: ${quoted([...new Set(demanded)], 'or')}.`,
  });
};
