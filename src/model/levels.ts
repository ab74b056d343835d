import type { DocumentFacts, SecurityFacts, SecurityItem, Sibling } from '../document/facts.js';
import type { Place } from '../diagnostics/index.js';
import type { Findings, Reporter } from './findings.js';
import { reportOtherMajor } from './other-major.js';
import { described, jsonOf, textsOf } from './node-values.js';
import { correctedItem, correctedList } from './corrected-security.js';
import { repeated } from './repeated.js';
import type { ReadScheme } from './schemes.js';
import { checkedScopes } from './scopes.js';
import { takesScopes } from './scheme-types.js';
import type { Alternative, Level, SchemeUse } from './security-model.js';
import { undeclaredFix } from './scheme-names.js';

/** Nothing is stated. */
export const ABSENT: Level = { state: 'absent', anyOf: [], at: null };

/** Takes what is wrong with a level, and that something else which is told already leaves it unreadable. */
export type LevelReporter = Reporter & Pick<Findings, 'markUnreadable'>;

/** What reading a level needs beside the level. */
export interface LevelReading {
  readonly facts: DocumentFacts;
  readonly schemes: ReadonlyMap<string, ReadScheme>;
  readonly reporter: LevelReporter;
}

/** Reads one stated `security`: any one of its items suffices, all schemes within an item are needed (S4, S5, S7). */
export const readLevel = (security: SecurityFacts | null, reading: LevelReading): Level => {
  if (security === null) return ABSENT;
  const { node, at, items } = security;
  if (node.kind !== 'list') {
    const finding = {
      message: `security is ${described(node)}; it is a list of alternatives.`,
      fix: `Write a list: ${correctedList(node, { facts: reading.facts, file: at.file })}`,
    };
    reading.reporter.unreadable('security-not-a-list', node.at, finding, JSON.stringify(jsonOf(node)));
    // It was meant to demand something: the operation is not reported as unsecured too.
    return { state: 'list', anyOf: [], at };
  }
  if (items.length === 0) return { state: 'empty', anyOf: [], at };
  // An empty alternative is held by anyone, so the whole level demands nothing.
  const anonymous = items.some((item) => item.kind === 'requirement' && item.uses.length === 0);
  const anyOf = items.flatMap((item) => readAlternative(item, reading) ?? []);
  if (anyOf.length > 1) warnRepeated(anyOf, reading.reporter);
  return anonymous ? { state: 'anonymous', anyOf: [], at } : { state: 'list', anyOf, at };
};

/** An alternative that says what one before it says: it changes nothing, and likely another scheme was meant. */
const warnRepeated = (anyOf: readonly Alternative[], { report }: Reporter): void => {
  const said = ({ allOf }: Alternative): string =>
    allOf
      .map(({ scheme, scopes }) => JSON.stringify([scheme, [...scopes].sort()]))
      .sort()
      .join();
  for (const [again, first] of repeated(anyOf, said)) {
    report('alternative-repeated', again.at, {
      message: `This security has the same alternative twice: ${again.allOf.map(({ scheme }) => JSON.stringify(scheme)).join(' and ')}.`,
      fix: 'Leave one of the two out; or name the other scheme that was meant.',
      also: [first.at],
    });
  }
};

const readAlternative = (item: SecurityItem, reading: LevelReading): Alternative | null => {
  const { facts, reporter } = reading;
  if (item.kind === 'other') {
    const finding = {
      message: `An item of security is ${described(item.node)}.`,
      fix:
        item.node.kind === 'list'
          ? 'Write its items into security itself: a list within the list has no meaning.'
          : `Write ${facts.major === 2 ? 'a map from scheme to scopes' : 'a reference'}: ${correctedItem(item.node, { facts, file: item.at.file })}`,
    };
    reporter.unreadable('requirement-invalid', item.at, finding, JSON.stringify(jsonOf(item.node)));
    return null;
  }
  if (item.kind === 'requirement' && item.uses.length === 0) return null;
  if ((item.kind === 'requirement') !== (facts.major === 2)) {
    reportOtherMajor(item, facts, reporter);
    return null;
  }
  if (item.kind === 'requirement') {
    const allOf = item.uses.flatMap((use) => readUse(use, reading) ?? []);
    // What else is said of an alternative without one of its schemes would only follow from that.
    return allOf.length < item.uses.length ? null : { allOf, at: item.at };
  }
  if (item.kind === 'reference') reportSiblings(item.siblings, reporter);
  const read = item.scheme === null ? undefined : reading.schemes.get(item.scheme);
  if (read === undefined) {
    reporter.markUnreadable();
    return null;
  }
  return { allOf: [{ scheme: read.scheme.id, scopes: read.scopes }], at: item.at };
};

/** One entry of a 2.x requirement: a scheme's name and the scopes demanded (S12, S14). */
const readUse = (
  { name, keyAt, scheme, scopes, siblings }: Extract<SecurityItem, { kind: 'requirement' }>['uses'][number],
  { facts, schemes, reporter }: LevelReading,
): SchemeUse | null => {
  if (scheme === null) {
    reporter.unreadable(
      'scheme-undefined',
      keyAt,
      {
        message: `security names the scheme ${JSON.stringify(name)}, which components.securitySchemes does not declare.`,
        fix: undeclaredFix(name, facts),
      },
      name,
    );
    return null;
  }
  const read = schemes.get(scheme);
  if (read === undefined) {
    reporter.markUnreadable();
    return null;
  }
  reportSiblings(siblings, reporter);
  const oauth = takesScopes(read.scheme.type);
  const stated = checkedScopes(scopes, name, oauth ? read.offered : null, 'scopes', reporter);
  if (!oauth && stated.length > 0) {
    reporter.report(
      'scopes-without-oauth',
      scopes.at,
      {
        message: `Scheme ${JSON.stringify(name)} of type ${read.scheme.type} is applied with scopes, which only oauth2 and openIdConnect have: where a guard checks it, the team's authenticator for it has to give them, or nobody is let in.`,
        fix: `Write - ${name}: [], and say by roles what a caller may do: x-access-control on the operation. Where your authenticator gives these \`scopes\`, write \`silence: [scopes-without-oauth]\` in the configuration.`,
        severity: 'warning',
      },
      name,
    );
  }
  return { scheme: read.scheme.id, scopes: textsOf(scopes).map(({ text }) => text) };
};

/** What stands beside a `$ref` is ignored (S16); where it was meant to demand something, that is lost (M13). */
const reportSiblings = (siblings: readonly Sibling[], reporter: Reporter): void => {
  for (const { key, at, ref } of siblings) {
    const finding = {
      message: `${key} beside $ref ${JSON.stringify(ref)} is ignored: a reference has no other fields.`,
      fix: key === 'scopes' ? 'Declare a scheme with these scopes and refer to that.' : `Move ${key} into the scheme.`,
    };
    const same = `${ref} ${key}`;
    if (key === 'scopes' || key === 'x-access-control') reporter.unreadable('ref-sibling', at, finding, same);
    else if (key.startsWith('x-')) reporter.report('ref-sibling', at, finding, same);
    else if (key !== 'description' && key !== 'summary')
      reporter.report('ref-sibling', at, { ...finding, severity: 'warning' }, same);
  }
};

/** The place of a level that asks for nothing although it is stated. */
export const emptyPlace = (level: Level): Place | null =>
  level.state === 'empty' || level.state === 'anonymous' ? level.at : null;
