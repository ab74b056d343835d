import stringWidth from 'string-width';

/** How many columns of a terminal a text takes: two for an ideograph or an emoji, none for an accent of its own. */
export const columns = (text: string): number => (ASCII.test(text) ? text.length : stringWidth(text));

const ASCII = /^[ -~]*$/u;

/** A text with blanks after it, up to a column. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));

/** A text in pieces that fit; what a reader takes for one character stays whole. */
export const broken = (text: string, width: number): readonly string[] => {
  if (columns(text) <= width) return [text];
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (piece !== '' && columns(piece + segment) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
};
