import { nearestChoice, report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Json, MapNode, Node } from '../document/node.js';

/** What a configuration value must look like. */
export type Shape =
  | { readonly kind: 'text'; readonly oneOf?: readonly string[] }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'record'; readonly of: Shape }
  | { readonly kind: 'object'; readonly keys: Readonly<Record<string, Shape>> }
  /** The short form of an object: text alone. */
  | { readonly kind: 'text-or'; readonly other: Shape }
  /** A map whose content another stage reads. */
  | { readonly kind: 'map' };

const EXPECTED: Readonly<Record<Shape['kind'], string>> = {
  text: 'text',
  flag: 'true or false',
  list: 'a list',
  record: 'a map',
  object: 'a map',
  'text-or': 'text or a map',
  map: 'a map',
};

/** Reads a value against its shape. Without errors the outcome's value has that shape. */
export const readShape = (node: Node, shape: Shape, name: string): Outcome<Json> => {
  switch (shape.kind) {
    case 'text':
      return readText(node, shape.oneOf, name);
    case 'flag':
      return node.kind === 'scalar' && typeof node.value === 'boolean'
        ? found(node.value)
        : wrongType(node, shape, name);
    case 'list':
      return node.kind === 'list'
        ? joined(node.items.map((item, index) => readShape(item, shape.of, `${name}[${String(index)}]`)))
        : wrongType(node, shape, name);
    case 'record':
      return node.kind === 'map' ? readEntries(node, name, () => shape.of) : wrongType(node, shape, name);
    case 'object':
      return node.kind === 'map'
        ? readEntries(node, name, (key) => (Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined), shape.keys)
        : wrongType(node, shape, name);
    case 'text-or':
      if (node.kind === 'map') return readShape(node, shape.other, name);
      return isText(node) ? readText(node, undefined, name) : wrongType(node, shape, name);
    case 'map':
      return node.kind === 'map' ? found(null) : wrongType(node, shape, name);
  }
};

const readText = (node: Node, oneOf: readonly string[] | undefined, name: string): Outcome<Json> => {
  if (!isText(node)) return wrongType(node, { kind: 'text' }, name);
  const text = node.value;
  if (oneOf !== undefined && !oneOf.includes(text)) {
    return refused(
      report('config-value-invalid', node.at, {
        message: `"${name}" is ${JSON.stringify(text)}, which is none of its values.`,
        fix: `${oneOfFew(oneOf)}${didYouMean(text, oneOf)}`.trim() || 'Remove it.',
      }),
    );
  }
  if (oneOf === undefined && text.trim() === '') {
    return refused(
      report('config-value-invalid', node.at, {
        message: `"${name}" is blank.`,
        fix: `Give "${name}" a value, or remove the key.`,
      }),
    );
  }
  return found(text);
};

const readEntries = (
  node: MapNode,
  name: string,
  shapeOf: (key: string) => Shape | undefined,
  known: Readonly<Record<string, Shape>> = {},
): Outcome<Json> => {
  const diagnostics: Diagnostic[] = [];
  const values: [string, Json][] = [];
  for (const [key, entry] of node.entries) {
    const path = name === '' ? key : `${name}.${key}`;
    const shape = shapeOf(key);
    if (shape === undefined) {
      const keys = Object.keys(known);
      diagnostics.push(
        report('config-key-unknown', entry.keyAt, {
          message: `"${path}" is not a key of the configuration.`,
          fix: didYouMean(key, keys).trim() || `Remove it. Keys here: ${keys.join(', ')}.`,
        }),
      );
      continue;
    }
    const outcome = readShape(entry.value, shape, path);
    diagnostics.push(...outcome.diagnostics);
    if (outcome.value !== undefined) values.push([key, outcome.value]);
  }
  return diagnostics.length > 0 ? { diagnostics } : found(Object.fromEntries(values));
};

const isText = (node: Node): node is Node & { readonly kind: 'scalar'; readonly value: string } =>
  node.kind === 'scalar' && typeof node.value === 'string';

/** A list that is too long to read helps nobody. */
const oneOfFew = (values: readonly string[]): string =>
  values.length > 8 ? '' : `Use one of: ${values.map((value) => JSON.stringify(value)).join(', ')}.`;

const didYouMean = (wrong: string, names: readonly string[]): string => {
  const nearest = nearestChoice(wrong, names);
  return nearest === undefined ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
};

const wrongType = (node: Node, shape: Shape, name: string): Outcome<Json> =>
  refused(
    report('config-value-invalid', node.at, {
      message: `${name === '' ? 'The configuration' : `"${name}"`} is ${described(node)}, not ${EXPECTED[shape.kind]}.`,
      fix: `Write ${EXPECTED[shape.kind]} here.`,
    }),
  );

const described = (node: Node): string => {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' ? 'text' : `a ${typeof node.value}`;
};

const found = (value: Json): Outcome<Json> => ({ value, diagnostics: [] });

const refused = (diagnostic: Diagnostic): Outcome<Json> => ({ diagnostics: [diagnostic] });

const joined = (outcomes: readonly Outcome<Json>[]): Outcome<Json> => {
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);
  return diagnostics.length > 0
    ? { diagnostics }
    : found(outcomes.flatMap((outcome) => (outcome.value === undefined ? [] : [outcome.value])));
};
