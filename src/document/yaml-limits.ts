import { EVENT_ID, type Event } from 'js-yaml';
import { LIMITS } from './limits.js';

interface Size {
  /** Nodes as written, aliases counted as one. */
  nodes: number;
  /** Nodes with every alias written out. */
  expanded: number;
  height: number;
}

/** By hand: the first use of `Intl` takes a process 30 ms. */
const inThousands = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');
const excess = (what: string): string => `it has more than ${what}`;
const ALIAS_EXCESS = excess(`${inThousands(LIMITS.aliasNodes)} nodes by YAML aliases`);

/** What is too much, worded for a diagnostic. */
export const NODE_EXCESS = excess(`${inThousands(LIMITS.nodes)} nodes`);
export const DEPTH_EXCESS = excess(`${String(LIMITS.depth)} levels of nesting`);

/** Codes of `,` newline `:` `[` `{`, each of which begins a node. */
const SEPARATORS: ReadonlySet<number> = new Set([44, 10, 58, 91, 123]);
const DASH = 45;
const SPACES: ReadonlySet<number> = new Set([9, 13, 32]);

/**
 * Whether a text has more separators than a document may have nodes. The event parser cannot be stopped half-way, so
 * this cheap count goes first. Separators side by side count once, so that it stays below the number of nodes; only long
 * text adds to it, and in prose one character in twenty is a separator: within the byte limit it does not come near.
 */
export const hasTooManySeparators = (text: string): boolean => {
  if (text.length < LIMITS.nodes) return false;
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
  return separators > LIMITS.nodes;
};

/** The first limit that a stream of events exceeds, or null. Nothing is built: an alias costs an addition. */
export const exceededLimit = (events: readonly Event[], text: string): string | null => {
  const anchors = new Map<string, Size>();
  const open: { size: Size; anchor: string | null }[] = [];
  const total: Size = { nodes: 0, expanded: 0, height: 0 };

  const close = (size: Size, anchor: string | null): void => {
    const parent = open.at(-1)?.size ?? total;
    parent.nodes += size.nodes;
    parent.expanded += size.expanded;
    parent.height = Math.max(parent.height, size.height + 1);
    if (anchor !== null) anchors.set(anchor, size);
  };
  const anchorOf = (event: { anchorStart: number; anchorEnd: number }): string | null =>
    event.anchorStart < 0 ? null : text.slice(event.anchorStart, event.anchorEnd);

  let aliasNodes = 0;
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        close({ nodes: 1, expanded: 1, height: 0 }, anchorOf(event));
        break;
      case EVENT_ID.ALIAS: {
        const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
        const expanded = target?.expanded ?? 1;
        // Not only what the root has in the end: one alias in a dropped duplicate counts too.
        aliasNodes += expanded;
        if (open.length + (target?.height ?? 0) > LIMITS.depth) return DEPTH_EXCESS;
        close({ nodes: 1, expanded, height: target?.height ?? 0 }, null);
        break;
      }
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        open.push({ size: { nodes: 1, expanded: 1, height: 0 }, anchor: anchorOf(event) });
        break;
      case EVENT_ID.POP: {
        const closed = open.pop();
        if (closed !== undefined) close(closed.size, closed.anchor);
        break;
      }
      case EVENT_ID.DOCUMENT:
        break;
    }
    if (aliasNodes > LIMITS.aliasNodes) return ALIAS_EXCESS;
  }
  return total.nodes > LIMITS.nodes
    ? NODE_EXCESS
    : total.expanded > LIMITS.nodes + LIMITS.aliasNodes
      ? ALIAS_EXCESS
      : null;
};
