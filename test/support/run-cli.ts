import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** What a call of the command line left behind. */
export interface CliRun {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a folder, with no environment but PATH and what is given. */
export const runCli = (
  cwd: string,
  words: readonly string[],
  given: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliRun> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TSX, MAIN, ...words], {
      cwd,
      env: { PATH: process.env['PATH'], ...given.env },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (exit) => {
      resolve({ exit, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(given.input ?? '');
  });

/** The parts of a JSON answer that tests read. */
export interface JsonRun extends CliRun {
  readonly answer: {
    readonly contract: number;
    readonly command: string;
    readonly tool: string;
    readonly diagnostics: readonly JsonDiagnostic[];
    readonly [key: string]: unknown;
  };
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fix: string;
  readonly help: string;
  readonly file?: string;
  readonly pointer?: string;
  readonly range?: { readonly start: { readonly line: number; readonly column: number } };
}

/** Runs the command line with `--format json`; stdout has to be one JSON object. */
export const runJson = async (...[cwd, words, given]: Parameters<typeof runCli>): Promise<JsonRun> => {
  const run = await runCli(cwd, [...words, '--format', 'json'], given);
  return { ...run, answer: JSON.parse(run.stdout) as JsonRun['answer'] };
};
