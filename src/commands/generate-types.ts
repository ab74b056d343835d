import type { RunOptions } from '../config/index.js';
import type { StandardInput } from '../document/index.js';
import type { FileReport } from '../write/index.js';
import type { CommandResult } from './result.js';

/** What `generate` is told beyond the configuration. */
export interface GenerateOptions extends RunOptions {
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** The document's text, where `document` is `-`. */
  readonly text?: StandardInput;
  /** Overwrite generated files that were edited. */
  readonly force?: boolean;
  /** Report what would happen, and change nothing. */
  readonly dryRun?: boolean;
}

/** What `generate` did. `outputs` is empty where the run was refused. */
export interface GenerateResult extends CommandResult {
  readonly outputs: readonly GeneratedOutput[];
}

/** One document's output folder after a run. */
export interface GeneratedOutput {
  readonly document: string;
  readonly out: string;
  readonly files: readonly FileReport[];
  /** How many operations the emitted guards decide. */
  readonly guarded: number;
}
