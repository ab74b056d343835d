import { convert } from '@asyncapi/converter';
import { operationsOf, type Intent, type LevelIntent } from './intent.js';

/** What the official converter (2.0.2) does to a 2.6.0 document, of which nothing is worth comparing then. */
export const CONVERTER_FAULTS: ReadonlyMap<string, (intent: Intent) => boolean> = new Map([
  [
    'a trait keeps the form of 2.x, and its precedence is turned round',
    (intent) =>
      operationsOf(intent).some(({ definition }) =>
        definition.traits.some(({ security, access }) => security !== null || access !== null),
      ),
  ],
  [
    'the alternative of nobody is lost, so that a level without a demand may demand something',
    (intent) => levelsOf(intent).some(({ state }) => state === 'anonymous'),
  ],
  [
    'an alternative is lost whose scheme has scopes and is no oauth2 or openIdConnect',
    (intent) => usesOf(intent).some(({ scheme, scopes }) => scheme.offered?.length === 0 && scopes.length > 0),
  ],
  [
    'an alternative with scopes is lost whose scheme is named by an alias',
    (intent) => usesOf(intent).some(({ scheme, scopes }) => scheme.names.length > 1 && scopes.length > 0),
  ],
  [
    "two channels with one definition keep one operation, whose channel is no longer the root's",
    ({ channels }) => new Set(channels.map(({ definition }) => definition)).size < channels.length,
  ],
]);

const levelsOf = (intent: Intent): readonly LevelIntent[] =>
  [
    ...intent.servers.map(({ definition }) => definition),
    ...operationsOf(intent).map(({ definition }) => definition),
  ].flatMap(({ security }) => security ?? []);

const usesOf = (intent: Intent): readonly LevelIntent['alternatives'][number][number][] =>
  levelsOf(intent).flatMap(({ alternatives }) => alternatives.flat());

/** A 2.6.0 document as 3.0.0. */
export const converted = (text: string): string => convert(text, '3.0.0');

/**
 * A policy without what a conversion may change: pointers, and the names of schemes, of which one with scopes becomes
 * one in place. A scheme is told by what it says.
 */
export const acrossMajors = (policy: unknown): unknown => {
  const schemes = fieldOf(policy, 'schemes');
  return without(policy, (key, value) => {
    if (key === 'scheme') return JSON.stringify(described(fieldOf(schemes, String(value))));
    return HIDDEN.has(key) ? undefined : value;
  });
};

const HIDDEN = new Set(['schemes', 'pointer', 'channel']);

const described = (scheme: unknown): unknown => {
  const hidden = new Set(['pointer', 'aliases', 'scopes', 'availableScopes']);
  const entries = Object.entries(typeof scheme === 'object' && scheme !== null ? scheme : {});
  return without(Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))), (key, value) =>
    hidden.has(key) ? undefined : value,
  );
};

const fieldOf = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null ? new Map(Object.entries(object)).get(key) : undefined;

/** A deep copy in which each member is what `seen` makes of it; undefined leaves it out. */
const without = (value: unknown, seen: (key: string, value: unknown) => unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => seen(key, part)));
