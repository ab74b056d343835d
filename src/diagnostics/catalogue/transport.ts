import type { CatalogueEntry } from './entry.js';

/** Diagnostics about what a transport or target can carry. */
export const TRANSPORT_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
