import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodeOf } from '../../src/cli/answer.js';
import { jsonAnswer } from '../../src/cli/json-answer.js';
import { policyAnswer } from '../../src/commands/policy-answer.js';
import { settled } from '../../src/commands/result.js';
import { loadSettings, type Settings } from '../../src/config/index.js';
import type { ParserThread } from '../../src/document/parser-thread.js';
import { runStages } from '../../src/pipeline/run-stages.js';
import { usualTargets } from '../../src/pipeline/choose-targets.js';
import { readOfficially, type OfficialPolicy } from './official-policy.js';

/** What came of one document. */
export interface Examined {
  /** Its path below the corpus. */
  readonly name: string;
  readonly text: string;
  readonly exit: number;
  /** Processor time, with the official parser's: other work on the machine does not count. */
  readonly milliseconds: number;
  /** What `inspect --format json` prints. */
  readonly stdout: string;
  readonly official: OfficialPolicy | undefined;
  /** What `generate` is told, where `inspect` had nothing against the document. */
  readonly generate: Settings | null;
}

/** Runs `inspect` on a document, with the official parser in this process, where it is loaded once for all. */
export const examine = async (folder: string, name: string): Promise<Examined> => {
  const text = await readFile(join(folder, name), 'utf8');
  const { value: [settings] = [] } = await loadSettings(folder, { document: name, describes: 'server' });
  if (settings === undefined) throw new Error(`${name} cannot be asked for`);
  let official: OfficialPolicy | undefined;
  const parser: ParserThread = {
    check: async ({ source }) => {
      const { errors, policy } = await readOfficially(text, source);
      official = policy;
      return { errors };
    },
    stop: () => undefined,
  };
  const begin = process.cpuUsage();
  const result = await runStages({ settings, goal: 'policy', command: 'inspect' }, parser);
  const { user, system } = process.cpuUsage(begin);
  const { model, enforced = [] } = result;
  const diagnostics = settled(result.diagnostics);
  const exit = exitCodeOf(diagnostics);
  const body = model === undefined ? {} : policyAnswer(model, enforced);
  return {
    name,
    text,
    exit,
    milliseconds: (user + system) / 1000,
    stdout: jsonAnswer({ command: 'inspect', exit, diagnostics, body, text: '' }, folder),
    official,
    generate:
      model === undefined || exit !== 0
        ? null
        : { ...settings, config: { ...settings.config, targets: usualTargets(model) } },
  };
};
