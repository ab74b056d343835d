import { lstat } from 'node:fs/promises';
import path from 'node:path';

import { report, type Diagnostic } from '../diagnostics/index.js';
import { startOf } from './places.js';

/** Whether a relative path stays in its folder, on every operating system. */
export const isInside = (relative: string): boolean =>
  relative !== '' &&
  !relative.includes('\\') &&
  !relative.includes(':') &&
  !relative.includes('\0') &&
  relative.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Whether the output folder itself is one, or can become one. */
export const checkFolder = async (out: string): Promise<readonly Diagnostic[]> => {
  const kind = await kindOf(out);
  if (kind === 'link') return [linkFound(out)];
  if (kind === 'file') return [fileFound(out, 'The output folder')];
  return [];
};

/** Whether a file can be written at a relative path without leaving the folder or following a link. */
export const checkPath = async (out: string, relative: string): Promise<readonly Diagnostic[]> => {
  if (!isInside(relative)) {
    return [
      report('output-path-invalid', undefined, {
        message: `${JSON.stringify(relative)} does not stay inside the output folder.`,
        fix: 'Rename the template that gives the file its name.',
      }),
    ];
  }
  const parts = relative.split('/');
  for (let length = 1; length <= parts.length; length += 1) {
    const here = path.join(out, ...parts.slice(0, length));
    const kind = await kindOf(here);
    if (kind === 'link') return [linkFound(here)];
    if (kind === 'absent') return [];
    if (length < parts.length && kind === 'file') return [fileFound(here, 'A folder of the output')];
    if (length === parts.length && kind === 'folder') {
      return [
        report('output-not-a-folder', startOf(here), {
          message: `${relative} is a folder, and a generated file has to stand there.`,
          fix: 'Move the folder away.',
        }),
      ];
    }
  }
  return [];
};

type Kind = 'absent' | 'file' | 'folder' | 'link';

const kindOf = async (file: string): Promise<Kind> => {
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return 'absent';
  if (found.isSymbolicLink()) return 'link';
  return found.isDirectory() ? 'folder' : 'file';
};

const linkFound = (file: string): Diagnostic =>
  report('output-symlink', startOf(file), {
    message: `${path.basename(file)} is a symbolic link.`,
    fix: 'Replace the link by a real file or folder, or choose another folder with --out.',
  });

const fileFound = (file: string, what: string): Diagnostic =>
  report('output-not-a-folder', startOf(file), {
    message: `${what} is a file: ${path.basename(file)}.`,
    fix: 'Choose another folder with --out, or move the file away.',
  });
