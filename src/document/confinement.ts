import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isLocalFile } from '../diagnostics/index.js';

/** Which files and origins references may reach. */
export interface Confinement {
  /** Whether a file may be read: its name and what it is behind all symbolic links lie in one of the folders. */
  permits(file: string): Promise<boolean>;
  /** Whether a URL may be fetched: its origin was allowed by name, and it carries no credentials. */
  permitsUrl(url: string): boolean;
}

/** References reach the folder of the document, and those folders and origins that were allowed by name. */
export const confinement = (folder: string, allowRefs: readonly string[], cwd: string): Confinement => {
  const origins = new Set(
    allowRefs
      .filter((allowed) => !isLocalFile(allowed) && URL.canParse(allowed))
      .map((allowed) => new URL(allowed).origin),
  );
  const folders = [folder, ...allowRefs.filter(isLocalFile).map((allowed) => resolve(cwd, allowed))];
  const realFolders = Promise.all(folders.map(realPath));
  return {
    async permits(file) {
      if (!folders.some((inside) => holds(inside, file))) return false;
      const real = await realPath(file);
      // What does not exist cannot be read: reading it tells so.
      if (real === 'missing') return true;
      return real !== 'unreadable' && (await realFolders).some((inside) => holds(inside, real));
    },
    permitsUrl(url) {
      const { origin, username, password } = new URL(url);
      return origins.has(origin) && username === '' && password === '';
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
