import type { MutantResult } from '@stryker-mutator/api/core';
import type { Reporter } from '@stryker-mutator/api/report';

/** Whether no test noticed it. */
export const isMissed = ({ status }: MutantResult): boolean => status === 'Survived' || status === 'NoCoverage';

/** Prints each mutant that no test noticed, as soon as that is known. */
export class MissedReporter implements Reporter {
  onMutantTested(result: Readonly<MutantResult>): void {
    if (!isMissed(result)) return;
    const { fileName, location, mutatorName, replacement, status } = result;
    const start = `${String(location.start.line)}:${String(location.start.column)}`;
    const shown = replacement.replace(/\s+/gu, ' ').slice(0, 80);
    console.log(`${fileName}:${start} ${status} ${mutatorName} -> ${shown}`);
  }
}
