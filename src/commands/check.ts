import { loadSettings, type RunOptions } from '../config/index.js';
import type { StandardInput } from '../document/index.js';
import { hasErrors, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import { checkOutput, MANIFEST, type Drift } from '../write/index.js';
import { settled, type CommandResult } from './result.js';

/** What `check` is told beyond the configuration. */
export interface CheckOptions extends RunOptions {
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** The document's text, where `document` is `-`. */
  readonly text?: StandardInput;
}

/** What `check` found. `outputs` is empty where the run was refused. */
export interface CheckResult extends CommandResult {
  readonly outputs: readonly CheckedOutput[];
}

/** One document's output folder compared with what would be generated now. */
export interface CheckedOutput {
  readonly document: string;
  readonly out: string;
  /** Empty: the folder is current. */
  readonly drift: readonly Drift[];
  /** What `generate` would make of the manifest: without a readable one it overwrites nothing, whatever the options. */
  readonly manifest: 'readable' | 'missing' | 'invalid';
}

/** Generates in memory and compares bytes with each output folder. Writes nothing. */
export const check = async (options: CheckOptions = {}): Promise<CheckResult> => {
  const settings = await loadSettings(options.cwd ?? process.cwd(), options);
  if (settings.value === undefined) return { outputs: [], diagnostics: settled(settings.diagnostics) };
  const { generateInMemory } = await import('./generated.js');
  const outputs: CheckedOutput[] = [];
  const diagnostics: Diagnostic[] = [...settings.diagnostics];
  for (const one of settings.value) {
    const made = await generateInMemory(one, options.text, 'check');
    diagnostics.push(...settled(made.diagnostics, one.config.silence));
    if (made.value === undefined) continue;
    const drift = await checkOutput(made.value.files, one.out, made.value.stamp);
    diagnostics.push(...drift.diagnostics);
    if (drift.value === undefined) continue;
    outputs.push({ document: one.config.document, out: one.out, drift: drift.value, manifest: manifestState(drift) });
  }
  return { outputs: hasErrors(diagnostics) ? [] : outputs, diagnostics: settled(diagnostics) };
};

const manifestState = ({ value = [], diagnostics }: Outcome<readonly Drift[]>): CheckedOutput['manifest'] => {
  if (diagnostics.some(({ code }) => code === 'manifest-invalid')) return 'invalid';
  return value.some(({ path, why }) => path === MANIFEST && why === 'missing') ? 'missing' : 'readable';
};
