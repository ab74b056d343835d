import type {
  OutlineAlternative,
  OutlineGroup,
  OutlineLevel,
  OutlineRoles,
  OutlineSection,
  PolicyAnswer,
  PolicyOutline,
} from '../commands/index.js';
import { checkedLines, COLUMN, indented, WIDTH, wrapped } from './checked-lines.js';
import { columns, padded } from './columns.js';
import { paints, type Paint } from './paint.js';
import { contextText, countsText, directionsText, isUnchecked, presetText, sectionRemark } from './policy-words.js';
import { visible } from './visible.js';

/** Prints a policy for people within 80 columns: who needs what, server by server, and who checks it. */
export const policyText = ({ document, preset }: PolicyAnswer, outline: PolicyOutline, colour: boolean): string => {
  const paint = paints(colour);
  const title = `${document.title} ${document.version} (AsyncAPI ${document.asyncapi})`;
  const heading = [title, countsText(outline), directionsText(outline), presetText(preset, named)].filter(
    (line) => line !== '',
  );
  const blocks = [
    heading.flatMap((line) => wrapped(visible(line).split(' '))),
    ...outline.sections.flatMap((section) => sectionBlocks(section, paint)),
    ...(outline.schemes.length === 0 ? [] : [schemeLines(outline.schemes)]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

const sectionBlocks = (section: OutlineSection, paint: Paint): readonly (readonly string[])[] => {
  const { servers, protocol, groups, idle } = section;
  const names = servers.map(({ id }) => named(id));
  const [only, second] = servers;
  const host = only === undefined || second !== undefined ? '' : visible(only.host);
  const titled = (inside: string): string =>
    names.length === 0 ? 'on no server' : `on ${names.join(', ')} (${inside})`;
  const title = titled(named(protocol));
  const whole = host === '' ? title : titled(`${named(protocol)}, ${host}`);
  // A long host has a line of its own, and leaves the heading of the answers in its place.
  const isWhole = columns(whole) <= (groups.length === 0 ? WIDTH : COLUMN - 2);
  const words = isWhole ? [whole] : title.split(' ');
  const head = groups.length === 0 ? wrapped(words) : checkedLines('', words, 'checked by', paint.dim);
  const remark = sectionRemark(section);
  return [
    [
      ...head,
      ...(isWhole || host === '' ? [] : indented(2, wrapped(['at', host], 2))),
      ...(remark === null ? [] : indented(2, wrapped(remark.split(' ')))),
      ...(idle === null ? [] : levelLines(idle, 'needs', paint)),
    ],
    ...groups.map((group) => groupLines(group, paint)),
  ];
};

const groupLines = (group: OutlineGroup, paint: Paint): readonly string[] => {
  const names = group.operations.map((id, index, { length }) => `${named(id)}${index === length - 1 ? '' : ','}`);
  const title = indented(2, wrapped([group.action, ...names], 2)).map(paint.bold);
  switch (group.status) {
    case 'refused':
      return [
        ...title,
        ...checkedLines('    ', ['refused:', ...spaced(group.refusedFor)], '', paint.plain).map(paint.bad),
      ];
    case 'public':
      return [
        ...title,
        ...checkedLines('    ', ['nothing:', 'public', 'by', 'the', "team's", 'word'], 'nobody', paint.bad),
      ];
    case 'protected':
      return [
        ...title,
        ...group.levels.flatMap((level, index) => levelLines(level, index === 0 ? 'needs' : 'and', paint)),
        ...(group.roles === null ? [] : roleLines(group.roles, paint)),
      ];
  }
};

const levelLines = ({ alternatives, checkedBy }: OutlineLevel, label: string, paint: Paint): readonly string[] =>
  alternatives.flatMap((alternative, index) => {
    const start = index === 0 ? `    ${label}` : '      or';
    const words = alternativeWords(alternative);
    if (alternative.dropped !== null)
      return checkedLines(start.padEnd(LABEL), words, `left out (${alternative.dropped})`, paint.dim);
    const checker = alternative.scopesUnchecked ? `${checkedBy}; scopes: nobody` : checkedBy;
    const look = alternative.scopesUnchecked || isUnchecked({ checkedBy }) ? paint.bad : paint.plain;
    return checkedLines(start.padEnd(LABEL), words, checker, look);
  });

/** Where a demand begins. */
const LABEL = 11;

const alternativeWords = ({ allOf }: OutlineAlternative): readonly string[] =>
  allOf.flatMap(({ scheme, scopes }, index) => [
    ...(index === 0 ? [] : ['and']),
    named(scheme),
    ...scopes.map((scope, at) => `${at === 0 ? '(' : ''}${named(scope)}${at === scopes.length - 1 ? ')' : ','}`),
  ]);

const roleLines = (roles: OutlineRoles, paint: Paint): readonly string[] =>
  checkedLines(
    '    role'.padEnd(LABEL),
    [...either(roles.anyOf.map(named)), ...contextText(roles.context, named).split(' ')],
    roles.checkedBy,
    isUnchecked(roles) ? paint.bad : paint.plain,
  );

/** `a, b or c`, as words. */
const either = (names: readonly string[]): readonly string[] =>
  names.flatMap((name, index) =>
    index === names.length - 1 && index > 0 ? ['or', name] : [index < names.length - 2 ? `${name},` : name],
  );

const spaced = (names: readonly string[]): readonly string[] =>
  names.map((name, index) => (index === names.length - 1 ? name : `${name},`));

const schemeLines = (schemes: PolicyOutline['schemes']): readonly string[] => [
  'schemes',
  ...schemes.flatMap(({ id, kind }) => {
    const name = named(id);
    const words = visible(kind).split(' ');
    const width = Math.min(Math.max(...schemes.map((one) => columns(named(one.id)))), COLUMN - 4);
    if (columns(name) > width)
      return [...indented(2, wrapped([name], 2)), ...indented(width + 4, wrapped(words, width + 4))];
    return wrapped(words, width + 4).map((line, index) => `  ${padded(index === 0 ? name : '', width)}  ${line}`);
  }),
];

/** A name of the document; in quotes where it could be taken for words of ours. */
const named = (name: string): string =>
  /^[\p{L}\p{M}\p{N}_.,:;#/~$@{}+*=?&!-]+$/u.test(name) ? name : visible(JSON.stringify(name));
