import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compileEmitted, inCache } from '../support/emitted.js';
import { corpusDocuments } from './corpus-folder.js';
import { examine, type Examined } from './examine.js';
import { generateAndCheck, type Generated } from './generate.js';

/** Everything that was found out about a corpus. */
export interface Survey {
  readonly examined: readonly Examined[];
  readonly generated: readonly Generated[];
  /** What the compiler says of all emitted folders. */
  readonly compiled: string;
}

/** Inspects every document of a corpus, generates from those that `inspect` has nothing against, and compiles the result. */
export const survey = async (folder: string): Promise<Survey> => {
  const examined: Examined[] = [];
  for (const name of await corpusDocuments(folder)) examined.push(await examine(folder, name));
  return inCache(async (cache) => {
    const generated: Generated[] = [];
    for (const [index, { name, generate }] of examined.entries()) {
      if (generate === null) continue;
      const parent = join(cache, String(index));
      await mkdir(parent);
      generated.push(await generateAndCheck(name, generate, join(parent, 'guards')));
    }
    return { examined, generated, compiled: await compileEmitted(cache, { typescript: '7', module: 'esm' }) };
  });
};
