import { CATALOGUE, type Diagnostic, type Place } from '../diagnostics/index.js';
import { TOOL } from '../sources/tool.js';
import type { Answer } from './answer.js';
import { printedPath } from './printed-path.js';

/** Prints an answer as the one JSON object of the command line's contract. */
export const jsonAnswer = (answer: Answer, cwd: string): string =>
  `${JSON.stringify(
    {
      contract: 1,
      command: answer.command,
      tool: TOOL,
      diagnostics: answer.diagnostics.map((diagnostic) => jsonDiagnostic(diagnostic, cwd)),
      ...answer.body,
    },
    null,
    2,
  )}\n`;

/** Where the documentation explains a code. */
export const helpOf = (code: string): string => `docs/diagnostics.md#${code}`;

const jsonDiagnostic = ({ code, severity, message, fix, at, also }: Diagnostic, cwd: string): object => ({
  code,
  severity,
  message,
  cause: CATALOGUE[code].cause,
  fix,
  help: helpOf(code),
  ...(at === undefined ? {} : jsonPlace(at, cwd)),
  ...(also === undefined ? {} : { also: also.map((place) => jsonPlace(place, cwd)) }),
});

const jsonPlace = ({ file, pointer, range }: Place, cwd: string): object => ({
  file: printedPath(cwd, file),
  pointer,
  range,
});
