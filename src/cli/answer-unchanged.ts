import { findUnchanged } from '../commands/unchanged.js';
import type { Answer } from './answer.js';
import { generateAnswer } from './generate-answer.js';
import type { Invocation } from './invocation.js';

/** Answers `generate` where nothing changed, without loading what understands a document; else null. */
export const answerUnchanged = async ({ options, dryRun }: Invocation, cwd: string): Promise<Answer | null> => {
  const result = await findUnchanged({ ...options, cwd });
  return result === null ? null : generateAnswer(result, cwd, dryRun);
};
