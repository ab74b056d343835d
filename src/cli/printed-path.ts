import path from 'node:path';

import { isLocalFile } from '../diagnostics/local-file.js';

/** A file as answers name it: relative to the working directory, with `/` on every system. */
export const printedPath = (cwd: string, file: string): string =>
  isLocalFile(file) ? path.relative(cwd, file).split(path.sep).join('/') || '.' : file;
