import { parseEvents, YAMLException, type Event } from 'js-yaml';
import { LIMITS } from './limits.js';
import { lineIndex, type LineIndex } from './line-index.js';

/** A text as the YAML reader took it. `lines` finds the places of its offsets in the text as it was written. */
export interface ReadText {
  readonly text: string;
  readonly lines: LineIndex;
}

/** How many characters are read again to mend indentation: half a second. */
const AGAIN = 8_000_000;

/**
 * Reads YAML events. YAML 1.2 wants the lines of a flow collection deeper than the block around it; nearly every other
 * reader takes a closing bracket below its key, and one file in two hundred has one. Such a line is indented first.
 */
export const readEvents = (
  source: string,
): ReadText & ({ readonly events: readonly Event[] } | { readonly fault: YAMLException }) => {
  const inserted: Insertion[] = [];
  const lines = shifted(lineIndex(source), inserted);
  let text = source;
  for (let again = AGAIN; ; again -= text.length) {
    try {
      return { events: parseEvents(text, { maxDepth: LIMITS.depth }), text, lines };
    } catch (fault) {
      if (!(fault instanceof YAMLException)) throw fault;
      const missing = again > text.length ? missingSpaces(text, fault) : null;
      if (missing === null) return { fault, text, lines };
      text = `${text.slice(0, missing.at)}${' '.repeat(missing.count)}${text.slice(missing.at)}`;
      inserted.push(missing);
    }
  }
};

/** Spaces at a line's start; later ones lie further on in the text. */
interface Insertion {
  readonly at: number;
  readonly count: number;
}

/** What a line lacks to be one deeper than the line before it; null where that is not its fault. */
const missingSpaces = (text: string, { reason, mark }: YAMLException): Insertion | null => {
  if (reason !== 'deficient indentation' || mark === undefined) return null;
  const at = text.lastIndexOf('\n', mark.position - 1) + 1;
  const before = text.slice(0, at).trimEnd();
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  // Of a list's item, what it holds counts from behind the dash.
  const count = 1 + spaces(/^(?: |- )*/, lastLine) - spaces(/^ */, text.slice(at));
  return at > 0 && count > 0 ? { at, count } : null;
};

const spaces = (indentation: RegExp, line: string): number => indentation.exec(line)?.[0].length ?? 0;

const shifted = (lines: LineIndex, inserted: readonly Insertion[]): LineIndex => {
  const written = (offset: number): number =>
    inserted.reduceRight((rest, { at, count }) => (rest <= at ? rest : Math.max(at, rest - count)), offset);
  return { range: (start, end) => lines.range(written(start), written(end)) };
};
