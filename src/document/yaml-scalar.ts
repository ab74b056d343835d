import { boolCoreTag, floatCoreTag, intCoreTag, NOT_RESOLVED, nullCoreTag } from 'js-yaml';
import type { ScalarNode } from './node.js';

type ScalarValue = ScalarNode['value'];

const CORE_TAGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag] as const;
const BY_SHORTHAND: ReadonlyMap<string, (typeof CORE_TAGS)[number]> = new Map(
  CORE_TAGS.map((tag) => [tag.tagName.replace('tag:yaml.org,2002:', '!!'), tag]),
);
/** No value of the core schema but a string begins with another character. */
const MAY_BE_NO_STRING = /^(?:$|[-+.0-9~nNtTfF])/;

/** A plain scalar's value in the YAML 1.2 core schema. */
export const plainValue = (text: string): ScalarValue => {
  if (!MAY_BE_NO_STRING.test(text)) return text;
  for (const tag of CORE_TAGS) {
    const value: ScalarValue | typeof NOT_RESOLVED = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
};

/** A tagged scalar's value; undefined where the tag is not of the core schema or the text does not fit it. */
export const taggedValue = (tag: string, text: string): ScalarValue | undefined => {
  if (tag === '!' || tag === '!!str') return text;
  const definition = BY_SHORTHAND.get(tag);
  if (definition === undefined) return undefined;
  const value: ScalarValue | typeof NOT_RESOLVED = definition.resolve(text, true, definition.tagName);
  return value === NOT_RESOLVED ? undefined : value;
};
