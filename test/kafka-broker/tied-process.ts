import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const PATIENCE_MS = 10_000;

// The shell waits for the end of its input, which comes with the end of whoever started it, however that ends.
const TIED = 'exec 3<&0; "$@" 3<&- < /dev/null & pid=$!; { read -r _ <&3; kill $pid; } 2> /dev/null & wait $pid';

/** A process that ends with this one, at the latest. */
export interface TiedProcess {
  readonly ended: Promise<unknown>;
  running(): boolean;
  stop(): Promise<void>;
}

/** Starts a process whose output goes into a file. */
export function startTied(command: readonly string[], log: string): TiedProcess {
  const child = spawn('sh', ['-c', TIED, 'sh', ...command], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const output = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const ended = once(child, 'exit').then(() => {
    child.stdin.destroy();
    output.end();
  });
  child.stdin.on('error', () => undefined);
  return {
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      const group = child.pid;
      const timer = setTimeout(() => {
        if (group !== undefined) process.kill(-group, 'SIGKILL');
      }, PATIENCE_MS);
      child.stdin.end();
      await ended;
      clearTimeout(timer);
    },
  };
}
