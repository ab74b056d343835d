import { CATALOGUE, type CatalogueEntry } from '../src/diagnostics/index.js';
import { ACCESS_CONTROL_DIAGNOSTICS } from '../src/diagnostics/catalogue/access-control.js';
import { COMMAND_LINE_DIAGNOSTICS } from '../src/diagnostics/catalogue/command-line.js';
import { DOCUMENT_DIAGNOSTICS } from '../src/diagnostics/catalogue/document.js';
import { OUTPUT_DIAGNOSTICS } from '../src/diagnostics/catalogue/output.js';
import { SCHEME_DIAGNOSTICS } from '../src/diagnostics/catalogue/schemes.js';
import { SECURITY_DIAGNOSTICS } from '../src/diagnostics/catalogue/security.js';
import { TEMPLATE_DIAGNOSTICS } from '../src/diagnostics/catalogue/template.js';
import { TRANSPORT_DIAGNOSTICS } from '../src/diagnostics/catalogue/transport.js';

type Area = readonly [title: string, entries: Readonly<Record<string, CatalogueEntry>>];

const AREAS: readonly Area[] = [
  ['The document', DOCUMENT_DIAGNOSTICS],
  ['security', SECURITY_DIAGNOSTICS],
  ['Security schemes', SCHEME_DIAGNOSTICS],
  ['x-access-control', ACCESS_CONTROL_DIAGNOSTICS],
  ['Servers and transports', TRANSPORT_DIAGNOSTICS],
  ['Templates', TEMPLATE_DIAGNOSTICS],
  ['The output folder', OUTPUT_DIAGNOSTICS],
  ['The command line and its files', COMMAND_LINE_DIAGNOSTICS],
];

const HEAD = `# Diagnostics

Every code that \`asyncapi-guards\` reports, with its usual severity, why it is reported, and mostly what to change. Where a mistake does no harm
(in a scheme that nothing applies, or to \`inspect\` where only \`generate\` depends on it) it is reported as a warning.
The report itself says it in the document's own words; \`asyncapi-guards --help-code CODE\` prints one entry. Codes are stable; text, JSON and SARIF answers carry them.

This page is printed from \`src/diagnostics/catalogue\`: \`node --import tsx docs/print-diagnostics.ts > docs/diagnostics.md\`.
`;

/** The text of `docs/diagnostics.md`. */
export const diagnosticsPage = (): string => {
  const printed = AREAS.flatMap(([, entries]) => Object.keys(entries));
  const forgotten = Object.keys(CATALOGUE).filter((code) => !printed.includes(code));
  if (forgotten.length > 0) throw new Error(`No area of the page holds ${forgotten.join(', ')}.`);
  return [HEAD, ...AREAS.map(area)].join('\n');
};

const area = ([title, entries]: Area): string =>
  [`## ${title}\n`, ...Object.entries(entries).map(([code, entry]) => section(code, entry))].join('\n');

const section = (code: string, { title, severity, cause, fix, example }: CatalogueEntry): string =>
  [
    `### ${code}`,
    `**${title}** (${severity})`,
    cause,
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
    ...(example === undefined ? [] : [`Wrong:\n\n${fenced(example.wrong)}`, `Right:\n\n${fenced(example.right)}`]),
  ].join('\n\n') + '\n';

const fenced = (yaml: string): string => `\`\`\`yaml\n${yaml}\n\`\`\``;
