import { loadSettings, type RunOptions, type Settings } from '../config/index.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { StandardInput } from '../document/index.js';
import type { SecurityModel } from '../model/index.js';
import type { PipelineResult } from '../pipeline/index.js';
import { settled } from './result.js';

/** What a command about one document's policy is told beyond the configuration. */
export interface DocumentOptions extends RunOptions {
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** The document's text, where `document` is `-`. */
  readonly text?: StandardInput;
}

/** A document's policy, and what was found on the way. */
export interface UnderstoodDocument {
  /** Null where a requirement itself cannot be read. */
  readonly understood: {
    readonly settings: Settings;
    readonly model: SecurityModel;
    readonly enforced: NonNullable<PipelineResult['enforced']>;
    readonly unguarded: NonNullable<PipelineResult['unguarded']>;
    /** Before the team's silence. */
    readonly found: readonly Diagnostic[];
  } | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one document up to its policy. */
export const understandDocument = async (
  options: DocumentOptions,
  command: 'inspect' | 'explain',
): Promise<UnderstoodDocument> => {
  const loaded = await loadSettings(options.cwd ?? process.cwd(), options);
  const [settings, second] = loaded.value ?? [];
  if (settings === undefined) return { understood: null, diagnostics: settled(loaded.diagnostics) };
  if (second !== undefined) {
    const several = report('document-missing', undefined, {
      message: `The configuration file has several documents, and ${command} looks at one.`,
      fix: `Name the document: \`asyncapi-guards ${command} ${command === 'explain' ? 'OPERATION ' : ''}orders.yaml\`.`,
    });
    return { understood: null, diagnostics: [several] };
  }
  const { runPipeline } = await import('../pipeline/index.js');
  const { text } = options;
  const result = await runPipeline({
    settings,
    goal: 'policy',
    command: 'inspect',
    ...(text === undefined ? {} : { text }),
  });
  const { model, enforced = [], unguarded, diagnostics: found } = result;
  return {
    understood: model === undefined || unguarded === undefined ? null : { settings, model, enforced, unguarded, found },
    diagnostics: settled([...loaded.diagnostics, ...found], settings.config.silence),
  };
};
