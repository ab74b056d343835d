import type { Node } from '../document/node.js';
import type { Reporter } from './findings.js';
import { described, isNull, textOf } from './node-values.js';
import { quoted, suggestion } from './wording.js';

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
  | { readonly kind: 'list'; readonly of: Shape }
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
export const list = (of: Shape): Shape => ({ kind: 'list', of });
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

/** Reports every key and value that the shape does not know. `where` names the value in messages. */
export const checkShape = (node: Node, shape: Shape, where: string, reporter: Reporter): void => {
  const invalid = (wanted: string, sameAs?: string): void => {
    const finding = { message: `${where} is ${described(node)}.`, fix: `Write ${wanted}.` };
    reporter.unreadable('access-control-value-invalid', node.at, finding, sameAs);
  };
  switch (shape.kind) {
    case 'text': {
      const value = textOf(node);
      if (value === null || !shape.legal(value)) invalid(shape.wanted, nameOf(shape, value));
      return;
    }
    case 'flag':
      if (node.kind !== 'scalar' || typeof node.value !== 'boolean') invalid('true or false');
      return;
    case 'list':
      if (node.kind !== 'list') {
        invalid('a list');
        return;
      }
      for (const item of node.items) checkShape(item, shape.of, `an item of ${where}`, reporter);
      return;
    case 'named':
      if (node.kind !== 'map') {
        invalid('a map');
        return;
      }
      for (const [key, { keyAt, value }] of node.entries) {
        if (!shape.key.legal(key)) {
          const finding = {
            message: `${JSON.stringify(key)} is a name in ${where}.`,
            fix: `Write ${shape.key.wanted}.`,
          };
          reporter.unreadable('access-control-value-invalid', keyAt, finding, nameOf(shape.key, key));
        }
        if (!isNull(value)) checkShape(value, shape.of, `${where}.${key}`, reporter);
      }
      return;
    case 'object':
      checkObject(node, shape, where, reporter, invalid);
  }
};

const nameOf = ({ declared, wanted }: TextShape, value: string | null): string | undefined =>
  declared && value !== null ? `${wanted}\n${value}` : undefined;

const checkObject = (
  node: Node,
  shape: Extract<Shape, { kind: 'object' }>,
  where: string,
  reporter: Reporter,
  invalid: (wanted: string) => void,
): void => {
  const keys = [...shape.keys.keys()];
  if (node.kind !== 'map') {
    invalid(`a map with ${quoted(keys, 'or')}`);
    return;
  }
  for (const [key, { keyAt, value }] of node.entries) {
    const of = shape.keys.get(key);
    if (of === undefined) {
      reporter.unreadable('access-control-key-unknown', keyAt, {
        message: `${where} has no key ${JSON.stringify(key)}.`,
        fix: suggestion(key, keys).replace(/^Declared: /, 'Known keys: '),
      });
    } else if (!isNull(value)) {
      checkShape(value, of, `${where}.${key}`, reporter);
    }
  }
  const stated = [...node.entries]
    .filter(([key, { value }]) => shape.keys.has(key) && !isNull(value))
    .map(([key]) => key);
  const unknown = node.entries.size > 0 && [...node.entries.keys()].some((key) => !shape.keys.has(key));
  if (shape.exactlyOne && stated.length !== 1 && !unknown) invalid(`exactly one of ${quoted(keys)}`);
  const missing = shape.required.filter((key) => !stated.includes(key));
  if (missing.length > 0 && !unknown) invalid(`a map with ${quoted(missing)}`);
};
