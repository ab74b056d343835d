import type { Severity } from '../diagnostic.js';

/** What one diagnostic code means, apart from any single document. */
export interface CatalogueEntry {
  readonly title: string;
  /** The usual severity; a report may lower it where the mistake does no harm. */
  readonly severity: Severity;
  /** Why this is a mistake: one or two sentences for a person. */
  readonly cause: string;
}
