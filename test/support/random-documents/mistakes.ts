import type { Folder } from './folder.js';
import type { Intent } from './intent.js';
import { ACCESS_MISTAKES } from './mistakes-access.js';
import { REFERENCE_MISTAKES } from './mistakes-references.js';
import { SCHEME_MISTAKES } from './mistakes-schemes.js';
import { SECURITY_MISTAKES } from './mistakes-security.js';
import { STRUCTURE_MISTAKES } from './mistakes-structure.js';
import type { Tape } from './tape.js';
import type { Spot } from './tree.js';
import type { Written } from './written.js';

/** A document that has been written, and in which something can still be changed. */
export interface Draft {
  readonly intent: Intent;
  readonly folder: Folder;
  readonly written: Written;
  readonly tape: Tape;
}

/** What has to be said about a mistake. */
export interface Told {
  readonly code: string;
  /** Null where only the code is foretold. */
  readonly at: Spot | null;
  /** Whether a requirement cannot be read any more, so that no policy is answered. */
  readonly hidesPolicy: boolean;
}

/** Makes one mistake; null where this document gives no room for it. */
export type Mistake = (draft: Draft) => Told | null;

/** Every mistake by a name of its own. */
export const MISTAKES: ReadonlyMap<string, Mistake> = new Map([
  ...SECURITY_MISTAKES,
  ...SCHEME_MISTAKES,
  ...REFERENCE_MISTAKES,
  ...STRUCTURE_MISTAKES,
  ...ACCESS_MISTAKES,
]);
