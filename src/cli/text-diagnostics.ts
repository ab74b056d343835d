import { CATALOGUE, type Diagnostic, type Place, type Severity } from '../diagnostics/index.js';
import { printedPath } from './printed-path.js';
import { visible } from './visible.js';

const COLOURS: Readonly<Record<Severity, string>> = { error: '31', warning: '33', info: '36' };

/** More places than this help nobody; the JSON answer has them all. */
const MOST_PLACES = 6;

/** Prints diagnostics for people: what, where, why, and what to change. What several have in common is told once. */
export const textDiagnostics = (diagnostics: readonly Diagnostic[], cwd: string, colour: boolean): string => {
  const said = new Set<string>();
  const once = (key: string, lines: readonly string[]): readonly string[] => {
    if (said.has(key)) return [];
    said.add(key);
    return lines;
  };
  return diagnostics
    .map((diagnostic) => {
      const { code, severity, message, fix, at, also = [] } = diagnostic;
      const word = colour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[0m` : severity;
      const lines = [
        `${word} ${code}${at === undefined ? '' : ` ${placeText(at, cwd)}`}`,
        `  ${visible(message)}`,
        ...once(code, [`  why: ${CATALOGUE[code].cause}`]),
        ...once(`${code} ${fix}`, [`  fix: ${visible(fix)}`]),
        ...also.slice(0, MOST_PLACES).map((place) => `  also: ${placeText(place, cwd)}`),
        ...(also.length > MOST_PLACES ? [`  also: ${String(also.length - MOST_PLACES)} more places`] : []),
      ];
      return `${lines.join('\n')}\n`;
    })
    .join('');
};

const placeText = ({ file, pointer, range: { start } }: Place, cwd: string): string => {
  const position = `${visible(printedPath(cwd, file))}:${String(start.line)}:${String(start.column)}`;
  return pointer === '' ? position : `${position} (${visible(pointer)})`;
};
