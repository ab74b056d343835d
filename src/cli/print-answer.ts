import type { Answer } from './answer.js';
import type { Format } from './option-table.js';

/** How an answer is to look. */
export interface Looks {
  readonly format: Format;
  readonly quiet: boolean;
  /** Asked only where it counts: to look at a stream is to open it. */
  readonly hasColour: (stream: 'stdout' | 'stderr') => boolean;
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
    case 'markdown': {
      if (answer.markdown === undefined) return printText(answer, looks, cwd);
      const { markdownAnswer } = await import('./markdown-answer.js');
      return { stdout: markdownAnswer(await answer.markdown(), shownDiagnostics(answer, looks), cwd), stderr: '' };
    }
    case 'text':
      return printText(answer, looks, cwd);
  }
};

const shownDiagnostics = ({ diagnostics }: Answer, { quiet }: Looks): Answer['diagnostics'] =>
  quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;

const printText = async (answer: Answer, looks: Looks, cwd: string): Promise<{ stdout: string; stderr: string }> => {
  const stdout = typeof answer.text === 'string' ? answer.text : answer.text(looks.hasColour('stdout'));
  const { warningsIn } = answer;
  const shown = shownDiagnostics(answer, warningsIn === undefined ? looks : { ...looks, quiet: true });
  const counted = warningsIn === undefined || looks.quiet ? '' : warningsLine(answer.diagnostics, warningsIn);
  if (shown.length === 0) return { stdout, stderr: counted };
  const { textDiagnostics } = await import('./text-diagnostics.js');
  return { stdout, stderr: `${textDiagnostics(shown, cwd, looks.hasColour('stderr'))}${counted}` };
};

/** Not wrapped: the call in it is to be copied. */
const warningsLine = (diagnostics: Answer['diagnostics'], call: string): string => {
  const count = diagnostics.filter(({ severity }) => severity === 'warning').length;
  if (count === 0) return '';
  return count === 1 ? `1 warning; \`${call}\` shows it.\n` : `${String(count)} warnings; \`${call}\` shows them.\n`;
};
