import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { median } from './figure.js';
import type { Query } from './decide-workload.js';

/** Nanoseconds and bytes a decision. */
export interface DecideCost {
  /** 64 queries again and again, of one connection. */
  readonly busy: number;
  /** 64 queries again and again, of 64 connections. */
  readonly hot: number;
  /** 65,536 queries over 10,000 principals: what the caches of the processor miss. */
  readonly wide: number;
  readonly bytesAllowed: number;
  readonly bytesDenied: number;
}

/** One question, ready to be asked by an implementation. */
export interface Ready<Principal> {
  readonly principal: Principal;
  readonly operation: string;
  readonly context: string;
  readonly allowed: boolean;
}

/** Makes each query ready, in memory of its own. */
export function ready<Principal>(
  queries: readonly Query[],
  principals: readonly Principal[],
): readonly Ready<Principal>[] {
  return queries.map(({ principal, operation, context, allowed }) => {
    const found = principals[principal];
    assert(found !== undefined);
    return { principal: found, operation, context, allowed };
  });
}

/** Checks the answers, then times `ask`, which asks so many queries from a position on and counts the allowed ones. */
export function costOf<Principal>(
  queries: readonly Ready<Principal>[],
  busy: readonly Ready<Principal>[],
  ask: (queries: readonly Ready<Principal>[], times: number) => number,
): DecideCost {
  assert(globalThis.gc !== undefined);
  // What making the principals left behind lies between them, as it does not once a process has run for a while.
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  for (const query of [...queries, ...busy]) assert.equal(ask([query], 1), query.allowed ? 1 : 0);
  const hot = queries.slice(0, 64);
  const allowed = queries.filter((query) => query.allowed).slice(0, 64);
  const denied = queries.filter((query) => !query.allowed).slice(0, 64);
  return {
    busy: nanoseconds(() => ask(busy, 65_536)),
    hot: nanoseconds(() => ask(hot, 65_536)),
    wide: nanoseconds(() => ask(queries, 65_536)),
    bytesAllowed: bytes(() => ask(allowed, 65_536)),
    bytesDenied: bytes(() => ask(denied, 65_536)),
  };
}

const sink = { allowed: 0 };

/** Processor time, not wall time: a busy machine takes turns away from both sides, not equally. */
function nanoseconds(batch: () => number): number {
  for (const start = performance.now(); performance.now() - start < 300;) sink.allowed += batch();
  const samples = Array.from({ length: 25 }, () => {
    const start = process.cpuUsage();
    sink.allowed += batch();
    const { user, system } = process.cpuUsage(start);
    return ((user + system) * 1000) / 65_536;
  });
  return median(samples);
}

/** Growth of the heap with no collection between; needs `--expose-gc` and a large young generation. */
function bytes(batch: () => number): number {
  assert(globalThis.gc !== undefined);
  sink.allowed += batch();
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let round = 0; round < 16; round += 1) sink.allowed += batch();
  return (process.memoryUsage().heapUsed - before) / (16 * 65_536);
}
