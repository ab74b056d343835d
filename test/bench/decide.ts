import type { DecideCost } from './decide-measure.js';
import { median, ratioFigure, tell, type Figure, type Round } from './figure.js';
import { inOwnProcess } from './process.js';

// Each implementation in processes of its own, in turn: neither meets the other's types in the compiler's caches.
const FLAGS = ['--expose-gc', '--max-semi-space-size=256'];
const rounds = Array.from({ length: 5 }, () => ({
  peer: inOwnProcess('decide-two-maps.ts', FLAGS) as DecideCost,
  ours: inOwnProcess('decide-guard.ts', FLAGS) as DecideCost,
}));

const both = (cost: 'busy' | 'hot' | 'wide'): Round[] =>
  rounds.map(({ ours, peer }) => ({ ours: ours[cost], peer: peer[cost] }));

const noBytes = (name: string, cost: 'bytesAllowed' | 'bytesDenied'): Figure => {
  const bytes = median(rounds.map(({ ours }) => ours[cost]));
  // What the measurement itself leaves on the heap is a fraction of a byte.
  return { name, goal: '0 B', measured: `${Math.abs(bytes).toFixed(1)} B`, ok: Math.abs(bytes) < 0.5 };
};

tell(
  ratioFigure('decide, one connection, to two Maps', 2, both('busy'), 'ns'),
  ratioFigure('decide, 64 connections, to two Maps', 2, both('hot'), 'ns'),
  ratioFigure('decide, 10,000 connections, to two Maps', 2, both('wide'), 'ns'),
  noBytes('allowed: bytes a decision', 'bytesAllowed'),
  noBytes('denied: bytes a decision', 'bytesDenied'),
);
