import {
  check,
  findUnchanged,
  generateAnew,
  inspect,
  type CheckResult,
  type GenerateResult,
} from '../commands/index.js';
import { exitCodeOf, type Answer } from './answer.js';
import type { Invocation } from './invocation.js';
import { policyTable } from './policy-table.js';
import { printedPath } from './printed-path.js';
import { visible } from './visible.js';

/** Answers `generate` where nothing changed, without loading what understands a document; else null. */
export const answerUnchanged = async ({ options, dryRun }: Invocation, cwd: string): Promise<Answer | null> => {
  const result = await findUnchanged({ ...options, cwd });
  return result === null ? null : generateAnswer(result, cwd, dryRun);
};

/** Runs a command and says what it found. */
export const runCommand = async (
  { command, options, dryRun, force }: Invocation,
  cwd: string,
  text: string | undefined,
): Promise<Answer> => {
  const told = { ...options, cwd, ...(text === undefined ? {} : { text }) };
  switch (command) {
    case 'generate':
      return generateAnswer(await generateAnew({ ...told, dryRun, force }), cwd, dryRun);
    case 'check':
      return checkAnswer(await check(told), cwd);
    case 'inspect': {
      const { diagnostics, policy } = await inspect(told);
      const exit = exitCodeOf(diagnostics);
      return { command, exit, diagnostics, body: policy ?? {}, text: policy === null ? '' : policyTable(policy) };
    }
  }
};

const generateAnswer = ({ outputs, diagnostics }: GenerateResult, cwd: string, dryRun: boolean): Answer => {
  const exit = exitCodeOf(diagnostics);
  const shown = exit === 0 ? outputs : [];
  return {
    command: 'generate',
    exit,
    diagnostics,
    body: outputBody(
      shown.map(({ document, out, files, guarded }) => ({
        document: printedPath(cwd, document),
        out: printedPath(cwd, out),
        guarded,
        files,
      })),
      'files',
    ),
    text: shown.map((output) => generatedText(output, cwd, dryRun)).join(''),
  };
};

const generatedText = (
  { out, files, guarded }: GenerateResult['outputs'][number],
  cwd: string,
  dryRun: boolean,
): string => {
  const folder = visible(printedPath(cwd, out));
  const touched = files.filter((file) => file.status !== 'unchanged');
  const summary = `${String(guarded)} operation${guarded === 1 ? '' : 's'} guarded, ${String(files.length)} files in ${folder}`;
  if (touched.length === 0) return `unchanged: ${summary}\n`;
  const lines = touchedLines(touched, folder, dryRun);
  return `${[...lines, dryRun ? `${summary} (dry run: nothing was written)` : summary].join('\n')}\n`;
};

/** A line a file. Modules of the runtime, which are the same for every document, share one, unless all was asked for. */
const touchedLines = (
  touched: GenerateResult['outputs'][number]['files'],
  folder: string,
  every: boolean,
): readonly string[] => {
  const counts = new Map<string, number>();
  const lines = touched.flatMap(({ status, path }) => {
    if (every || !path.startsWith('runtime/')) return [`${status.padEnd(8)} ${folder}/${visible(path)}`];
    counts.set(status, (counts.get(status) ?? 0) + 1);
    return [];
  });
  return [
    ...lines,
    ...[...counts].map(([status, count]) => `${status.padEnd(8)} ${folder}/runtime/ (${String(count)} files)`),
  ];
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

const checkedText = ({ out, drift }: CheckResult['outputs'][number], cwd: string): string => {
  const folder = visible(printedPath(cwd, out));
  if (drift.length === 0) return `current: ${folder}\n`;
  const lines = drift.map(({ path, why }) => `${why.padEnd(8)} ${folder}/${visible(path)}`);
  const reasons = new Set(drift.map(({ why }) => why));
  const advice = [
    ...(reasons.has('extra') ? ['move or delete what is extra'] : []),
    ...(reasons.size > 1 || !reasons.has('extra') ? ['generate again with the same options'] : []),
    ...(reasons.has('edited') ? ['with --force to give up what was edited'] : []),
  ];
  return `${[...lines, `not current: ${folder}; ${advice.join(', ')}`].join('\n')}\n`;
};

/** One document gives the contract's shape; of several, each list entry says in which folder it lies. */
const outputBody = <Key extends 'files' | 'drift'>(
  outputs: readonly ({ readonly out: string } & Readonly<Record<Key, readonly object[]>>)[],
  key: Key,
): object => {
  const [only, second] = outputs;
  if (only === undefined) return {};
  if (second === undefined) return only;
  return {
    documents: outputs,
    [key]: outputs.flatMap((output) => output[key].map((entry) => ({ ...entry, out: output.out }))),
  };
};
