/** Colours by what they are for. */
export interface Paint {
  readonly plain: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** Colours where they are wanted, else none. */
export const paints = (colour: boolean): Paint => {
  const plain = (text: string): string => text;
  const sequence =
    (code: number): Paint['plain'] =>
    (text) =>
      `\u001b[${String(code)}m${text}\u001b[0m`;
  return colour
    ? { plain, bold: sequence(1), dim: sequence(2), bad: sequence(31) }
    : { plain, bold: plain, dim: plain, bad: plain };
};
