import { CATALOGUE, type Diagnostic, type Place, type Severity } from '../diagnostics/index.js';
import { TOOL } from '../sources/tool.js';
import type { Answer } from './answer.js';
import { helpOf } from './json-answer.js';
import { printedPath } from './printed-path.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Prints an answer's diagnostics as SARIF 2.1.0, the form that code scanning reads. */
export const sarifAnswer = (answer: Answer, cwd: string): string => {
  const [name = '', version = ''] = TOOL.split('/');
  const codes = [...new Set(answer.diagnostics.map((diagnostic) => diagnostic.code))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, rules: codes.map(sarifRule) } },
        results: answer.diagnostics.map((diagnostic) => sarifResult(diagnostic, cwd)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

const sarifRule = (code: Diagnostic['code']): object => ({
  id: code,
  shortDescription: { text: CATALOGUE[code].title },
  fullDescription: { text: CATALOGUE[code].cause },
  help: { text: helpOf(code) },
});

const sarifResult = ({ code, severity, message, fix, at, also }: Diagnostic, cwd: string): object => ({
  ruleId: code,
  level: LEVELS[severity],
  message: { text: `${message} ${fix}` },
  ...(at === undefined ? {} : { locations: [sarifLocation(at, cwd)] }),
  ...(also === undefined ? {} : { relatedLocations: also.map((place) => sarifLocation(place, cwd)) }),
});

const sarifLocation = ({ file, pointer, range: { start, end } }: Place, cwd: string): object => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(printedPath(cwd, file)) },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  },
  logicalLocations: [{ fullyQualifiedName: pointer }],
});
