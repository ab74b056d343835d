import type { Diagnostic } from './diagnostic.js';

/** What a stage returns: a value if it could make one, and what it found wrong. A value may come with errors. */
export interface Outcome<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether any of the diagnostics refuses the result. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');
