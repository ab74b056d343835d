import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/** Runs a TypeScript module beside this one in a process of its own; gives what it printed, as JSON. */
export function inOwnProcess(module: string, flags: readonly string[] = [], words: readonly string[] = []): unknown {
  const file = fileURLToPath(new URL(module, import.meta.url));
  return JSON.parse(run([...flags, '--import', 'tsx', file, ...words]));
}

/** Wall time in milliseconds of one Node process. Throws where it fails. */
export function timeOf(args: readonly string[], cwd: string): number {
  const start = performance.now();
  run(args, cwd);
  return performance.now() - start;
}

function run(args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}
