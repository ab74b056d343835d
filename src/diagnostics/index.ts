export { CATALOGUE, type DiagnosticCode } from './catalogue.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { codePoints } from './code-points.js';
export { placeKey, type Diagnostic, type Place, type Position, type Range, type Severity } from './diagnostic.js';
export { didYouMean, nearestChoice, nearestNames, strangers } from './nearest.js';
export { isJsonFile, isLocalFile } from './local-file.js';
export { hasErrors, type Outcome } from './outcome.js';
export { report, type Finding } from './report.js';
export { OUTSIDE_SECURITY, SOMETIMES_WARNINGS } from './sometimes-warnings.js';
