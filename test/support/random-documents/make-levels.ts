import type { LevelIntent, SchemeIntent, UseIntent } from './intent.js';
import { SCOPES, scopesOf } from './make-schemes.js';
import type { Tape } from './tape.js';

/** What a level may be made of. */
export interface LevelParts {
  readonly tape: Tape;
  readonly major: 2 | 3;
  readonly schemes: readonly SchemeIntent[];
  /** Only what the official schema takes. */
  readonly strict: boolean;
  /** No alternative of several schemes. */
  readonly single: boolean;
}

/** One to three alternatives, each of one or, in 2.x, several schemes. */
export const listLevel = (parts: LevelParts): LevelIntent => ({ state: 'list', alternatives: someAlternatives(parts) });

/** A level that demands nothing although it is stated. */
export const openLevel = (parts: LevelParts): LevelIntent => {
  const { tape, major, strict } = parts;
  if ((major === 3 && strict) || tape.chance(50)) return { state: 'empty', alternatives: [] };
  const others = tape.chance(50) ? someAlternatives(parts) : [];
  const at = tape.below(others.length + 1);
  return { state: 'anonymous', alternatives: [...others.slice(0, at), [], ...others.slice(at)] };
};

const someAlternatives = (parts: LevelParts): readonly (readonly UseIntent[])[] =>
  Array.from({ length: parts.tape.pick(1, 1, 2, 3) }, () => alternative(parts));

const alternative = (parts: LevelParts): readonly UseIntent[] => {
  const { tape, schemes, major, single } = parts;
  const count = major === 3 || single ? 1 : tape.pick(1, 1, 1, 2, 3);
  return tape
    .shuffled(schemes)
    .slice(0, count)
    .map((scheme) => ({ scheme, scopes: major === 3 ? [] : usedScopes(tape, scheme) }));
};

/** Other types than oauth2 and openIdConnect have none, and what is stated all the same is kept (M17). */
const usedScopes = (tape: Tape, { type, offered }: SchemeIntent): readonly string[] =>
  type === 'oauth2' || type === 'openIdConnect' ? scopesOf(tape, offered) : tape.chance(8) ? tape.some(SCOPES, 30) : [];
