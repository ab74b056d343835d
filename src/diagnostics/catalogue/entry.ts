import type { Severity } from '../diagnostic.js';

/** What one diagnostic code means, apart from any single document. */
export interface CatalogueEntry {
  readonly title: string;
  /** The usual severity; a report may lower it where the mistake does no harm. */
  readonly severity: Severity;
  /** Why this is a mistake: one or two sentences for a person. */
  readonly cause: string;
  /** What to change, as far as it can be said apart from any document. */
  readonly fix?: string;
  /** The mistake and its correction as a document writes them, in YAML. */
  readonly example?: { readonly wrong: string; readonly right: string };
}

/** The lines of an example. */
export const lines = (...text: readonly string[]): string => text.join('\n');
