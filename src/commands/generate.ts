import { loadSettings } from '../config/index.js';
import { hasErrors, type Diagnostic } from '../diagnostics/index.js';
import { writeOutput } from '../write/index.js';
import type { GeneratedOutput, GenerateOptions, GenerateResult } from './generate-types.js';
import { settled } from './result.js';
import { findUnchanged } from './unchanged.js';

/** Generates the guards of each document. Writes nothing where any of them is refused. */
export const generate = async (options: GenerateOptions = {}): Promise<GenerateResult> =>
  (await findUnchanged(options)) ?? generateAnew(options);

/** Generates without first asking whether anything changed. */
export const generateAnew = async (options: GenerateOptions): Promise<GenerateResult> => {
  const settings = await loadSettings(options.cwd ?? process.cwd(), options);
  if (settings.value === undefined) return refused(settings.diagnostics);
  // Everything heavy lies behind this import.
  const { generateInMemory } = await import('./generated.js');
  const made = [];
  for (const one of settings.value) {
    const outcome = await generateInMemory(one, options.text, 'generate');
    made.push({ ...outcome, shown: settled(outcome.diagnostics, one.config.silence) });
  }
  const diagnostics = [...settings.diagnostics, ...made.flatMap((outcome) => outcome.shown)];
  if (hasErrors(diagnostics)) return refused(diagnostics);

  const outputs: GeneratedOutput[] = [];
  const problems: Diagnostic[] = [];
  for (const { value } of made) {
    if (value === undefined) continue;
    const { out, config } = value.settings;
    const target = { out, force: options.force === true, dryRun: options.dryRun === true };
    const written = await writeOutput(value.files, target, value.stamp);
    problems.push(...written.diagnostics);
    if (written.value === undefined) continue;
    outputs.push({ document: config.document, out, files: written.value, guarded: value.stamp.guarded });
  }
  return { outputs, diagnostics: settled([...diagnostics, ...problems]) };
};

const refused = (diagnostics: readonly Diagnostic[]): GenerateResult => ({
  outputs: [],
  diagnostics: settled(diagnostics),
});
