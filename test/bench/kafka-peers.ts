import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from './figure.js';

const WARM_ROUNDS = 2;
const ROUNDS = 9;

/** What a number of records took one process. */
export interface RecordCost {
  /** Microseconds of processor time a record. */
  readonly processor: number;
  readonly recordsPerSecond: number;
}

/** A consumer or producer in a process of its own. */
export interface KafkaPeer {
  /** Handles or sends its records once more. */
  round(): Promise<RecordCost>;
  end(): void;
}

/** Starts a module beside this one with what it is to do. */
export async function startPeer(module: string, task: object): Promise<KafkaPeer> {
  const file = fileURLToPath(new URL(module, import.meta.url));
  const peer = fork(file, [JSON.stringify(task)], { execArgv: ['--import', 'tsx'] });
  await answerOf(peer);
  return {
    round: async () => {
      peer.send('round');
      return (await answerOf(peer)) as RecordCost;
    },
    end: () => {
      peer.kill();
    },
  };
}

/** What a round cost each of the peers, one after the other, and ends them. */
export async function inTurn<Name extends string>(
  peers: Readonly<Record<Name, KafkaPeer>>,
): Promise<readonly Readonly<Record<Name, RecordCost>>[]> {
  const rounds: Record<Name, RecordCost>[] = [];
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    const costs: [string, RecordCost][] = [];
    for (const [name, peer] of Object.entries<KafkaPeer>(peers)) costs.push([name, await peer.round()]);
    if (round >= 0) rounds.push(Object.fromEntries(costs) as Record<Name, RecordCost>);
  }
  for (const peer of Object.values<KafkaPeer>(peers)) peer.end();
  return rounds;
}

/** The middle rate of the rounds, in words. */
export function recordRate(costs: readonly RecordCost[]): string {
  return `${median(costs.map(({ recordsPerSecond }) => recordsPerSecond)).toFixed(0)} records a second`;
}

async function answerOf(peer: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const { signal } = ended;
  try {
    return await Promise.race([
      once(peer, 'message', { signal }).then(([answer]: unknown[]) => answer),
      once(peer, 'exit', { signal }).then(() => Promise.reject(new Error('a peer of the bench ended'))),
    ]);
  } finally {
    ended.abort();
  }
}

/** In a peer: what it was told to do. */
export function givenTask(): unknown {
  return JSON.parse(process.argv[2] ?? '');
}

/** In a peer: says that it is ready, and does each round that it is asked for. */
export function serveRounds(records: number, round: () => Promise<void>): void {
  const measured = async (): Promise<void> => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await round();
    const { user, system } = process.cpuUsage(cpu);
    const cost: RecordCost = {
      processor: (user + system) / records,
      recordsPerSecond: (records * 1000) / (performance.now() - start),
    };
    process.send?.(cost);
  };
  process.on('message', () => {
    void measured();
  });
  // Else a client of Kafka would keep this process alive after the bench has failed.
  process.on('disconnect', () => {
    process.exit();
  });
  process.send?.('ready');
}
