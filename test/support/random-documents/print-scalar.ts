import type { Tape } from './tape.js';

/** Texts that plain YAML 1.1 or 1.2 reads as something else than a text. */
const MEANT_OTHERWISE = /^(?:null|true|false|yes|no|on|off|y|n|~|=|<<|[-+]?[\d.].*|[-+]?\.?(?:inf|nan))$/i;
const PLAIN = /^[\p{L}\p{N}_$/.(][^\p{C}\p{Z}"'#:,[\]{}&*!|>%@`\\]*(?: [^\p{C}\p{Z}"'#:,[\]{}&*!|>%@`\\]+)*$/u;

/** A text as YAML, in one of the styles that give it back. */
export const printText = (tape: Tape, text: string): string => {
  const plain = PLAIN.test(text) && !MEANT_OTHERWISE.test(text) && !/^(?:---|\.\.\.)/.test(text);
  const styles = [
    ...(plain ? [text, text] : []),
    JSON.stringify(text),
    ...(/\p{C}/u.test(text) ? [] : [`'${text.replaceAll("'", "''")}'`]),
    escaped(text),
  ];
  return tape.oneOf(styles) ?? '';
};

/** A key: what would be a number, a boolean or null as a value is its text here. */
export const printKey = (tape: Tape, text: string, strict: boolean): string =>
  !strict && /^(?:null|true|no|~|007|200|0x1F|1e3|2020-01-01)$/.test(text) && tape.chance(50)
    ? text
    : printText(tape, text);

/** Letters outside ASCII by their numbers. */
const escaped = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[^\p{ASCII}]/gu,
    (letter) => `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );
