import type { CatalogueEntry } from './entry.js';

/** Diagnostics about templates and the text they render. */
export const TEMPLATE_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
