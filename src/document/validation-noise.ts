import type { Place } from '../diagnostics/index.js';
import type { Node } from './node.js';
import { items, refText, spotOf } from './spot.js';
import type { ParserError } from './validation-messages.js';

/** An error of the official parser where our reader has its place. */
export interface Placed {
  readonly at: Place;
  readonly node: Node;
  readonly message: string;
  readonly rank: number;
  /** Places of the definitions that the message around it leads to by its references; none where it is of no message. */
  readonly beyond: readonly Place[];
}

/** A failed `oneOf` reports the demands of every branch: the last two kinds are its noise. */
const RANKS: readonly (readonly [RegExp, number])[] = [
  [
    /must not be valid|must match "(?:then|else)" schema|must match exactly one|must match a schema|must be valid against/,
    4,
  ],
  [/must have required property/, 3],
  [/is not expected to be here|must NOT have additional/, 2],
];

/** A 2.x message is a choice: the branch `oneOf` does not expect the fields that the other branch knows. */
const OF_OTHER_BRANCH = 2.5;

/** The fields of a message, with the kind that their values have; null: any. */
const KINDS: Readonly<Record<string, Node['kind'] | null>> = {
  oneOf: 'list',
  schemaFormat: 'scalar',
  contentType: 'scalar',
  headers: 'map',
  payload: null,
  correlationId: 'map',
  tags: 'list',
  summary: 'scalar',
  name: 'scalar',
  title: 'scalar',
  description: 'scalar',
  externalDocs: 'map',
  deprecated: 'scalar',
  examples: 'list',
  bindings: 'map',
  traits: 'list',
  messageId: 'scalar',
};
/** Whether a place is a field of a message. */
export const isOfMessage = (pointer: string): boolean => {
  const [, field = ''] = /\/(?:message|oneOf\/\d+|messages\/[^/]+)\/([^/]+)$/.exec(pointer) ?? [];
  return Object.hasOwn(KINDS, field);
};

/** Whether the field of a message that an error names is a reference: the parser then places the error behind it. */
const isBehindField = (pointer: string, message: string): boolean => {
  const [, field = ''] = /^Property "(.*)" is not expected to be here/.exec(message) ?? [];
  return Object.hasOwn(KINDS, field) && field !== fieldOf(pointer);
};

const fieldOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1);

/** The less it says about what is wrong, the higher. */
export const rankOf = ({ code, message }: ParserError, pointer: string): number => {
  if (isOfMessage(pointer) && /^Property ".*" is not expected to be here/.test(message)) return OF_OTHER_BRANCH;
  if (isBehindField(pointer, message)) return OF_OTHER_BRANCH;
  // Of a payload's schema, the document's own check says more than the check of the payload alone.
  if (/^asyncapi[23]-schemas/.test(code)) return 1.5;
  // Examples of a payload whose schema is wrong: the schema is told.
  if (message.startsWith('schema is invalid')) return 4;
  if (!code.startsWith('asyncapi-document')) return 0;
  return RANKS.find(([words]) => words.test(message))?.[1] ?? 1;
};

/** The parser puts definitions in place of references: two names of one definition are no duplicate items (P10). */
const isOneByTwoNames = ({ node, message }: Placed): boolean => {
  if (!message.includes('must not have duplicate items')) return false;
  const texts = items(spotOf(node)).map(refText);
  return !texts.includes(undefined) && new Set(texts).size === texts.length;
};

/**
 * Whether it is no error, or another says better what is wrong: what an object says about its branches is told by its
 * members.
 */
export const isNoise = (placed: Placed, all: readonly Placed[]): boolean => {
  if (isOneByTwoNames(placed)) return true;
  const within = (pointer: string, file = placed.at.file): readonly Placed[] =>
    all.filter(({ at }) => at.file === file && at.pointer.startsWith(`${pointer}/`));
  if (placed.rank === OF_OTHER_BRANCH) {
    // Its message is not known, and one of that message's own fields says what is wrong.
    if (isBehindField(placed.at.pointer, placed.message)) return all.some(({ rank }) => rank < OF_OTHER_BRANCH);
    const own = within(placed.at.pointer.slice(0, placed.at.pointer.lastIndexOf('/')));
    const message = [...own, ...placed.beyond.flatMap(({ file, pointer }) => within(pointer, file))];
    return message.some(({ rank }) => rank < OF_OTHER_BRANCH) || (!isOdd(placed) && own.some(isOdd));
  }
  if (placed.rank < 3) return false;
  if (within(placed.at.pointer).some(({ rank }) => rank < 3 || placed.rank === 4)) return true;
  const message = /^(.*)\/examples\/\d+(?:\/|$)/.exec(placed.at.pointer)?.[1];
  return placed.rank === 4 && message !== undefined && within(message).some(({ rank }) => rank < 3);
};

/** What is wrong, where the parser only told of the branch that was not meant. */
export const restated = (placed: Placed): string => {
  if (isEmptyItem(placed)) return 'an item of security is {}, which AsyncAPI 3 does not have';
  const field = fieldOf(placed.at.pointer);
  return isOdd(placed) ? `"${field}" property type must be ${WORDS[KINDS[field] ?? 'scalar']}` : placed.message;
};

/** In 2.x anyone satisfies `{}`; in 3.x it is a scheme without its type. */
const isEmptyItem = ({ at, node }: Placed): boolean =>
  node.kind === 'map' && node.entries.size === 0 && /\/security\/\d+$/.test(at.pointer);

const WORDS: Readonly<Record<Node['kind'], string>> = { list: 'array', map: 'object', scalar: 'string' };

/** A field of a message whose value is of the wrong kind. */
const isOdd = ({ at, rank, node }: Placed): boolean => {
  const kind = KINDS[fieldOf(at.pointer)] ?? null;
  return rank === OF_OTHER_BRANCH && kind !== null && node.kind !== kind;
};
