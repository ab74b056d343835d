import { didYouMean } from '../diagnostics/index.js';

/** The fix for a name that does not exist, or for none (''): the nearest that do, else all, as far as one can read them. */
export const nameFix = (wrong: string, names: readonly string[]): string => {
  const all = names.length === 0 ? 'Define it first: there is none yet.' : `These exist: ${listOf(names)}.`;
  return wrong === '' ? all : (didYouMean(wrong, names) ?? all);
};

const SHOWN = 8;

/** Some names in a row, as far as one can read them. */
export const listOf = (names: Iterable<string>): string => {
  const shown: string[] = [];
  for (const name of names) {
    if (shown.length === SHOWN) return `${shown.join(', ')}, …`;
    shown.push(name);
  }
  return shown.length === 0 ? 'there is none yet' : shown.join(', ');
};
