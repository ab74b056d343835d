import type {
  OutlineAlternative,
  OutlineGroup,
  OutlineLevel,
  OutlineRoles,
  OutlineSection,
  PolicyAnswer,
  PolicyOutline,
} from '../commands/index.js';
import { codeSpan } from './code-span.js';
import { contextText, countsText, directionsText, presetText, sectionRemark } from './policy-words.js';

/** Prints a policy as Markdown for a pull request or a page: one table a section, one row a demand. */
export const policyMarkdown = ({ document, preset }: PolicyAnswer, outline: PolicyOutline): string => {
  const remarks = [directionsText(outline), presetText(preset, codeSpan)].filter((text) => text !== '');
  const blocks = [
    `## ${codeSpan(`${document.title} ${document.version}`)} (AsyncAPI ${codeSpan(document.asyncapi)})`,
    [countsText(outline), ...remarks].map((text) => `${text}.`).join('\n\n'),
    ...outline.sections.map(sectionText),
    ...(outline.schemes.length === 0 ? [] : [schemeTable(outline.schemes)]),
  ];
  return `${blocks.join('\n\n')}\n`;
};

/** A table of Markdown. */
export const markdownTable = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sectionText = (section: OutlineSection): string => {
  const { servers, protocol, groups, idle } = section;
  const names = servers.map(({ id }) => codeSpan(id)).join(', ');
  const remark = sectionRemark(section);
  const rows = [...(idle === null ? [] : levelRows([idle], '', null)), ...groups.flatMap((group) => groupRows(group))];
  return [
    servers.length === 0 ? '### On no server' : `### On ${names} (${codeSpan(protocol)})`,
    ...(remark === null ? [] : [remark]),
    ...(rows.length === 0 ? [] : [markdownTable(['operation', 'needs, all of it', 'checked by'], rows)]),
  ].join('\n\n');
};

const groupRows = ({ action, operations, status, refusedFor, levels, roles }: OutlineGroup): readonly Row[] => {
  const title = `${action} ${operations.map(codeSpan).join(', ')}`;
  switch (status) {
    case 'refused':
      return [[title, `**refused**: ${refusedFor.map(codeSpan).join(', ')}`, '']];
    case 'public':
      return [[title, "nothing: public by the team's word", '**nobody**']];
    case 'protected':
      return levelRows(levels, title, roles);
  }
};

type Row = readonly [operation: string, needs: string, checkedBy: string];

const levelRows = (levels: readonly OutlineLevel[], title: string, roles: OutlineRoles | null): readonly Row[] =>
  [
    ...levels.map(({ alternatives, checkedBy }): readonly [string, string] => [
      alternatives.map(alternativeText).join(' or '),
      alternatives.some(({ scopesUnchecked }) => scopesUnchecked)
        ? `${checkedBy}; scopes: **nobody**`
        : checkerText(checkedBy),
    ]),
    ...(roles === null ? [] : [rolesRow(roles)]),
  ].map(([needs, checkedBy], index): Row => [index === 0 ? title : '', needs, checkedBy]);

const rolesRow = (roles: OutlineRoles): readonly [string, string] => [
  `role ${roles.anyOf.map(codeSpan).join(' or ')} ${contextText(roles.context, codeSpan)}`,
  checkerText(roles.checkedBy),
];

const checkerText = (checkedBy: string): string => checkedBy.replace(/^nobody/u, '**nobody**');

const alternativeText = ({ allOf, dropped }: OutlineAlternative): string => {
  const text = allOf
    .map(
      ({ scheme, scopes }) => codeSpan(scheme) + (scopes.length === 0 ? '' : ` (${scopes.map(codeSpan).join(', ')})`),
    )
    .join(' and ');
  return dropped === null ? text : `~~${text}~~ (left out: ${codeSpan(dropped)})`;
};

const schemeTable = (schemes: PolicyOutline['schemes']): string =>
  markdownTable(
    ['scheme', 'type'],
    schemes.map(({ id, kind }) => [codeSpan(id), codeSpan(kind)]),
  );
