import { didYouMean, type Place } from '../diagnostics/index.js';
import type { MapNode, Node } from '../document/node.js';
import { homeOf } from './access-homes.js';
import type { Reporter } from './findings.js';
import { described, isNull, textOf, textsOf } from './node-values.js';
import type { Shape, TextShape } from './shape.js';
import { quoted } from './wording.js';

/** What a value is called in messages: `x-access-control.roles of operation "onOrder"`. */
export interface Called {
  readonly path: string;
  readonly of: string;
}

export const nameOf = ({ path, of }: Called): string => (path === '' || of === '' ? path + of : `${path} of ${of}`);
export const memberOf = ({ path, of }: Called, key: string): Called => ({
  path: path === '' ? key : `${path}.${key}`,
  of,
});

/** Reports every key and value that the shape does not know. */
export const checkShape = (node: Node, shape: Shape, called: Called, reporter: Reporter): void => {
  const invalid = (wanted: string, sameAs?: string, is = described(node)): void => {
    const finding = { message: `${nameOf(called)} is ${is}.`, fix: `Write ${wanted}.` };
    reporter.unreadable('access-control-value-invalid', node.at, finding, sameAs);
  };
  if (shape.kind !== 'named' && reportReference(node, called, reporter)) return;
  switch (shape.kind) {
    case 'text': {
      const value = textOf(node);
      if (value === null || !shape.legal(value)) invalid(correctedText(node, shape), sameText(shape, value));
      return;
    }
    case 'flag':
      if (node.kind !== 'scalar' || typeof node.value !== 'boolean') invalid('true or false');
      return;
    case 'list':
      if (node.kind !== 'list') invalid(correctedList(node, shape.of));
      else if (node.items.length < shape.least) invalid('at least one, or leave it out', undefined, 'an empty list');
      else
        for (const item of node.items)
          checkShape(item, shape.of, { ...called, path: `an item of ${called.path}` }, reporter);
      return;
    case 'named':
      checkNamed(node, shape, called, reporter, invalid);
      return;
    case 'object':
      checkObject(node, shape, called, reporter, invalid);
  }
};

/** References are followed where AsyncAPI knows them, and an extension is no such place. True where there is one. */
const reportReference = (node: Node, called: Called, reporter: Reporter): boolean => {
  const entry = node.kind === 'map' ? node.entries.get('$ref') : undefined;
  if (entry === undefined) return false;
  reporter.unreadable('access-control-key-unknown', entry.keyAt, {
    message: `${nameOf(called)} is a $ref, which is not followed here.`,
    fix: 'Write the value in place; a YAML anchor can share it within a file.',
  });
  return true;
};

const correctedText = (node: Node, { legal, wanted }: TextShape): string => {
  const written = node.kind === 'scalar' && node.value !== null ? String(node.value) : null;
  return written !== null && legal(written) ? `it in quotes: ${JSON.stringify(written)}` : wanted;
};

const correctedList = (node: Node, of: TextShape): string => {
  const texts = node.kind === 'map' ? [...node.entries.keys()] : [textOf(node)].filter((text) => text !== null);
  const legal = texts.length > 0 && texts.every((text) => of.legal(text));
  return legal ? `a list: [${texts.map((text) => JSON.stringify(text)).join(', ')}]` : 'a list';
};

const sameText = ({ declared, wanted }: TextShape, value: string | null): string | undefined =>
  declared && value !== null ? `${wanted}\n${value}` : undefined;

const checkNamed = (
  node: Node,
  shape: Extract<Shape, { kind: 'named' }>,
  called: Called,
  reporter: Reporter,
  invalid: (wanted: string) => void,
): void => {
  if (node.kind !== 'map') {
    const [first] = textsOf(node);
    invalid(
      first === undefined || shape.of.kind !== 'object' ? 'a map' : `a map: { ${JSON.stringify(first.text)}: {} }`,
    );
    return;
  }
  // A text under this key is no value of any such map.
  if (textOf(node.entries.get('$ref')?.value ?? node) !== null && reportReference(node, called, reporter)) return;
  for (const [key, { keyAt, value }] of node.entries) {
    if (!shape.key.legal(key)) {
      const finding = {
        message: `${JSON.stringify(key)} cannot be a name in ${nameOf(called)}.`,
        fix: `Write ${shape.key.wanted}.`,
      };
      reporter.unreadable('access-control-value-invalid', keyAt, finding, sameText(shape.key, key));
    }
    if (!isNull(value)) checkShape(value, shape.of, memberOf(called, key), reporter);
  }
};

const checkObject = (
  node: Node,
  shape: Extract<Shape, { kind: 'object' }>,
  called: Called,
  reporter: Reporter,
  invalid: (wanted: string) => void,
): void => {
  const keys = [...shape.keys.keys()];
  if (node.kind !== 'map') {
    invalid(shape.exactlyOne ? `a map with exactly one of ${quoted(keys)}` : `a map with ${quoted(keys, 'or')}`);
    return;
  }
  for (const [key, { keyAt, value }] of node.entries) {
    const of = shape.keys.get(key);
    if (of === undefined) {
      reporter.unreadable('access-control-key-unknown', keyAt, {
        message: `${nameOf(called)} has no key ${JSON.stringify(key)}.`,
        fix: elsewhere(key, called) ?? didYouMean(key, keys) ?? `Known keys: ${quoted(keys)}.`,
      });
    } else if (!isNull(value)) {
      checkShape(value, of, memberOf(called, key), reporter);
    }
  }
  const stated = [...node.entries]
    .filter(([key, { value }]) => shape.keys.has(key) && !isNull(value))
    .map(([key]) => key);
  const unknown = [...node.entries.keys()].some((key) => !shape.keys.has(key));
  if (shape.exactlyOne && stated.length > 1 && !unknown) {
    reporter.unreadable('access-control-value-invalid', node.at, {
      message: `${nameOf(called)} states ${quoted(stated)}.`,
      fix: `Write exactly one of ${quoted(keys)}.`,
      also: placesElsewhere(node, stated),
    });
  }
  if (shape.exactlyOne && stated.length === 0 && !unknown) invalid(`exactly one of ${quoted(keys)}`);
  const missing = shape.required.filter((key) => !stated.includes(key));
  if (missing.length > 0 && !unknown) invalid(`a map with ${quoted(missing)}`);
};

/** For a key that the document reads in another place. The team's file has places of its own. */
const elsewhere = (key: string, { path }: Called): string | null => {
  const home = path.startsWith('x-access-control') ? homeOf(key) : null;
  return home === null ? null : `Move it to where ${key} is read: ${home}.`;
};

/** The places of keys that another layer brought along: traits are merged key by key. */
const placesElsewhere = (node: MapNode, keys: readonly string[]): readonly Place[] =>
  keys
    .flatMap((key) => node.entries.get(key)?.keyAt ?? [])
    .filter(({ file, pointer }) => file !== node.at.file || !pointer.startsWith(`${node.at.pointer}/`));
