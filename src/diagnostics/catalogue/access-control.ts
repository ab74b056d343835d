import type { CatalogueEntry } from './entry.js';

/** Diagnostics about roles, grants, contexts and `x-access-control`. */
export const ACCESS_CONTROL_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
