import assert from 'node:assert/strict';
import { policyAnswer, type PolicyAnswer } from '../../src/commands/policy-answer.js';
import { settled } from '../../src/commands/result.js';
import { loadSettings } from '../../src/config/index.js';
import type { Diagnostic, Place } from '../../src/diagnostics/index.js';
import type { ParserThread } from '../../src/document/parser-thread.js';
import { runOfficialParser } from '../../src/document/run-official-parser.js';
import { runStages } from '../../src/pipeline/run-stages.js';
import { inFolder } from './documents.js';

/** What `inspect` finds, with the official parser's verdict joined. */
export interface Inspected {
  /** Null where a requirement itself cannot be read. */
  readonly policy: PolicyAnswer | null;
  /** Sorted; files are relative to the document's folder. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How a document is run. */
export interface Run {
  /** Default: the first file. */
  readonly document?: string;
  /** Default: as `inspect` runs it; `output` is how `generate` does. */
  readonly goal?: 'policy' | 'output';
  /** Default: the official parser, without a thread, which would load it anew for each document. */
  readonly check?: ParserThread['check'];
}

/** Runs `inspect` on a document, or on several files. */
export const inspected = (source: string | Readonly<Record<string, string>>, run: Run = {}): Promise<Inspected> => {
  const files = typeof source === 'string' ? { 'asyncapi.yaml': source } : source;
  return inFolder(files, async (folder) => {
    const { document = Object.keys(files)[0] ?? '', goal = 'policy', check = runOfficialParser } = run;
    const { value: [settings] = [], diagnostics } = await loadSettings(folder, { document });
    assert.ok(settings !== undefined, JSON.stringify(diagnostics));
    const command = goal === 'policy' ? 'inspect' : 'generate';
    const parser: ParserThread = { check, stop: () => undefined };
    const { model, enforced = [], ...result } = await runStages({ settings, goal, command }, parser);
    const named = ({ file, ...place }: Place): Place => ({ ...place, file: file.replace(`${folder}/`, '') });
    return {
      policy: model === undefined ? null : policyAnswer(model, enforced),
      diagnostics: settled(result.diagnostics, settings.config.silence).map(({ at, also, ...told }) => ({
        ...told,
        ...(at === undefined ? {} : { at: named(at) }),
        ...(also === undefined ? {} : { also: also.map(named) }),
      })),
    };
  });
};
