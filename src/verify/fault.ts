import { report, type Diagnostic, type DiagnosticCode, type Place } from '../diagnostics/index.js';
import type { DraftFile } from '../plan/plan.js';

/** Something wrong at an offset of a text. */
export interface Fault {
  readonly code: DiagnosticCode;
  readonly at: number;
  readonly message: string;
  readonly fix: string;
}

/** Reports faults of a draft where its template says them. */
export const reportFaults = (draft: DraftFile, faults: readonly Fault[]): readonly Diagnostic[] => {
  // A loop prints its mistake once a turn; it is one mistake.
  const seen = new Map<string, Diagnostic>();
  for (const { code, at, message, fix } of faults) {
    const place = placeOf(draft, at);
    const { start } = place.range;
    const key = JSON.stringify([code, place.file, start.line, start.column]);
    if (!seen.has(key)) seen.set(key, report(code, place, { message: `${draft.path}: ${message}`, fix }));
  }
  return [...seen.values()];
};

const placeOf = (draft: DraftFile, at: number): Place => {
  const before = draft.text.slice(0, at).split('\n');
  const line = draft.lines[before.length - 1];
  if (line === undefined || line === null) return draft.template;
  const column = columnOf(draft, at, line.text);
  const range = { start: { line: line.line, column }, end: { line: line.line, column: line.text.length + 1 } };
  return { file: line.file, pointer: '', range };
};

/** The rendered text says only the line; the word that stands at the fault says where in it. */
const columnOf = (draft: DraftFile, at: number, text: string): number => {
  const word = /^[\w$]+|^\S/.exec(draft.text.slice(at))?.[0] ?? '';
  const printed = draft.placeholders.find(({ token }) => token === word);
  const found = text.indexOf(printed === undefined ? word : `{{${printed.kind}`);
  return (word !== '' && found >= 0 ? found : Math.max(text.search(/\S/), 0)) + 1;
};
