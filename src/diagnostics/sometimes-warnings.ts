import type { DiagnosticCode } from './catalogue.js';

/** Errors outside security: those that `allowInvalidDocument` makes warnings. */
export const OUTSIDE_SECURITY: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'document-invalid',
  'ref-unresolved',
  'ref-unreadable',
  'ref-network',
  'ref-outside',
  'ref-circular',
]);

/** Codes of errors that are warnings in milder cases of what is in use, so that a team may silence these. */
export const SOMETIMES_WARNINGS: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  ...OUTSIDE_SECURITY,
  'function-undefined',
  'ref-sibling',
  'schemes-unapplied',
  'scopes-without-oauth',
]);
