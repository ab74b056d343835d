import assert from 'node:assert/strict';
import type { Intent } from './intent.js';
import { makeIntent, type Kind } from './make-intent.js';
import { MISTAKES, type Told } from './mistakes.js';
import { TEAM_MISTAKES } from './mistakes-team.js';
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

/** A sound document in which one thing is wrong. */
export interface WrongDocument {
  readonly files: Readonly<Record<string, string>>;
  readonly mistake: string;
  readonly told: Told;
}

/** The same with one mistake: the one that `mistake` chooses, or the next for which the document gives room. */
export const wrongDocument = (meaning: Uint8Array, writing: Uint8Array, mistake: Uint8Array): WrongDocument => {
  const choices = new Tape(mistake);
  const first = choices.below(MISTAKES.size + TEAM_MISTAKES.length);
  // A mistake in a name would be one in the team's file too, where that names it.
  const team = first >= MISTAKES.size;
  const intent = makeIntent(new Tape(meaning), { sound: true, strict: false, team });
  const tape = new Tape(writing);
  const { folder, written } = writeDocument(intent, tape, false);
  const all = team
    ? [...TEAM_MISTAKES.slice(first - MISTAKES.size), ...TEAM_MISTAKES]
    : [...MISTAKES, ...MISTAKES].slice(first);
  for (const [name, make] of all) {
    const told = make({ intent, folder, written, tape: choices });
    // What an anchor shares would have the same mistake at several places.
    if (told !== null) return { files: printFiles(folder, tape, { strict: false, alias: false }), mistake: name, told };
  }
  assert.fail('No mistake can be made in this document.');
};
