import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLI } from './built.js';
import { ratioFigure, tell, type Figure } from './figure.js';
import { inOwnProcess, timeOf } from './process.js';
import { largeDocument } from './large-document.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ROUNDS = 5;
const PARSER = `
import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';
const { document } = await new Parser().parse(readFileSync('doc.yaml', 'utf8'), { source: process.cwd() + '/doc.yaml' });
if (document === undefined) process.exit(1);
`;

mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
const folder = mkdtempSync(path.join(ROOT, '.cache', 'bench-'));
try {
  writeFileSync(path.join(folder, 'doc.yaml'), largeDocument(1000));
  writeFileSync(path.join(folder, 'parser.mjs'), PARSER);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    peer: timeOf(['parser.mjs'], folder),
    ours: timeOf([CLI, 'inspect', 'doc.yaml', '--quiet'], folder),
  }));
  tell(ratioFigure('inspect, 1,000 operations, to @asyncapi/parser alone', 1.3, rounds, 'ms'), ...ownStages());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Processor time of the tool's own stages, each size in a process of its own. */
function ownStages(): readonly Figure[] {
  const [small, large] = [1000, 5000].map(
    (count) => inOwnProcess('./inspect-stages.ts', [], [String(count)]) as number,
  );
  if (small === undefined || large === undefined) throw new Error('Nothing was measured.');
  const growth = large / (5 * small);
  return [
    {
      name: 'own stages of inspect, 1,000 operations',
      goal: '<= 0.5 s',
      measured: `${small.toFixed(2)} s of processor`,
      ok: small <= 0.5,
    },
    {
      name: 'the same, 5,000 operations, to 5 times as much',
      goal: '<= 1.3x',
      measured: `${growth.toFixed(2)}x, ${large.toFixed(2)} s of processor`,
      ok: growth <= 1.3,
    },
  ];
}
