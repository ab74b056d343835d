import type { GenerateResult } from '../commands/index.js';
import { exitCodeOf, type Answer } from './answer.js';
import { outputBody } from './output-body.js';
import { printedPath } from './printed-path.js';
import { visible } from './visible.js';

/** Says what `generate` did. */
export const generateAnswer = ({ outputs, diagnostics }: GenerateResult, cwd: string, dryRun: boolean): Answer => {
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
  const there = files.filter((file) => file.status !== 'removed').length;
  const summary = `${String(guarded)} operation${guarded === 1 ? '' : 's'} guarded, ${String(there)} files in ${folder}`;
  if (touched.length === 0) return `unchanged: ${summary}\n`;
  const lines = touchedLines(touched, folder);
  return `${[...lines, dryRun ? `${summary} (dry run: nothing was written)` : summary].join('\n')}\n`;
};

/** A line a file. Modules of the runtime, which are the same for every document, share one. */
const touchedLines = (touched: GenerateResult['outputs'][number]['files'], folder: string): readonly string[] => {
  const counts = new Map<string, number>();
  const lines = touched.flatMap(({ status, path }) => {
    if (!path.startsWith('runtime/')) return [`${status.padEnd(8)} ${folder}/${visible(path)}`];
    counts.set(status, (counts.get(status) ?? 0) + 1);
    return [];
  });
  return [
    ...lines,
    ...[...counts].map(([status, count]) => `${status.padEnd(8)} ${folder}/runtime/ (${String(count)} files)`),
  ];
};
