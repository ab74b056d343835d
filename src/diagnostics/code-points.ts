/** The characters of a text beyond ASCII by their numbers, each once: `U+0430`. */
export const codePoints = (text: string): readonly string[] =>
  [...new Set(text.match(/[^\u0000-\u007f]/gu) ?? [])].map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
