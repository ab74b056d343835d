import { stamped } from '../../src/commands/generated.js';
import type { Settings } from '../../src/config/index.js';
import type { Diagnostic, Outcome } from '../../src/diagnostics/index.js';
import type { ParserThread } from '../../src/document/parser-thread.js';
import { runStages } from '../../src/pipeline/run-stages.js';
import { checkOutput, writeOutput } from '../../src/write/index.js';

/** What `generate` and then `check` made of a document. */
export interface Generated {
  readonly name: string;
  /** Codes of the errors that refuse it; none where files were written. */
  readonly refused: readonly string[];
  /** What `check` found afterwards. */
  readonly drift: readonly string[];
}

/** It has been asked about this document, and had nothing against it. */
const CONTENT: ParserThread = { check: () => Promise.resolve({ errors: [] }), stop: () => undefined };

/** Generates into a folder that is named after the document's number, and checks it as a second run would. */
export const generateAndCheck = async (name: string, settings: Settings, out: string): Promise<Generated> => {
  const made = await make(settings, out, 'generate');
  if (made.value === undefined) return { name, refused: errorsOf(made), drift: [] };
  const target = { out, force: false, dryRun: false };
  const written = await writeOutput(made.value.files, target, made.value.stamp);
  const again = await make(settings, out, 'check');
  if (again.value === undefined) return { name, refused: [], drift: errorsOf(again) };
  const drift = await checkOutput(again.value.files, out, again.value.stamp);
  return {
    name,
    refused: errorsOf(written),
    drift: [...errorsOf(drift), ...(drift.value ?? []).map(({ path, why }) => `${path} ${why}`)],
  };
};

const make = async (settings: Settings, out: string, command: 'generate' | 'check') => {
  const told = { ...settings, out, config: { ...settings.config, out } };
  return stamped(told, await runStages({ settings: told, goal: 'output', command }, CONTENT));
};

const errorsOf = ({ diagnostics }: Outcome<unknown>): readonly string[] => [
  ...new Set(diagnostics.filter(isError).map(({ code }) => code)),
];

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
