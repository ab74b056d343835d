// Control characters, line separators and marks that turn the direction of text.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Makes every character of a document's text visible: a terminal obeys some, and readers are fooled by others. */
export const visible = (text: string): string =>
  text.replace(HIDDEN, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
