import { nearestNames, strangers } from '../diagnostics/index.js';

/** `"a", "b" and "c"`. */
export const quoted = (names: readonly string[], last = 'and'): string => {
  const texts = names.map((name) => JSON.stringify(name));
  const tail = texts.at(-1) ?? '';
  return texts.length < 2 ? tail : `${texts.slice(0, -1).join(', ')} ${last} ${tail}`;
};

/** What was probably meant: the nearest names, else all names where they are few. */
export const suggestion = (wrong: string, names: Iterable<string>): string => {
  const known = [...new Set(names)];
  const near = nearestNames(wrong, known);
  if (near.length > 0) return `Did you mean ${quoted(near, 'or')}?${strangers(wrong, near)}`;
  if (known.length === 0) return 'None is declared.';
  return known.length <= 8
    ? `Declared: ${quoted(known)}.`
    : `${String(known.length)} are declared, none with a similar name.`;
};
