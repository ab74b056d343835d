import { report, type Diagnostic, type Place } from '../../diagnostics/index.js';
import { typeName } from '../names.js';

/** Hands out the names of emitted types; two things that would get one name are refused, both places named. */
export interface TypeNames {
  /** The name of a type of `owner`: its words, then the suffix. */
  of(owner: Owner, suffix: string): string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Owner {
  /** `server gateway`, `channel events of server gateway`. */
  readonly what: string;
  /** Names whose words make the type's name, in order. */
  readonly names: readonly string[];
  readonly at: Place;
}

export const typeNames = (): TypeNames => {
  const owners = new Map<string, Owner>();
  const diagnostics: Diagnostic[] = [];
  const refused = new Set<string>();
  const known = new Map<string, string>();
  /** Once a name: it gives several types. */
  const wordOf = (name: string): string => {
    const word = known.get(name) ?? typeName(name);
    known.set(name, word);
    return word;
  };
  const refuse = (owner: Owner, message: string, also: readonly Place[]): void => {
    // One name gives several types: they collide for the same reason.
    const place = `${owner.at.file} ${owner.at.pointer}`;
    if (refused.has(place)) return;
    refused.add(place);
    diagnostics.push(
      report('name-collision', owner.at, {
        message,
        fix: 'Rename one of them: names must differ in letters or digits, not only in case, accents or punctuation.',
        also,
      }),
    );
  };
  return {
    diagnostics,
    of(owner, suffix) {
      const words = owner.names.map(wordOf);
      if (words.includes(''))
        refuse(owner, `The name of the ${owner.what} has no letter or digit to make an identifier of.`, []);
      const name = `${words.join('')}${suffix}`;
      const key = name.toLowerCase();
      const rival = owners.get(key);
      if (rival !== undefined && rival.what !== owner.what) {
        refuse(owner, `The ${rival.what} and the ${owner.what} would both give the type ${name}.`, [rival.at]);
      }
      owners.set(key, rival ?? owner);
      return name;
    },
  };
};
