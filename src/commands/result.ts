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
    .sort(byPlace);
};

const byPlace = (one: Diagnostic, other: Diagnostic): number =>
  compare(one.at?.file ?? '', other.at?.file ?? '') ||
  (one.at?.range.start.line ?? 0) - (other.at?.range.start.line ?? 0) ||
  (one.at?.range.start.column ?? 0) - (other.at?.range.start.column ?? 0) ||
  compare(one.code, other.code);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
