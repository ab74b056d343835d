import { report, type Outcome } from '../diagnostics/index.js';

/** By the byte order mark; YAML names UTF-16 beside UTF-8, in which JSON always is. */
const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
};

/** A file's text; an error where its bytes are none. */
export const decodeText = (file: string, bytes: Uint8Array): Outcome<string> => {
  try {
    return { value: new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes), diagnostics: [] };
  } catch {
    const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    return {
      diagnostics: [
        report(
          'document-binary',
          { file, pointer: '', range },
          { message: 'This file is not UTF-8 text.', fix: 'Name a YAML or JSON file, and save it as UTF-8.' },
        ),
      ],
    };
  }
};
