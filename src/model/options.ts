import type { Config } from '../config/config.js';
import type { Node } from '../document/node.js';

/** What the team says beside the document. */
export interface ModelOptions {
  readonly config: Pick<Config, 'public' | 'providers' | 'schemes' | 'sameSubject'>;
  /** The team's access-control file, read but not yet understood. */
  readonly accessControlFile: Node | null;
}
