import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.js';

/** Each in a process of its own, one after the other: they share two cores. */
const BENCHES = ['decide.ts', 'handshake.ts', 'message.ts', 'heap.ts', 'kafka.ts', 'command-line.ts', 'inspect.ts'];

const figures = BENCHES.flatMap((bench): Figure[] => {
  const file = fileURLToPath(new URL(bench, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${bench} failed: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Figure);
});

const width = Math.max(...figures.map(({ name }) => name.length));
console.log(`Node ${process.version}. Ratios of one run; differences below 1.3x are noise.\n`);
for (const { name, goal, measured, ok } of figures) {
  console.log(`${ok ? 'ok  ' : 'over'}  ${name.padEnd(width)}  ${goal.padEnd(9)}  ${measured}`);
}
