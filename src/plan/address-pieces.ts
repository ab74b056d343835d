/** A piece of an address, or of one segment of a path: fixed text, or a parameter, which is one character or more. */
export type Piece = string | { readonly parameter: string };

/** Splits a template at its parameters; `decode` undoes the encoding of fixed text. */
export const piecesOf = (template: string, decode: (text: string) => string = (text) => text): readonly Piece[] =>
  template
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('{') && piece.endsWith('}') ? { parameter: piece.slice(1, -1) } : decode(piece)));

/** Whether some text fits both; it compares what stands before the first and after the last parameter, so it may say yes too often. */
export const overlap = (a: readonly Piece[], b: readonly Piece[]): boolean => {
  const fixedA = a.every((piece) => typeof piece === 'string');
  const fixedB = b.every((piece) => typeof piece === 'string');
  const [startA, startB] = [leading(a), leading(b)];
  if (fixedA && fixedB) return a.join('') === b.join('');
  if (fixedA) return fits(a.join(''), b);
  if (fixedB) return fits(b.join(''), a);
  const [endA, endB] = [leading([...a].reverse()), leading([...b].reverse())];
  return (startA.startsWith(startB) || startB.startsWith(startA)) && (endA.endsWith(endB) || endB.endsWith(endA));
};

const leading = (pieces: readonly Piece[]): string => {
  const [first] = pieces;
  return typeof first === 'string' ? first : '';
};

/** By hand: a regular expression of many parameters, side by side, would try for ever. */
const fits = (text: string, pieces: readonly Piece[]): boolean => {
  let at = 0;
  let taken = 0;
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece !== 'string') {
      taken += 1;
      continue;
    }
    const isEnd = index === pieces.length - 1 && taken > 0;
    const found = isEnd ? text.length - piece.length : text.indexOf(piece, at + taken);
    if (found < at + taken || !text.startsWith(piece, found) || (taken === 0 && found > at)) return false;
    at = found + piece.length;
    taken = 0;
  }
  return taken === 0 ? at === text.length : text.length >= at + taken;
};
