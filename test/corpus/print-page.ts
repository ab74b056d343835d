import { writeFile } from 'node:fs/promises';
import { corpusFolder, isOwnCorpus } from './corpus-folder.js';
import { corpusPage } from './corpus-page.js';
import { survey } from './survey.js';

const PAGE = new URL('../../docs/corpus.md', import.meta.url);

const folder = corpusFolder();
if (folder === null) {
  process.stderr.write('There is no corpus: shared/corpus is not beside this clone, and CORPUS names no folder.\n');
  process.exitCode = 1;
} else {
  const page = corpusPage(await survey(folder));
  // Numbers of other documents are for whoever asked; the page counts these alone.
  if (isOwnCorpus(folder)) await writeFile(PAGE, page);
  else process.stdout.write(page);
}
