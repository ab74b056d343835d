import { CATALOGUE, type DiagnosticCode } from './catalogue.js';
import type { Diagnostic, Place, Severity } from './diagnostic.js';

/** The parts of a diagnostic that only the finder of the mistake knows. */
export interface Finding {
  readonly message: string;
  readonly fix: string;
  readonly also?: readonly Place[];
  /** Where this case is milder or graver than the catalogue's usual severity. */
  readonly severity?: Severity;
}

/** Makes a diagnostic of a catalogued code. */
export const report = (code: DiagnosticCode, at: Place | undefined, finding: Finding): Diagnostic => ({
  code,
  severity: finding.severity ?? CATALOGUE[code].severity,
  message: finding.message,
  fix: finding.fix,
  ...(at === undefined ? {} : { at }),
  ...(finding.also === undefined || finding.also.length === 0 ? {} : { also: finding.also }),
});
