import { dirname, relative, sep } from 'node:path';
import { isLocalFile, type Place } from '../diagnostics/index.js';

/** Appends one segment to a JSON Pointer, escaped as RFC 6901 says. */
export const pointerTo = (parent: string, segment: string | number): string =>
  `${parent}/${typeof segment === 'number' ? String(segment) : escaped(segment)}`;

/** Most names need no escapes, and these functions run several times a node. */
const escaped = (segment: string): string =>
  /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;

/** The segments of a JSON Pointer, unescaped. */
export const pointerSegments = (pointer: string): readonly string[] => {
  const segments = pointer.split('/').slice(1);
  return pointer.includes('~')
    ? segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    : segments;
};

/** A file's name seen from a folder, with `/` on every system; standard input and URLs keep theirs. */
export const relativeName = (folder: string, file: string): string =>
  isLocalFile(file) ? relative(folder, file).split(sep).join('/') : file;

/**
 * A place as the contract prints it: `#/…` in the entry file, `relative/file.yaml#/…` elsewhere. Standard input (`-`)
 * has no folder of its own, so that a caller that knows it gives it.
 */
export const relativePointer = (
  entry: string,
  place: Pick<Place, 'file' | 'pointer'>,
  folder: string = dirname(entry),
): string => `${place.file === entry ? '' : relativeName(folder, place.file)}#${place.pointer}`;
