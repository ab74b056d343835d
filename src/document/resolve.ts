import { LIMITS } from './limits.js';
import { pointerTo } from './pointer.js';
import { parseReference, type Reference } from './reference.js';
import type { ReadDocument } from './source-file.js';
import { refText, spotOf, step, type Spot } from './spot.js';

/** The part of a document that references are looked up in. */
export type Files = Pick<ReadDocument, 'folder' | 'files'>;

/** Where a reference leads. */
export type Lookup =
  | { readonly kind: 'found'; readonly spot: Spot }
  /** `parent` has no member `segment`. */
  | { readonly kind: 'missing'; readonly parent: Spot; readonly segment: string }
  /** The file has not been read, or a reference `through` which the way goes leads nowhere; that is told there. */
  | { readonly kind: 'unknown'; readonly through?: Spot }
  | { readonly kind: 'circular' }
  /** It leads through more references than LIMITS allows. */
  | { readonly kind: 'long' };

/** Ways that were found once: without it, ways through ways grow exponentially. */
interface Ways {
  readonly byTarget: Map<string, Lookup>;
  /** By the file and the text of a reference: each is looked up by several readers. */
  readonly byText: Map<string, Map<string, Lookup>>;
}

/** By the files that they lead through. */
const foundWays = new WeakMap<Files['files'], Ways>();

const waysOf = ({ files }: Files): Ways => {
  const known = foundWays.get(files) ?? { byTarget: new Map(), byText: new Map() };
  foundWays.set(files, known);
  return known;
};

/** Looks up the target of one `$ref`; references on the way of its pointer are followed, the target's own is not. */
export const lookup = (files: Files, from: string, text: string, underway: readonly string[] = []): Lookup => {
  const ways = waysOf(files);
  const texts = ways.byText.get(from) ?? new Map<string, Lookup>();
  const read = texts.get(text);
  if (read !== undefined) return read;
  const reference = parseReference(text, from, files.folder);
  if (reference.kind !== 'file') return { kind: 'unknown' };
  const self = `${reference.file}#${reference.segments.map((segment) => pointerTo('', segment)).join('')}`;
  const known = ways.byTarget.get(self);
  if (known !== undefined) {
    ways.byText.set(from, texts.set(text, known));
    return known;
  }
  if (underway.includes(self)) return { kind: 'circular' };
  if (underway.length >= LIMITS.way) return { kind: 'long' };
  const found = walk(files, reference, [...underway, self]);
  // What is unknown may be known when more files have been read; what is long or circular may be so for its caller alone.
  if (found.kind === 'found' || found.kind === 'missing' || (found.kind !== 'unknown' && underway.length === 0)) {
    ways.byTarget.set(self, found);
    ways.byText.set(from, texts.set(text, found));
  }
  return found;
};

const walk = (
  files: Files,
  { file, segments }: Extract<Reference, { kind: 'file' }>,
  underway: readonly string[],
): Lookup => {
  const root = files.files.get(file)?.root;
  if (root === undefined) return { kind: 'unknown' };
  let spot = spotOf(root);
  for (const segment of segments) {
    let next = step(spot, segment);
    const seen = new Set<string>();
    while (next === undefined) {
      const ref = refText(spot);
      if (ref === undefined) return { kind: 'missing', parent: spot, segment };
      if (seen.has(placeKey(spot))) return { kind: 'unknown', through: spot };
      if (seen.size >= LIMITS.chain) return { kind: 'long' };
      seen.add(placeKey(spot));
      const onTheWay = lookup(files, spot.at.file, ref, underway);
      if (onTheWay.kind === 'circular' || onTheWay.kind === 'long') return onTheWay;
      if (onTheWay.kind !== 'found') return { kind: 'unknown', through: spot };
      spot = onTheWay.spot;
      next = step(spot, segment);
    }
    spot = next;
  }
  return { kind: 'found', spot };
};

/** The way from a spot to its definition. */
export interface Chain {
  /** Every spot on the way: the start, each reference's target, the definition last where there is one. */
  readonly hops: readonly Spot[];
  /** Null where a reference leads nowhere or in a circle, which the read stage has reported. */
  readonly definition: Spot | null;
}

/** Follows the references of a spot to its definition. */
export const follow = (files: Files, start: Spot): Chain => {
  if (refText(start) === undefined) return { hops: [start], definition: start };
  const hops = [start];
  const seen = new Set<string>();
  for (let spot = start; ;) {
    const ref = refText(spot);
    if (ref === undefined) return { hops, definition: spot };
    if (seen.has(placeKey(spot))) return { hops, definition: null };
    seen.add(placeKey(spot));
    const target = lookup(files, spot.at.file, ref);
    if (target.kind !== 'found') return { hops, definition: null };
    spot = target.spot;
    hops.push(spot);
  }
};

/** One text for one spot of the document. */
export const placeKey = ({ at }: Spot): string => `${at.file}#${at.pointer}`;
