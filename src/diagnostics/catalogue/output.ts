import type { CatalogueEntry } from './entry.js';

/** Diagnostics about writing the output folder. */
export const OUTPUT_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
