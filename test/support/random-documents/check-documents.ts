import assert from 'node:assert/strict';
import { fc } from '../seeded.js';

/** What decides a document: what it means, how it is written, and what is wrong with it. */
export interface Choices {
  readonly meaning: Uint8Array;
  readonly writing: Uint8Array;
  readonly mistake: Uint8Array;
}

/**
 * Checks so many documents, unless RANDOM_DOCUMENTS says how many; RANDOM_SEED and RANDOM_PATH replay a failure. What
 * fails is made smaller, which takes hundreds of runs: `shrinks` is false where a run takes long.
 */
export const checkDocuments = async (
  count: number,
  check: (choices: Choices) => Promise<void>,
  show: (choices: Choices) => string,
  { shrinks = true }: { readonly shrinks?: boolean } = {},
): Promise<void> => {
  const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength, size: 'max' });
  const choices = fc.noBias(fc.record({ meaning: bytes(200), writing: bytes(700), mistake: bytes(6) }));
  const { RANDOM_DOCUMENTS: wanted, RANDOM_PATH: path } = process.env;
  const result = await fc.check(fc.asyncProperty(choices, check), {
    endOnFailure: !shrinks,
    numRuns: wanted === undefined ? count : Number(wanted),
    ...(path === undefined ? {} : { path }),
  });
  if (!result.failed) return;
  const [example] = result.counterexample ?? [];
  const { seed, counterexamplePath, errorInstance } = result;
  const told = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  assert.fail(
    `RANDOM_SEED=${String(seed)} RANDOM_PATH=${counterexamplePath ?? ''}\n${example === undefined ? '' : show(example)}\n${told}`,
  );
};

/** The files of a document, one below the other. */
export const showFiles = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([name, text]) => `===== ${name}\n${text}`)
    .join('\n');
