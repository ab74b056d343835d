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

/** The official parser without a thread: a thread would load it anew for each document. */
const inProcess = (): ParserThread => ({ check: runOfficialParser, stop: () => undefined });

/** Runs `inspect` on a document, or on several files, the first of which is the document. */
export const inspected = (source: string | Readonly<Record<string, string>>): Promise<Inspected> => {
  const files = typeof source === 'string' ? { 'asyncapi.yaml': source } : source;
  return inFolder(files, async (folder) => {
    const document = Object.keys(files)[0] ?? '';
    const { value: [settings] = [], diagnostics } = await loadSettings(folder, { document });
    assert.ok(settings !== undefined, JSON.stringify(diagnostics));
    const request = { settings, goal: 'policy', command: 'inspect' } as const;
    const { model, enforced = [], ...result } = await runStages(request, inProcess());
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
