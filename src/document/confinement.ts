import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Which files references may reach. */
export interface Confinement {
  /** Whether a file may be read: its name and what it is behind all symbolic links lie in one of the folders. */
  permits(file: string): Promise<boolean>;
}

/** References reach the folder of the document, and those that were allowed by name; origins among these open nothing. */
export const confinement = (folder: string, allowRefs: readonly string[], cwd: string): Confinement => {
  const folders = [
    folder,
    ...allowRefs.filter((allowed) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(allowed)).map((allowed) => resolve(cwd, allowed)),
  ];
  return {
    async permits(file) {
      if (!folders.some((inside) => holds(inside, file))) return false;
      const real = await realPath(file);
      // What does not exist cannot be read: reading it tells so.
      if (real === 'missing') return true;
      const realFolders = await Promise.all(folders.map(realPath));
      return real !== 'unreadable' && realFolders.some((inside) => holds(inside, real));
    },
  };
};

const holds = (folder: string, file: string): boolean => {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

const realPath = async (path: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT' ? 'missing' : 'unreadable';
  }
};
