import path from 'node:path';

/** A file as answers name it: relative to the working directory, with `/` on every system. */
export const printedPath = (cwd: string, file: string): string =>
  file === '-' ? file : path.relative(cwd, file).split(path.sep).join('/') || '.';
