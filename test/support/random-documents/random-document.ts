import type { Intent } from './intent.js';
import { makeIntent, type Kind } from './make-intent.js';
import { printFiles } from './print-files.js';
import { Tape } from './tape.js';
import { wantedOf, type Wanted } from './wanted.js';
import { writeDocument } from './write-document.js';

/** A document with the answer to it. */
export interface RandomDocument {
  readonly intent: Intent;
  /** By name, the entry file first. */
  readonly files: Readonly<Record<string, string>>;
  readonly wanted: Wanted;
}

/** A document: `meaning` decides what it means, `writing` how it is written. */
export const randomDocument = (meaning: Uint8Array, writing: Uint8Array, kind: Kind): RandomDocument => {
  const intent = makeIntent(new Tape(meaning), kind);
  const tape = new Tape(writing);
  const { folder, written } = writeDocument(intent, tape, kind.strict);
  const wanted = wantedOf(intent, written);
  return { intent, wanted, files: printFiles(folder, tape, { strict: kind.strict, alias: true }) };
};
