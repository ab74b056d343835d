import type { CatalogueEntry } from './entry.js';

/** Diagnostics about reading a document: files, YAML, `$ref`, the official schema. */
export const DOCUMENT_DIAGNOSTICS = {} as const satisfies Record<string, CatalogueEntry>;
