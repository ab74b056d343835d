import { report, type Diagnostic, type Place } from '../diagnostics/index.js';
import { follow } from './resolve.js';
import type { ReadDocument } from './source-file.js';
import { sourceName, type ParserError } from './validation-messages.js';
import { spotOf, step, type Spot } from './spot.js';

interface Placed {
  readonly at: Place;
  readonly message: string;
  readonly rank: number;
}

/** How little a message tells. A failed `oneOf` reports the demands of every branch: the last two kinds are its noise. */
const RANKS: readonly (readonly [RegExp, number])[] = [
  [
    /must not be valid|must match "(?:then|else)" schema|must match exactly one|must match a schema|must be valid against/,
    4,
  ],
  [/must have required property/, 3],
  [/is not expected to be here|must NOT have additional/, 2],
];
const rankOf = ({ code, message }: ParserError): number => {
  if (!code.startsWith('asyncapi-document')) return 0;
  return RANKS.find(([words]) => words.test(message))?.[1] ?? 1;
};

/** Rules whose whole ground our own stages cover, and say more about: references, scheme names and scopes. */
const OURS: ReadonlySet<string> = new Set(['invalid-ref', 'asyncapi2-server-security', 'asyncapi2-operation-security']);

/** Turns the parser's errors into ours: where our reader has the place, and one for each place, the most telling. */
export const validationDiagnostics = (read: ReadDocument, errors: readonly ParserError[]): readonly Diagnostic[] => {
  const best = new Map<string, Placed>();
  for (const error of errors) {
    if (OURS.has(error.code)) continue;
    // Such a file could not be read, which is told where a reference names it.
    if (error.source !== undefined && error.source !== sourceName(read) && !read.files.has(error.source)) continue;
    const { at } = spotOfPath(read, error);
    const placed = { at, message: error.message, rank: rankOf(error) };
    const unit = `${at.file}#${unitOf(at.pointer)}`;
    const known = best.get(unit);
    if (known === undefined || placed.rank < known.rank) best.set(unit, placed);
  }
  const all = [...best.values()];
  return all
    .filter((placed) => !isNoise(placed, all))
    .map(({ at, message }) =>
      report('document-invalid', at, {
        message: `The official AsyncAPI schema refuses this: ${message.replace(/[.?]?$/, '.')}`,
        fix: 'Change this part to what the AsyncAPI specification of the document’s version describes.',
      }),
    );
};

/** Errors inside one scheme are told as one: its schema is a choice of types, each of which complains. */
const unitOf = (pointer: string): string =>
  /^\/components\/securitySchemes\/[^/]+/.exec(pointer)?.[0] ??
  /^.*\/security\/\d+(?=\/|$)/.exec(pointer)?.[0] ??
  pointer;

/** What an object says about its branches, where one of its members says better what is wrong. */
const isNoise = (placed: Placed, all: readonly Placed[]): boolean =>
  placed.rank >= 3 &&
  all.some(
    (other) =>
      other.at.file === placed.at.file &&
      other.at.pointer.startsWith(`${placed.at.pointer}/`) &&
      (other.rank < 3 || placed.rank === 4),
  );

/** The deepest spot that a path of the parser leads to. Its paths run through references as if these were replaced. */
const spotOfPath = (read: ReadDocument, { path, source }: ParserError): Spot => {
  const file = read.files.get(source ?? read.entry) ?? read.files.get(read.entry);
  const start: Place = { file: read.entry, pointer: '', range: { start: ORIGIN, end: ORIGIN } };
  let spot: Spot =
    file === undefined ? { node: { kind: 'scalar', at: start, value: null }, at: start } : spotOf(file.root);
  for (const segment of path) {
    const next = step(spot, String(segment)) ?? step(follow(read, spot).definition ?? spot, String(segment));
    if (next === undefined) break;
    spot = next;
  }
  return spot;
};

const ORIGIN = { line: 1, column: 1 };
