import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { printScore } from './print-score.js';
import { testsOf } from './tests-of.js';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
// For the processes that Stryker starts.
process.env['NODE_OPTIONS'] = '--import tsx';

const ENGINE = [
  'account-grants admission authenticate best-decision caller compiled-policy contexts deadline decide decision grants',
  'guard guard-core guard-faults holdings identity identity-check outcomes own-faults policy-faults presented',
  'revocations role-source verdict',
]
  .join(' ')
  .split(' ')
  .map((name) => `src/runtime/${name}.ts`);

/** Threads cannot run in the process of the tests. */
const GLUE = ['run-official-parser', 'parser-thread', 'validation-worker'].map((name) => `!src/document/${name}.ts`);

const PARTS: Readonly<Record<string, readonly string[]>> = {
  engine: ENGINE,
  model: ['src/model/**/*.ts'],
  document: ['src/document/**/*.ts', ...GLUE],
};

const usage = `Usage: npm run mutation [-- <part>...], where a part is ${Object.keys(PARTS).join(', ')} or a file.`;

const main = async (): Promise<void> => {
  const { CONCURRENCY = '2' } = process.env;
  const asked = process.argv.slice(2);
  if (asked.some((part) => part.startsWith('-'))) throw new Error(usage);
  for (const part of asked.length === 0 ? Object.keys(PARTS) : asked) {
    const name = path.basename(part, '.ts');
    const results = await new Stryker({
      mutate: [...(PARTS[part] ?? [part])],
      testRunner: 'in-process',
      plugins: [fileURLToPath(new URL('stryker-plugins.ts', import.meta.url))],
      ignorers: ['prose'],
      ignoreStatic: true,
      coverageAnalysis: 'perTest',
      concurrency: Number(CONCURRENCY),
      // Loads and instruments everything: minutes where the machine is busy.
      dryRunTimeoutMinutes: 30,
      incremental: true,
      incrementalFile: `.cache/mutation/${name}.json`,
      reporters: ['progress-append-only', 'missed'],
      tempDirName: '.cache/stryker',
      ignorePatterns: ['.cache', 'dist', 'examples'],
      ...{ testFilesInProcess: testsOf(part, readdirSync('test/unit')) },
    }).runMutationTest();
    printScore(part, results);
  }
};

await main();
