import { dirname, resolve } from 'node:path';
import { isLocalFile } from '../diagnostics/index.js';
import { pointerSegments } from './pointer.js';

/** What the text of a `$ref` names, before anything is looked up. */
export type Reference =
  /** Another scheme than http and https, or a URL that is none. */
  | { readonly kind: 'network' }
  /** An absolute path, a `file:` URL, a drive, a backslash: ways around the folder of the document. */
  | { readonly kind: 'absolute' }
  /** A fragment that is no JSON Pointer. */
  | { readonly kind: 'anchor' }
  /** `file` is an absolute path, `-`, or a URL without fragment. */
  | { readonly kind: 'file'; readonly file: string; readonly segments: readonly string[] };

/** Reads the text of a `$ref` that stands in `from`; `folder` is the folder of standard input. */
export const parseReference = (text: string, from: string, folder: string): Reference => {
  const hash = text.indexOf('#');
  const target = hash < 0 ? text : text.slice(0, hash);
  const fragment = decoded(hash < 0 ? '' : text.slice(hash + 1));
  const file = target === '' ? from : fileOf(target, from, folder);
  if (file === 'network' || file === 'absolute') return { kind: file };
  if (fragment !== '' && !fragment.startsWith('/')) return { kind: 'anchor' };
  return { kind: 'file', file, segments: pointerSegments(fragment) };
};

const fileOf = (target: string, from: string, folder: string): string => {
  const path = decoded(target);
  if (/^(?:file|[a-z]):/i.test(path)) return 'absolute';
  const fetched = from !== '-' && !isLocalFile(from);
  if (fetched || path.startsWith('//') || /^[a-z][a-z0-9+.-]*:/i.test(path)) {
    return urlOf(target, fetched ? from : undefined) ?? 'network';
  }
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0')) return 'absolute';
  return resolve(from === '-' ? folder : dirname(from), path);
};

const urlOf = (target: string, base: string | undefined): string | null => {
  if (!URL.canParse(target, base)) return null;
  const url = new URL(target, base);
  url.hash = '';
  return isLocalFile(url.href) ? null : url.href;
};

/** A percent sign that encodes nothing stands for itself. */
const decoded = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
