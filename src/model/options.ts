import type { Config } from '../config/config.js';
import type { Place } from '../diagnostics/index.js';
import type { Node } from '../document/node.js';

/** What the team says beside the document. */
export interface ModelOptions {
  readonly config: Pick<
    Config,
    | 'public'
    | 'servers'
    | 'providers'
    | 'schemes'
    | 'sameSubject'
    | 'kafka'
    | 'allowCleartextCredentials'
    | 'allowReplayableTokens'
  >;
  /** Where the configuration says what, by the JSON text of its path: `["servers","prod"]`. */
  readonly configPlaces?: ReadonlyMap<string, Place>;
  /** The team's access-control file, read but not yet understood. */
  readonly accessControlFile: Node | null;
  /** Default: there is none. */
  readonly preset?: NamedPreset;
}

/**
 * What stands behind the name of a preset that is none of the tool's own: its data, not yet understood, and the file's
 * name as seen from the document; or nothing; or what cannot be read, which has been reported.
 */
export type NamedPreset = { readonly root: Node; readonly file: string } | 'undefined' | 'unreadable';
