import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it; returns the topmost one that it made. Node's own `recursive` never ends where the
 * system answers ENOENT for a folder below one that exists, as `/proc` does.
 */
export const makeFolders = async (folder: string): Promise<string | undefined> => {
  if ((await stat(folder).catch(() => undefined))?.isDirectory() === true) return undefined;
  const parent = path.dirname(folder);
  const above = parent === folder ? undefined : await makeFolders(parent);
  await mkdir(folder);
  return above ?? folder;
};
