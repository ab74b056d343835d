import type { Place } from '../../diagnostics/index.js';
import type { Role } from '../security-model.js';

/** A role model that a document names instead of writing it out. */
export interface Preset {
  readonly name: string;
  /** A role of the tool's own presets stands nowhere. */
  readonly roles: readonly (Omit<Role, 'at'> & { readonly at?: Place })[];
  /** Function -> the roles of which any one suffices. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  readonly defaultContext: string;
  readonly adminContext: string | null;
  readonly bareGrant: 'every-context' | null;
}
