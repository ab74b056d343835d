import { loadSettings, type RunOptions } from '../config/index.js';
import { report } from '../diagnostics/index.js';
import { policyAnswer, type PolicyAnswer } from './policy-answer.js';
import { policyOutline, type PolicyOutline } from './policy-outline.js';
import { refusalCodes } from './refusals.js';
import { settled, type CommandResult } from './result.js';

/** What `inspect` is told beyond the configuration. */
export interface InspectOptions extends RunOptions {
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** The document's text, where `document` is `-`. */
  readonly text?: string;
}

/** The policy of a document: null where a requirement itself cannot be read. */
export interface InspectResult extends CommandResult {
  readonly policy: PolicyAnswer | null;
  /** The policy arranged for people. */
  readonly outline: PolicyOutline | null;
}

/** Says what a document demands, operation by operation, and who enforces it. */
export const inspect = async (options: InspectOptions = {}): Promise<InspectResult> => {
  const settings = await loadSettings(options.cwd ?? process.cwd(), options);
  const [only, second] = settings.value ?? [];
  if (only === undefined) return { policy: null, outline: null, diagnostics: settled(settings.diagnostics) };
  if (second !== undefined) {
    const several = report('document-missing', undefined, {
      message: 'The configuration file has several documents, and inspect shows one.',
      fix: 'Name the document: `asyncapi-guards inspect orders.yaml`.',
    });
    return { policy: null, outline: null, diagnostics: [several] };
  }
  const { runPipeline } = await import('../pipeline/index.js');
  const { text } = options;
  const result = await runPipeline({
    settings: only,
    goal: 'policy',
    command: 'inspect',
    ...(text === undefined ? {} : { text }),
  });
  const diagnostics = settled(result.diagnostics, only.config.silence);
  const { model, enforced = [] } = result;
  if (model === undefined) return { policy: null, outline: null, diagnostics };
  const rolesAsAcl = only.config.kafka?.roles === 'acl';
  return {
    policy: policyAnswer(model, enforced),
    outline: policyOutline(model, enforced, { rolesAsAcl, refusedFor: refusalCodes(model, result.diagnostics) }),
    diagnostics,
  };
};
