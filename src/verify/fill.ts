import type { PlacedPlaceholder } from './placeholders.js';

/** A draft with its values put in. */
export interface FilledText {
  readonly text: string;
  /** Where each value stands in the text, in the order of the text. */
  readonly values: readonly FilledValue[];
  /** The offset of the draft that an offset of the text comes from. */
  draftOffset(at: number): number;
}

export interface FilledValue {
  readonly placeholder: PlacedPlaceholder;
  readonly start: number;
  readonly end: number;
}

/** Puts the values in, by position and in one pass: a value that looks like a placeholder stays a value. */
export const fill = (draft: string, placed: readonly PlacedPlaceholder[]): FilledText => {
  const values: FilledValue[] = [];
  let text = '';
  let from = 0;
  for (const placeholder of [...placed].sort((left, right) => left.at - right.at)) {
    text += draft.slice(from, placeholder.at);
    const start = text.length;
    text += printed(placeholder, draft);
    values.push({ placeholder, start, end: text.length });
    from = placeholder.at + placeholder.token.length;
  }
  return { text: text + draft.slice(from), values, draftOffset: (at) => draftOffset(values, at) };
};

const printed = ({ kind, value, encoded, property, at }: PlacedPlaceholder, draft: string): string => {
  if (kind === 'str' && property && typeof value === 'string' && /^[A-Za-z_$][\w$]*$/.test(value)) return value;
  if (!encoded.includes('\n')) return encoded;
  const line = draft.slice(draft.lastIndexOf('\n', at) + 1, at);
  return encoded.replaceAll('\n', `\n${/^ */.exec(line)?.[0] ?? ''}`);
};

const draftOffset = (values: readonly FilledValue[], at: number): number => {
  const before = values.filter(({ start }) => start <= at).at(-1);
  if (before === undefined) return at;
  const { placeholder, end } = before;
  return at < end ? placeholder.at : placeholder.at + placeholder.token.length + (at - end);
};
