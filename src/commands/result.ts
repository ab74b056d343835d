import type { Diagnostic } from '../diagnostics/index.js';

/** What every command answers with. */
export interface CommandResult {
  /** Sorted by file, line, column and code; each told once. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts, drops what is told twice, and leaves out what the team silenced. Errors cannot be silenced. */
export const settled = (diagnostics: readonly Diagnostic[], silence: readonly string[] = []): readonly Diagnostic[] => {
  const told = new Set<string>();
  return diagnostics
    .filter((diagnostic) => diagnostic.severity === 'error' || !silence.includes(diagnostic.code))
    .filter((diagnostic) => {
      const key = JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.at]);
      if (told.has(key)) return false;
      told.add(key);
      return true;
    })
    .sort(byPlace)
    .flatMap(listed());
};

/** So many of one code, and so many places of one mistake, are listed: nobody reads on, and millions would fill memory. */
const MOST_LISTED = 1000;

/** Ends each list in words that say how long it would have been. */
const listed = (): ((diagnostic: Diagnostic, index: number, all: readonly Diagnostic[]) => readonly Diagnostic[]) => {
  const counts = new Map<string, number>();
  return (diagnostic, _, all) => {
    const kind = kindOf(diagnostic);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count > MOST_LISTED) return [];
    const shown = withFewPlaces(diagnostic);
    const total = count === MOST_LISTED ? all.filter((other) => kindOf(other) === kind).length : count;
    return [
      total === count
        ? shown
        : { ...shown, message: `${shown.message} ${String(total - count)} more like it are not listed.` },
    ];
  };
};

const kindOf = ({ code, severity }: Diagnostic): string => `${code} ${severity}`;

const withFewPlaces = (diagnostic: Diagnostic): Diagnostic => {
  const { also = [], message } = diagnostic;
  if (also.length <= MOST_LISTED) return diagnostic;
  const rest = String(also.length - MOST_LISTED);
  return {
    ...diagnostic,
    also: also.slice(0, MOST_LISTED),
    message: `${message} The same in ${rest} more places, which are not listed.`,
  };
};

const byPlace = (one: Diagnostic, other: Diagnostic): number =>
  compare(one.at?.file ?? '', other.at?.file ?? '') ||
  (one.at?.range.start.line ?? 0) - (other.at?.range.start.line ?? 0) ||
  (one.at?.range.start.column ?? 0) - (other.at?.range.start.column ?? 0) ||
  compare(one.code, other.code);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
