import { quoted } from './wording.js';

/** What a value of `x-access-control` may look like. */
export type Shape =
  | {
      readonly kind: 'text';
      readonly legal: (text: string) => boolean;
      readonly wanted: string;
      /** A wrong one is one mistake, declared and named wherever it may be. */
      readonly declared: boolean;
    }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: TextShape; readonly least: 0 | 1 }
  /** A map whose keys the document chooses. */
  | { readonly kind: 'named'; readonly key: TextShape; readonly of: Shape }
  | {
      readonly kind: 'object';
      readonly keys: ReadonlyMap<string, Shape>;
      readonly exactlyOne: boolean;
      readonly required: readonly string[];
    };

export type TextShape = Extract<Shape, { kind: 'text' }>;

export const text = (wanted: string, legal: (text: string) => boolean = (value) => value !== ''): TextShape => ({
  kind: 'text',
  wanted,
  legal,
  declared: false,
});
export const oneOf = (...values: readonly string[]): TextShape =>
  text(quoted(values, 'or'), (value) => values.includes(value));
export const list = (of: TextShape): Shape => ({ kind: 'list', of, least: 0 });
/** A list that says nothing where it is empty. */
export const filledList = (of: TextShape): Shape => ({ kind: 'list', of, least: 1 });
export const named = (key: TextShape, of: Shape): Shape => ({ kind: 'named', key, of });
export const object = (keys: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape => ({
  kind: 'object',
  keys: new Map(Object.entries(keys)),
  exactlyOne: false,
  required,
});
/** An object of which exactly one key is stated. */
export const choice = (keys: Readonly<Record<string, Shape>>): Shape => ({
  kind: 'object',
  keys: new Map(Object.entries(keys)),
  exactlyOne: true,
  required: [],
});
export const FLAG: Shape = { kind: 'flag' };
