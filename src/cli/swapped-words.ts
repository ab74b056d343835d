import { statSync } from 'node:fs';
import path from 'node:path';

import { report, type Diagnostic } from '../diagnostics/index.js';
import { shellWord } from './shell-word.js';
import { visible } from './visible.js';

/** Where a document stands in the place of the operation: says so, and how the call was meant. For a question without an answer. */
export const swappedWords = (operation: string, document: string | undefined, cwd: string): Diagnostic | null => {
  const isThere = isFile(operation, cwd);
  if (document === '-' || !(isThere || /\.(ya?ml|json)$/iu.test(operation))) return null;
  // Two files, or none: which of them was meant as what cannot be told.
  if (document === undefined ? !isThere : isFile(document, cwd)) return null;
  const meant = document === undefined ? 'OPERATION' : shellWord(visible(document));
  const call = `asyncapi-guards explain ${meant} ${shellWord(visible(operation))}`;
  return report('question-invalid', undefined, {
    message: `${JSON.stringify(operation)} stands where the operation is named, and ${isThere ? 'is a file' : 'looks like a document'}.`,
    fix: document === undefined ? `Write \`${call}\`.` : `Did you mean \`${call}\`?`,
  });
};

const isFile = (name: string, cwd: string): boolean => {
  try {
    return statSync(path.resolve(cwd, name), { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
};
