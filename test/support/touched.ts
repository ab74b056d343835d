import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const WATCH = new URL('../fixtures/watch-touches.mjs', import.meta.url).href;
const TSX = import.meta.resolve('tsx');

/** What a call of the command line opened and dialled, in all of its threads. */
export interface Touched {
  readonly exit: number | null;
  readonly stdout: string;
  /** Paths outside Node's own and this repository. */
  readonly opened: readonly string[];
  readonly dialled: readonly string[];
}

/** Runs the command line in a folder, and watches what it opens and dials. */
export const touchedBy = async (cwd: string, words: readonly string[]): Promise<Touched> => {
  const log = join(cwd, '.touched');
  const child = spawn(process.execPath, ['--import', WATCH, '--import', TSX, MAIN, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], TOUCHED: log, NODE_OPTIONS: `--import ${WATCH}` },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  const of = (kind: string): string[] => [
    ...new Set(lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1))),
  ];
  // The loader of TypeScript talks to its parent through a pipe.
  const dialled = of('dial').filter((to) => !to.includes('tsx'));
  return { exit, stdout: Buffer.concat(stdout).toString(), opened: of('open'), dialled };
};
