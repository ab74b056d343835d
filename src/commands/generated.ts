import { optionsDigest, type Settings } from '../config/index.js';
import { hasErrors, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { StandardInput } from '../document/index.js';
import type { RenderedFile } from '../plan/index.js';
import { runPipeline, type PipelineResult } from '../pipeline/index.js';
import { emitsDigest, TOOL } from '../sources/index.js';
import type { Stamp } from '../write/index.js';

/** The files of one document in memory, and what they were made from. */
export interface Generated {
  readonly settings: Settings;
  readonly files: readonly RenderedFile[];
  readonly stamp: Stamp;
}

/** Makes the files of one document without touching the output folder. */
export const generateInMemory = async (
  settings: Settings,
  text: StandardInput | undefined,
  command: 'generate' | 'check',
): Promise<Outcome<Generated>> => {
  const result = await runPipeline({ settings, goal: 'output', command, ...(text === undefined ? {} : { text }) });
  return stamped(settings, result);
};

/** The files that a run has made, with what they were made from; nothing where it was refused. */
export const stamped = (settings: Settings, result: PipelineResult): Outcome<Generated> => {
  const { read, plan, files, presetFiles, diagnostics } = result;
  if (read === undefined || plan === undefined || files === undefined || hasErrors(diagnostics)) return { diagnostics };
  const options = optionsDigest(settings);
  const stamp: Stamp = {
    tool: TOOL,
    emits: emitsDigest(),
    document: {
      digest: read.digest,
      files: new Map([...read.files].map(([file, source]) => [file, source.text])),
    },
    options,
    presets: presetFiles ?? new Map(),
    guarded: plan.guarded,
    diagnostics: stable(diagnostics),
  };
  return { value: { settings, files, stamp }, diagnostics };
};

/** A time limit that ran out depends on the machine's load; the manifest must not. */
const stable = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((diagnostic) => diagnostic.code !== 'document-validation-timeout');
