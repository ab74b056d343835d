/**
 * An identifier in Pascal case for a name of the document: `my-server` -> `MyServer`. '' where nothing is left. ASCII
 * alone, so that no two look the same: accents go, other letters are spelt by their number.
 */
export const typeName = (name: string): string => {
  const words =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => spelt(word.charAt(0).toUpperCase() + word.slice(1))).join('');
  return /^[A-Z]/i.test(joined) || joined === '' ? joined : `N${joined}`;
};

const spelt = (word: string): string =>
  word.replace(/[^A-Za-z0-9]/gu, (letter) => `U${(letter.codePointAt(0) ?? 0).toString(16)}`);
