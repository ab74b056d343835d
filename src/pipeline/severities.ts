import type { Diagnostic, DiagnosticCode } from '../diagnostics/index.js';

/** Reports errors as warnings: all of them, or those of some codes. */
export const lowered = (
  diagnostics: readonly Diagnostic[],
  codes?: ReadonlySet<DiagnosticCode>,
): readonly Diagnostic[] =>
  diagnostics.map((diagnostic) =>
    diagnostic.severity === 'error' && (codes === undefined || codes.has(diagnostic.code))
      ? { ...diagnostic, severity: 'warning' }
      : diagnostic,
  );
