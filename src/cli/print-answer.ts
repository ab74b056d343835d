import type { Answer } from './answer.js';
import type { Format } from './option-table.js';

/** How an answer is to look. */
export interface Looks {
  readonly format: Format;
  readonly quiet: boolean;
  /** Asked only where it counts: to look at a stream is to open it. */
  readonly hasColour: () => boolean;
}

/** Puts an answer into what goes to stdout and what goes to stderr. Loads the one form that is asked for. */
export const printAnswer = async (
  answer: Answer,
  looks: Looks,
  cwd: string,
): Promise<{ stdout: string; stderr: string }> => {
  switch (looks.format) {
    case 'json': {
      const { jsonAnswer } = await import('./json-answer.js');
      return { stdout: jsonAnswer(answer, cwd), stderr: '' };
    }
    case 'sarif': {
      const { sarifAnswer } = await import('./sarif-answer.js');
      return { stdout: sarifAnswer(answer, cwd), stderr: '' };
    }
    case 'text': {
      const shown = looks.quiet
        ? answer.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
        : answer.diagnostics;
      if (shown.length === 0) return { stdout: answer.text, stderr: '' };
      const { textDiagnostics } = await import('./text-diagnostics.js');
      return { stdout: answer.text, stderr: textDiagnostics(shown, cwd, looks.hasColour()) };
    }
  }
};
