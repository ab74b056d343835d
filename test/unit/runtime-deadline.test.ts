import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Deadline } from '../../src/runtime/deadline.js';

class Guest {
  readonly #late: (() => void) | undefined;
  lateAt: number | undefined;

  constructor(late?: () => void) {
    this.#late = late;
  }

  late(): void {
    this.lateAt = performance.now();
    this.#late?.();
  }
}

test('each has its whole time, whenever it began', async () => {
  const deadline = new Deadline(40);
  const started = performance.now();
  await new Promise<void>((resolve) => {
    const second = new Guest(resolve);
    const first = new Guest(() => {
      assert.equal(second.lateAt, undefined);
    });
    deadline.begin(first);
    setTimeout(() => {
      const since = performance.now();
      deadline.begin(second);
      assert.ok(since - started >= 14);
    }, 15);
  });
  assert.ok(performance.now() - started >= 54, 'the second has not shared the time of the first');
});

test('whoever has ended is told nothing, and holds up nobody', async () => {
  const deadline = new Deadline(10);
  const gone = new Guest();
  deadline.begin(gone);
  deadline.end(gone);
  deadline.end(gone);
  await new Promise<void>((resolve) => {
    deadline.begin(new Guest(resolve));
  });
  await delay(15);
  assert.equal(gone.lateAt, undefined);
});

test('whoever is late may begin anew at once', async () => {
  const deadline = new Deadline(5);
  await new Promise<void>((resolve) => {
    let left = 3;
    const again = (): void => {
      left -= 1;
      if (left === 0) resolve();
      else deadline.begin(new Guest(again));
    };
    deadline.begin(new Guest(again));
    deadline.begin(new Guest());
  });
});

test('the process waits for whoever waits, and for nobody else', () => {
  const module = new URL('../../src/runtime/deadline.ts', import.meta.url).href;
  const run = (script: string): { ms: number; out: string } => {
    const code = `import { Deadline } from ${JSON.stringify(module)};
      const guest = { late() { console.log('late'); } };
      const start = performance.now();
      process.on('exit', () => console.log(Math.round(performance.now() - start)));
      ${script}`;
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    return { ms: Number(lines.at(-1)), out: lines.slice(0, -1).join(' ') };
  };
  const ended = run('const d = new Deadline(20_000); d.begin(guest); d.end(guest);');
  assert.ok(ended.ms < 5000, String(ended.ms));
  assert.equal(ended.out, '');
  assert.equal(run('const d = new Deadline(50); d.begin({ ...guest }); d.end({}); d.begin(guest);').out, 'late late');
  const again = 'const d = new Deadline(50); d.begin(guest); d.end(guest); d.begin(guest);';
  assert.equal(run(again).out, 'late', 'whoever comes after others have gone is waited for as well');
});
