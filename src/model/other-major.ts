import type { DocumentFacts, SecurityItem } from '../document/facts.js';
import type { Reporter } from './findings.js';
import { isNull, textsOf } from './node-values.js';
import { schemeNames } from './scheme-names.js';
import { likelyType } from './scheme-types.js';
import { itemSnippet } from './snippets.js';
import { quoted, suggestion } from './wording.js';

type Requirement = Extract<SecurityItem, { kind: 'requirement' }>;
type Current = Extract<SecurityItem, { kind: 'reference' | 'inline' }>;

/** Reports an item in the form of the other major version (M1, M2). */
export const reportOtherMajor = (item: Requirement | Current, facts: DocumentFacts, reporter: Reporter): void => {
  if (item.kind !== 'requirement') reportCurrent(item, facts, reporter);
  else if (item.uses.some(({ name }) => name === '$ref')) reportNoText(item, facts, reporter);
  else if (
    item.uses.every(
      ({ name, scopes }) => scopes.kind !== 'list' && !isNull(scopes) && !schemeNames(facts).includes(name),
    )
  )
    reportTypeless(item, facts, reporter);
  else reportRequirement(item, facts, reporter);
};

/** `- $ref: #/…`: without quotes the rest of the line is a comment; or a `$ref` that is another value. */
const reportNoText = ({ uses, at }: Requirement, facts: DocumentFacts, reporter: Reporter): void => {
  const empty = uses.some(({ name, scopes }) => name === '$ref' && isNull(scopes));
  reporter.unreadable('requirement-form', at, {
    message: `The $ref of an item of security is ${empty ? 'empty: in YAML, what follows an unquoted # is a comment' : 'no text'}.`,
    fix: `Write ${itemSnippet('<scheme>', { facts, file: at.file })}.`,
  });
};

/** `- name: [scopes]` in a 3.x document. */
const reportRequirement = ({ uses, at }: Requirement, facts: DocumentFacts, reporter: Reporter): void => {
  const names = uses.map(({ name }) => name);
  const known = names.filter((name) => schemeNames(facts).includes(name));
  const scopes = uses.flatMap((use) => textsOf(use.scopes).map(({ text }) => text));
  const to = { facts, file: at.file };
  const snippets = (known.length > 0 ? known : names).map((name) => itemSnippet(name, to));
  const [undeclared] = names.filter((name) => !known.includes(name));
  reporter.unreadable(
    'requirement-form',
    at,
    {
      message: `An item of security names ${quoted(names)} as AsyncAPI 2 does; AsyncAPI ${facts.asyncapi} refers to a scheme.`,
      fix: [
        known.length > 1
          ? `One list of AsyncAPI 3 cannot demand several together: state one on the server and one on the operation, ${snippets.join(' and ')}.`
          : `Write ${snippets.join(' or ')}.`,
        scopes.length === 0
          ? 'Scopes stand in the scheme.'
          : `Scopes stand in the scheme: scopes: [${scopes.join(', ')}].`,
        ...(undeclared === undefined
          ? []
          : [`${JSON.stringify(undeclared)} is not declared. ${suggestion(undeclared, schemeNames(facts))}`]),
      ].join(' '),
    },
    names.join(' '),
  );
};

/** A scheme written in place that lacks its type. */
const reportTypeless = ({ uses, at }: Requirement, facts: DocumentFacts, reporter: Reporter): void => {
  const likely = likelyType(new Set(uses.map(({ name }) => name)));
  reporter.unreadable('requirement-form', at, {
    message: `An item of security is neither a reference nor a scheme with a type.`,
    fix: `Write ${itemSnippet('<scheme>', { facts, file: at.file })}, or give the scheme its type${likely === null ? '' : `, type: ${likely}`}.`,
  });
};

/** `- $ref: …`, or a scheme in place, in a 2.x document. */
const reportCurrent = (item: Current, facts: DocumentFacts, reporter: Reporter): void => {
  const { at } = item;
  const to = { facts, file: at.file };
  const reference = item.kind === 'reference';
  const scheme = facts.schemes.find(({ id }) => id === item.scheme);
  const component = scheme !== undefined && scheme.id !== scheme.pointer;
  const written = reference ? item.ref.slice(item.ref.lastIndexOf('/') + 1) : null;
  const name = component ? scheme.id : written;
  reporter.unreadable(
    'requirement-form',
    at,
    {
      message: `An item of security ${reference ? 'is a $ref' : 'defines a scheme'} as in AsyncAPI 3; AsyncAPI ${facts.asyncapi} names schemes of components.securitySchemes.`,
      fix:
        name === null
          ? `Move the scheme to components.securitySchemes and write ${itemSnippet('<scheme>', to)}, with its name there.`
          : `Write ${itemSnippet(name, to)}.${schemeNames(facts).includes(name) ? '' : ` ${JSON.stringify(name)} is not declared there. ${suggestion(name, schemeNames(facts))}`}`,
    },
    reference ? item.ref : undefined,
  );
};
