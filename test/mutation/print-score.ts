import type { MutantResult } from '@stryker-mutator/api/core';
import { isMissed } from './missed-reporter.js';

/** Prints which share of the mutants the tests noticed. */
export const printScore = (part: string, results: readonly MutantResult[]): void => {
  const count = (...statuses: readonly MutantResult['status'][]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const all = noticed + results.filter(isMissed).length;
  const share = ((100 * noticed) / all).toFixed(2);
  const left = `sentences and constants not tried: ${String(count('Ignored'))}`;
  console.log(`${part}: ${share} % (${String(noticed)} of ${String(all)} mutants noticed; ${left})`);
};
