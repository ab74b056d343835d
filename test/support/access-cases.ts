import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DiagnosticCode } from '../../src/diagnostics/index.js';
import { make, statuses, type TeamSays } from './model-of.js';
import { toldOfAccess } from './role-document.js';

/** A document of one mistake, and the one diagnostic that tells it. */
export interface AccessCase {
  readonly title: string;
  readonly yaml: string;
  readonly team?: TeamSays;
  readonly code: DiagnosticCode;
  readonly at: string;
  readonly also?: readonly string[];
  readonly severity?: 'warning';
  readonly says?: RegExp;
  /** The rule's status; null: no policy is answered. */
  readonly status: 'protected' | 'refused' | null;
}

/** Each case is one diagnostic of this code, at this place. */
export const testAccessCases = (cases: readonly AccessCase[]): void => {
  for (const { title, yaml, team, code, at, also, severity, says, status } of cases) {
    void it(title, () => {
      const made = make(yaml, team);
      assert.deepEqual(toldOfAccess(made), [`${severity ?? 'error'} ${code} ${at}`]);
      const [diagnostic] = made.diagnostics;
      const others = diagnostic?.also?.map(({ pointer }) => pointer);
      if (also !== undefined) assert.deepEqual(others, also);
      if (says !== undefined) assert.match(`${diagnostic?.message ?? ''} ${diagnostic?.fix ?? ''}`, says);
      assert.deepEqual(
        made.model === undefined ? null : statuses(made.model),
        status === null ? null : [`onOrder@none ${status}`],
      );
    });
  }
};
