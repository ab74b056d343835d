import { report, type Diagnostic, type Place } from '../diagnostics/index.js';
import { isLostReference } from './lost-references.js';
import type { Node } from './node.js';
import { pointerSegments } from './pointer.js';
import { findReferences } from './references.js';
import { follow, lookup } from './resolve.js';
import type { ReadDocument } from './source-file.js';
import { sourceName, type ParserError } from './validation-messages.js';
import { isNoise, isOfMessage, rankOf, restated, type Placed } from './validation-noise.js';
import { validationWording } from './validation-wording.js';
import { member, spotOf, step, textOf, type Spot } from './spot.js';

/** Rules whose whole ground our own stages cover, and say more about: references, scheme names and scopes. */
const OURS: ReadonlySet<string> = new Set(['invalid-ref', 'asyncapi2-server-security', 'asyncapi2-operation-security']);

/** Turns the parser's errors into ours: where our reader has the place, and one for each place, the most telling. */
export const validationDiagnostics = (read: ReadDocument, errors: readonly ParserError[]): readonly Diagnostic[] => {
  const best = new Map<string, Placed>();
  const beyonds = new Map<Node, readonly Place[]>();
  const entry = read.files.get(read.entry);
  const version = (entry && textOf(member(spotOf(entry.root), 'asyncapi'))) ?? '';
  for (const error of errors) {
    if (OURS.has(error.code)) continue;
    // Such a file could not be read, which is told where a reference names it.
    if (error.source !== undefined && error.source !== sourceName(read) && !read.files.has(error.source)) continue;
    const [{ at, node }, holder] = spotOfPath(read, error);
    const rank = rankOf(error, at.pointer);
    const beyond = isOfMessage(at.pointer) ? (beyonds.get(holder.node) ?? leadsTo(read, holder)) : [];
    beyonds.set(holder.node, beyond);
    const placed = { at: keyOf(error, at, holder), node, message: error.message, rank, beyond };
    const unit = `${at.file}#${unitOf(at.pointer)}`;
    const known = best.get(unit);
    if (known === undefined || placed.rank < known.rank) best.set(unit, placed);
  }
  const all = [...best.values()];
  return all
    .filter((placed) => !isLostReference(read, placed) && !isNoise(placed, all))
    .map((placed) => report('document-invalid', placed.at, validationWording(restated(placed), version)));
};

/** Errors inside one scheme are told as one: its schema is a choice of types, each of which complains. */
const unitOf = (pointer: string): string =>
  /^\/components\/securitySchemes\/[^/]+/.exec(pointer)?.[0] ??
  /^.*\/security\/\d+(?=\/|$)/.exec(pointer)?.[0] ??
  pointer;

/**
 * The deepest spot that a path of the parser leads to, and the one that holds it. Its paths run through references as if
 * these were replaced.
 */
const spotOfPath = (read: ReadDocument, { path, source }: ParserError): readonly [Spot, Spot] => {
  const file = read.files.get(source ?? read.entry) ?? read.files.get(read.entry);
  const start: Place = { file: read.entry, pointer: '', range: { start: ORIGIN, end: ORIGIN } };
  let spot: Spot =
    file === undefined ? { node: { kind: 'scalar', at: start, value: null }, at: start } : spotOf(file.root);
  let holder = spot;
  for (const segment of path) {
    const next = step(spot, String(segment)) ?? step(follow(read, spot).definition ?? spot, String(segment));
    if (next === undefined) break;
    holder = spot;
    spot = next;
  }
  return [spot, holder];
};

/** Of a field that is not expected, the key is what is wrong, whatever it says. */
const keyOf = ({ message }: ParserError, at: Place, { node: holder }: Spot): Place => {
  const [, key] = /^Property "(.*)" is not expected to be here/.exec(message) ?? [];
  if (key === undefined || pointerSegments(at.pointer).at(-1) !== key || holder.kind !== 'map') return at;
  return { ...at, range: holder.entries.get(key)?.keyAt.range ?? at.range };
};

/** Where the references in a part lead, and the references there. */
const leadsTo = (read: ReadDocument, part: Spot): readonly Place[] => {
  const seen = new Set<Node>();
  const places: Place[] = [];
  const waiting = [...findReferences(part.node, seen)];
  for (const { text, at } of waiting) {
    const target = lookup(read, at.file, text);
    if (target.kind !== 'found') continue;
    places.push(target.spot.at);
    for (const found of findReferences(target.spot.node, seen)) waiting.push(found);
  }
  return places;
};

const ORIGIN = { line: 1, column: 1 };
