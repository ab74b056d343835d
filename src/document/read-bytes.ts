import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** What reading a file gave: its bytes, or why there are none, worded for a diagnostic. */
export type Bytes = { readonly bytes: Buffer } | { readonly reason: string } | { readonly tooLarge: true };

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it does not exist'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['EACCES', 'this user may not read it'],
  ['EPERM', 'this user may not read it'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its symbolic links form a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
]);

const CHUNK = 64 * 1024;
/** Opening a pipe that nobody writes to would wait for ever. */
const NON_BLOCKING = constants.O_RDONLY | constants.O_NONBLOCK;

/** Reads at most `limit` bytes. Only the entry may be a pipe; devices are never read. */
export const readBytes = async (path: string, limit: number, pipes: boolean): Promise<Bytes> => {
  try {
    const handle = await open(path, pipes ? 'r' : NON_BLOCKING);
    try {
      const status = await handle.stat();
      if (status.isDirectory()) return { reason: 'it is a folder' };
      if (!status.isFile() && !(pipes && status.isFIFO())) return { reason: 'it is not a regular file' };
      if (status.size > limit) return { tooLarge: true };
      const chunks: Buffer[] = [];
      for (let size = 0; ;) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK), 0, CHUNK, null);
        if (bytesRead === 0) return { bytes: Buffer.concat(chunks) };
        size += bytesRead;
        if (size > limit) return { tooLarge: true };
        chunks.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
    return { reason: REASONS.get(code) ?? `the system answers ${code === '' ? 'with an unknown fault' : code}` };
  }
};
