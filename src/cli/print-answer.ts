import type { Answer } from './answer.js';
import { jsonAnswer } from './json-answer.js';
import type { Format } from './option-table.js';
import { sarifAnswer } from './sarif-answer.js';
import { textDiagnostics } from './text-diagnostics.js';

/** How an answer is to look. */
export interface Looks {
  readonly format: Format;
  readonly quiet: boolean;
  readonly colour: boolean;
}

/** Puts an answer into what goes to stdout and what goes to stderr. */
export const printAnswer = (answer: Answer, looks: Looks, cwd: string): { stdout: string; stderr: string } => {
  switch (looks.format) {
    case 'json':
      return { stdout: jsonAnswer(answer, cwd), stderr: '' };
    case 'sarif':
      return { stdout: sarifAnswer(answer, cwd), stderr: '' };
    case 'text': {
      const shown = looks.quiet
        ? answer.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
        : answer.diagnostics;
      return { stdout: answer.text, stderr: textDiagnostics(shown, cwd, looks.colour) };
    }
  }
};
