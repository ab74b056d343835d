import type { DocumentFacts, SecurityFacts } from '../document/facts.js';
import { placeKey } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import { emptyPlace } from './levels.js';
import type { RuledOperation } from './rules.js';
import type { Level } from './security-model.js';
import { itemSnippet } from './snippets.js';
import { quoted } from './wording.js';

/** Schemes that nothing applies guard nothing (M11). True where that is the one reason why operations are unprotected. */
export const reportUnapplied = (
  facts: DocumentFacts,
  operations: readonly RuledOperation[],
  reporter: Reporter,
): boolean => {
  const securities = [...facts.servers, ...facts.operations].flatMap(({ security }): SecurityFacts[] =>
    security === null ? [] : [security],
  );
  const demanded = securities.some(({ items, node }) => items.length > 0 || node.kind !== 'list');
  const closed = operations.filter(({ openedAt }) => openedAt === undefined);
  const declared = facts.schemes.filter(({ inline }) => !inline);
  const [first, ...rest] = declared;
  // Where it was meant to be applied has been said, and why that is no place for it.
  if (first === undefined || demanded || facts.misplacedSecurity) return false;
  // Where security is stated empty, each unprotected operation is told so instead.
  if (securities.length > 0 && closed.length > 0) return false;
  reporter.report('schemes-unapplied', first.at, {
    message: `No server or operation applies ${quoted(declared.map(({ id }) => id))}: nothing is guarded.`,
    fix: `Add security to the server or the operations: ${itemSnippet(first.id, { facts, file: facts.at.file })}.`,
    also: rest.map(({ at }) => at),
    ...(closed.length === 0 && operations.length > 0 ? { severity: 'warning' as const } : {}),
  });
  return true;
};

/** A level that is stated and demands nothing (S7, M12). */
export const reportEmpty = (level: Level, explained: ReadonlySet<string>, reporter: Reporter): void => {
  const at = emptyPlace(level);
  if (at === null || explained.has(placeKey(at))) return;
  reporter.report('security-empty', at, {
    message:
      level.state === 'empty'
        ? 'security is an empty list: nothing is required at this level.'
        : 'security holds {}, which anyone satisfies: nothing is required at this level.',
    fix: 'Leave security out where this level demands nothing, or state the schemes that it demands.',
  });
};
