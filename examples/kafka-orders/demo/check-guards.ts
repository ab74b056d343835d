import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TOOL = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('..', import.meta.url));

/** Generates the guards anew, in memory, and says whether those of the example are the same bytes. */
export const checkGuards = (): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', TOOL, 'check'], { cwd: EXAMPLE }, (error, stdout, stderr) => {
      resolve(error === null ? 'the same bytes' : `not the same: ${stdout}${stderr}`);
    });
  });
