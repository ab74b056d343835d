import { optionsDigest, type Settings, type Side } from '../config/index.js';
import { hasErrors, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Plan, RenderedFile } from '../plan/index.js';
import { runPipeline } from '../pipeline/index.js';
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
  text: string | undefined,
  command: 'generate' | 'check',
): Promise<Outcome<Generated>> => {
  const result = await runPipeline({ settings, goal: 'output', command, ...(text === undefined ? {} : { text }) });
  const { read, plan, files, diagnostics } = result;
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
    guarded: guardedOperations(plan.policy, settings.config.side ?? 'application'),
    diagnostics: stable(diagnostics),
  };
  return { value: { settings, files, stamp }, diagnostics };
};

/** Operations that some server leaves to a guard of ours: none that its broker alone sees to, nor that this side sends to Kafka. */
const guardedOperations = ({ servers, operations }: Plan['policy'], side: Side): number =>
  new Set(
    Object.values(servers).flatMap(({ rules, kafka }) =>
      Object.entries(rules)
        .filter(([, rule]) => rule.enforcedBy !== 'broker')
        .map(([operation]) => operation)
        .filter((id) => kafka === undefined || side === 'both' || isReceived(operations[id]?.action, side)),
    ),
  ).size;

const isReceived = (action: 'send' | 'receive' | undefined, side: Side): boolean =>
  (action === 'receive') === (side === 'application');

/** A time limit that ran out depends on the machine's load; the manifest must not. */
const stable = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((diagnostic) => diagnostic.code !== 'document-validation-timeout');
