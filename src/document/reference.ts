import { dirname, resolve } from 'node:path';
import { pointerSegments } from './pointer.js';

/** What the text of a `$ref` names, before anything is looked up. */
export type Reference =
  | { readonly kind: 'network' }
  /** An absolute path, a `file:` URL, a backslash: ways around the folder of the document. */
  | { readonly kind: 'absolute' }
  | { readonly kind: 'file'; readonly file: string; readonly segments: readonly string[] };

/** Reads the text of a `$ref` that stands in `from`; `folder` is the folder of standard input. */
export const parseReference = (text: string, from: string, folder: string): Reference => {
  const hash = text.indexOf('#');
  const target = decoded(hash < 0 ? text : text.slice(0, hash));
  const fragment = decoded(hash < 0 ? '' : text.slice(hash + 1));
  if (/^file:/i.test(target)) return { kind: 'absolute' };
  if (target.startsWith('//') || /^[a-z][a-z0-9+.-]*:/i.test(target)) return { kind: 'network' };
  if (target.startsWith('/') || target.includes('\\') || target.includes('\0')) return { kind: 'absolute' };
  return {
    kind: 'file',
    file: target === '' ? from : resolve(from === '-' ? folder : dirname(from), target),
    segments: pointerSegments(fragment),
  };
};

/** A percent sign that encodes nothing stands for itself. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
