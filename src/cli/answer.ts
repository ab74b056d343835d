import type { Diagnostic } from '../diagnostics/index.js';

/** What a command says, before it is printed in one form or another. */
export interface Answer {
  readonly command: string;
  readonly exit: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  /** The answer's own keys in JSON. */
  readonly body: object;
  /** The answer as text; empty where there is none. A function where colour helps. */
  readonly text: string | ((colour: boolean) => string);
  /** The answer as Markdown, of a command that has one. */
  readonly markdown?: () => Promise<string>;
  /** The call that tells the warnings: where there is one, text counts them and names it, and leaves hints out. */
  readonly warningsIn?: string;
}

/** Done; refused; not current; wrong usage; a fault of ours. */
export type ExitCode = 0 | 1 | 2 | 64 | 70;

const USAGE: ReadonlySet<string> = new Set([
  'command-unknown',
  'option-unknown',
  'option-invalid',
  'document-missing',
  'question-invalid',
] satisfies Diagnostic['code'][]);

/** The exit code that the diagnostics alone ask for. */
export const exitCodeOf = (diagnostics: readonly Diagnostic[]): ExitCode => {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length === 0) return 0;
  return errors.some((diagnostic) => USAGE.has(diagnostic.code)) ? 64 : 1;
};
