import { parseReference } from './reference.js';
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
  | { readonly kind: 'circular' };

/** Looks up the target of one `$ref`; references on the way of its pointer are followed, the target's own is not. */
export const lookup = (files: Files, from: string, text: string, underway: readonly string[] = []): Lookup => {
  const reference = parseReference(text, from, files.folder);
  if (reference.kind !== 'file') return { kind: 'unknown' };
  const self = `${reference.file}#${reference.segments.join('/')}`;
  if (underway.includes(self)) return { kind: 'circular' };
  const root = files.files.get(reference.file)?.root;
  if (root === undefined) return { kind: 'unknown' };

  let spot = spotOf(root);
  for (const segment of reference.segments) {
    let next = step(spot, segment);
    const seen = new Set<string>();
    while (next === undefined) {
      const ref = refText(spot);
      if (ref === undefined) return { kind: 'missing', parent: spot, segment };
      if (seen.has(placeKey(spot))) return { kind: 'unknown', through: spot };
      seen.add(placeKey(spot));
      const onTheWay = lookup(files, spot.at.file, ref, [...underway, self]);
      if (onTheWay.kind === 'circular') return onTheWay;
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
