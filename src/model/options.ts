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
}
