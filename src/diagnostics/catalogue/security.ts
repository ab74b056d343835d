import type { CatalogueEntry } from './entry.js';

/** Diagnostics about `security` blocks and security schemes. */
export const SECURITY_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
