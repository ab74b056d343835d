import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/**
 * Where the corpus stands: `CORPUS`, else `shared/corpus` beside the clone; null where there is none. It is no part of
 * the project, which may not pass on other people's documents.
 */
export const corpusFolder = (): string | null => {
  const named = process.env['CORPUS'] ?? '';
  if (named !== '') return named;
  return existsSync(BESIDE) ? BESIDE : null;
};

/** Whether these are the documents that `docs/corpus.md` counts. */
export const isOwnCorpus = (folder: string): boolean => folder === BESIDE;

/** The documents of a corpus, by their path below it, in the order of their names. */
export const corpusDocuments = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(?:ya?ml|json)$/u.test(name)).sort();
};
