import type { MutantResult } from '@stryker-mutator/api/core';

/** Prints which share of the mutants the tests notice, and where the rest stands. */
export const printScores = (part: string, results: readonly MutantResult[]): void => {
  const count = (...statuses: readonly MutantResult['status'][]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const missed = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  for (const { fileName, location, mutatorName, replacement = '', status } of missed) {
    const shown = replacement.replace(/\s+/gu, ' ').slice(0, 60);
    console.log(`${fileName}:${String(location.start.line)} ${status} ${mutatorName} -> ${shown}`);
  }
  const all = noticed + missed.length;
  const share = ((100 * noticed) / all).toFixed(2);
  console.log(
    `${part}: ${share} % (${String(noticed)} of ${String(all)} mutants; not tried: ${String(count('Ignored'))} texts and constants, ${String(count('CompileError', 'RuntimeError'))} broken)`,
  );
};
