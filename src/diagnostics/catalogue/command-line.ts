import type { CatalogueEntry } from './entry.js';

/** Diagnostics about calls of the command line and configuration files. */
export const COMMAND_LINE_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
