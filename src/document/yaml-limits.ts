import { EVENT_ID, type Event } from 'js-yaml';
import { LIMITS } from './limits.js';

interface Size {
  /** Nodes with every alias written out. */
  expanded: number;
  height: number;
}

/** A map or list that is not closed yet. */
interface Collection {
  readonly size: Size;
  readonly anchor: string | null;
  readonly isMap: boolean;
  readonly pointerLength: number;
  /** Of a map: whether a value comes next, and the length of its key. */
  keyRead: boolean;
  keyLength: number;
  keys: number;
}

/** By hand: the first use of `Intl` takes a process 30 ms. */
const inThousands = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');
const excess = (what: string): string => `it has more than ${what}`;
const ALIAS_EXCESS = excess(`${inThousands(LIMITS.aliasNodes)} nodes by YAML aliases`);

/** What is too much, worded for a diagnostic. */
export const NODE_EXCESS = excess(`${inThousands(LIMITS.nodes)} nodes`);
export const DEPTH_EXCESS = excess(`${String(LIMITS.depth)} levels of nesting`);

export const KEY_EXCESS = 'its keys are too long for what is below them';

/** Codes of `,` newline `:` `[` `{`, each of which begins a node. */
const SEPARATORS: ReadonlySet<number> = new Set([44, 10, 58, 91, 123]);
const DASH = 45;
const SPACES: ReadonlySet<number> = new Set([9, 13, 32]);

/**
 * Whether a text has more separators than a document may have nodes. The event parser cannot be stopped half-way, so
 * this cheap count goes first. Separators side by side count once, so that it stays below the number of nodes; only long
 * text adds to it, and in prose one character in thirty is a separator: within the byte limit it stays below.
 */
export const hasTooManySeparators = (text: string, { nodes }: Spent): boolean => {
  const left = LIMITS.nodes - nodes;
  if (text.length < left) return false;
  let separators = 0;
  let afterSeparator = true;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (SPACES.has(code)) continue;
    const opens = code === 91 || code === 123;
    const separates = SEPARATORS.has(code) || (code === DASH && text.charCodeAt(index + 1) === 32);
    if (separates && (opens || !afterSeparator)) separators += 1;
    afterSeparator = separates && code !== DASH;
  }
  return separators > left;
};

/** What the files read so far have used up of the limits. */
export interface Spent {
  nodes: number;
  aliasNodes: number;
  pointerCharacters: number;
  /** Not a sum: the most keys that one object has. */
  keys: number;
}

/** The start of a reading. */
export const nothingSpent = (): Spent => ({ nodes: 0, aliasNodes: 0, pointerCharacters: 0, keys: 0 });

/**
 * The first limit that a stream of events exceeds, or null; what it takes is added to what is spent. Nothing is built: an
 * alias costs an addition.
 */
export const exceededLimit = (events: readonly Event[], text: string, spent: Spent): string | null => {
  const anchors = new Map<string, Size>();
  const open: Collection[] = [];

  const close = (size: Size, anchor: string | null): void => {
    const parent = open.at(-1);
    if (parent !== undefined) {
      parent.size.expanded += size.expanded;
      parent.size.height = Math.max(parent.size.height, size.height + 1);
    }
    if (anchor !== null) anchors.set(anchor, size);
  };
  const anchorOf = (event: { anchorStart: number; anchorEnd: number }): string | null =>
    event.anchorStart < 0 ? null : text.slice(event.anchorStart, event.anchorEnd);
  /** Counts a node that begins, and gives the length of its pointer. */
  const begin = (keyLength: number): number => {
    const parent = open.at(-1);
    if (parent === undefined) return 0;
    const isKey = parent.isMap && !parent.keyRead;
    parent.keyRead = isKey;
    if (isKey) {
      parent.keyLength = keyLength;
      parent.keys += 1;
      spent.keys = Math.max(spent.keys, parent.keys);
    }
    return isKey ? parent.pointerLength : parent.pointerLength + 1 + parent.keyLength;
  };

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        spent.nodes += 1;
        spent.pointerCharacters += begin(event.valueEnd - event.valueStart);
        close({ expanded: 1, height: 0 }, anchorOf(event));
        break;
      case EVENT_ID.ALIAS: {
        const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd)) ?? { expanded: 1, height: 0 };
        spent.nodes += 1;
        // Not only what the root has in the end: one alias in a dropped duplicate counts too.
        spent.aliasNodes += target.expanded;
        spent.pointerCharacters += target.expanded * begin(event.anchorEnd - event.anchorStart);
        if (open.length + target.height > LIMITS.depth) return DEPTH_EXCESS;
        close(target, null);
        break;
      }
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        spent.nodes += 1;
        const pointerLength = begin(0);
        spent.pointerCharacters += pointerLength;
        const isMap = event.type === EVENT_ID.MAPPING;
        const size = { expanded: 1, height: 0 };
        open.push({ size, anchor: anchorOf(event), isMap, pointerLength, keyRead: false, keyLength: 0, keys: 0 });
        break;
      }
      case EVENT_ID.POP: {
        const closed = open.pop();
        if (closed !== undefined) close(closed.size, closed.anchor);
        break;
      }
      case EVENT_ID.DOCUMENT:
        break;
    }
    if (spent.aliasNodes > LIMITS.aliasNodes) return ALIAS_EXCESS;
    if (spent.pointerCharacters > LIMITS.pointerCharacters) return KEY_EXCESS;
  }
  return spent.nodes > LIMITS.nodes ? NODE_EXCESS : null;
};
