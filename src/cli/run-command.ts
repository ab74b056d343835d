import { check, explain, generateAnew, inspect, type CheckResult } from '../commands/index.js';
import { exitCodeOf, type Answer } from './answer.js';
import { explanationText } from './explanation-text.js';
import { generateAnswer } from './generate-answer.js';
import type { Invocation } from './invocation.js';
import { outputBody } from './output-body.js';
import { policyText } from './policy-text.js';
import { printedPath } from './printed-path.js';
import { shellWord } from './shell-word.js';
import { swappedWords } from './swapped-words.js';
import { visible } from './visible.js';

/** Runs a command and says what it found. */
export const runCommand = async (
  { command, options, dryRun, force, asked }: Invocation,
  cwd: string,
  text: Uint8Array | undefined,
): Promise<Answer> => {
  const told = { ...options, cwd, ...(text === undefined ? {} : { text }) };
  switch (command) {
    case 'generate':
      return generateAnswer(await generateAnew({ ...told, dryRun, force }), cwd, dryRun);
    case 'check':
      return checkAnswer(await check(told), cwd);
    case 'explain': {
      const { answer, diagnostics: found } = await explain({ ...told, ...asked });
      const { document } = options;
      const swapped = answer === null ? swappedWords(asked.question.operation, document, cwd) : null;
      const diagnostics = swapped === null ? found : [swapped];
      return {
        command,
        exit: exitCodeOf(diagnostics),
        diagnostics,
        body: answer ?? {},
        text: answer === null ? '' : (colour) => explanationText(answer, colour),
        warningsIn: `asyncapi-guards inspect${document === undefined ? '' : ` ${shellWord(visible(document))}`}`,
      };
    }
    case 'inspect': {
      const { diagnostics, policy, outline } = await inspect(told);
      const exit = exitCodeOf(diagnostics);
      return {
        command,
        exit,
        diagnostics,
        body: policy ?? {},
        text: policy === null || outline === null ? '' : (colour) => policyText(policy, outline, colour),
        markdown: async () => {
          if (policy === null || outline === null) return '';
          const { policyMarkdown } = await import('./policy-markdown.js');
          return policyMarkdown(policy, outline);
        },
      };
    }
  }
};

const checkAnswer = ({ outputs, diagnostics }: CheckResult, cwd: string): Answer => {
  const refused = exitCodeOf(diagnostics);
  const drifted = outputs.filter((output) => output.drift.length > 0);
  return {
    command: 'check',
    exit: refused === 0 && drifted.length > 0 ? 2 : refused,
    diagnostics,
    body: outputBody(
      outputs.map(({ document, out, drift }) => ({
        document: printedPath(cwd, document),
        out: printedPath(cwd, out),
        drift,
      })),
      'drift',
    ),
    text: outputs.map((output) => checkedText(output, cwd)).join(''),
  };
};

const checkedText = ({ out, drift, manifest }: CheckResult['outputs'][number], cwd: string): string => {
  const folder = visible(printedPath(cwd, out));
  if (drift.length === 0) return `current: ${folder}\n`;
  const lines = drift.map(({ path, why }) => `${why.padEnd(8)} ${folder}/${visible(path)}`);
  const reasons = new Set(drift.map(({ why }) => why));
  const advice = [
    ...(reasons.has('extra') ? ['move or delete what is extra'] : []),
    ...(manifest === 'invalid' ? ['restore the manifest from version control, or delete it'] : []),
    ...(manifest === 'missing' && reasons.has('edited') ? ['move away what is called edited'] : []),
    ...(reasons.size > 1 || !reasons.has('extra') ? ['generate again with the same options'] : []),
    ...(manifest === 'readable' && reasons.has('edited') ? ['with --force to give up what was edited'] : []),
  ];
  return `${[...lines, `not current: ${folder}; ${advice.join(', ')}`].join('\n')}\n`;
};
