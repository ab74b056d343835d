import type { Entry, MapNode, Node } from '../document/node.js';
import type { Reporter } from './findings.js';
import { described, isNull, jsonOf } from './node-values.js';
import { memberOf, nameOf, type Called } from './check-shape.js';

/**
 * Adds what the team's file says to what the document says, each value keeping its place. The two may repeat but not
 * contradict each other.
 */
export const mergeAccess = (
  document: MapNode | null,
  file: MapNode | null,
  called: Called,
  reporter: Reporter,
): MapNode | null => {
  if (document === null || file === null) return document ?? file;
  const entries = new Map<string, Entry>(document.entries);
  for (const [key, stated] of file.entries) {
    const known = document.entries.get(key);
    if (isNull(stated.value)) continue;
    if (known === undefined || isNull(known.value)) {
      entries.set(key, stated);
      continue;
    }
    const { value } = known;
    // The keys of `context` exclude each other: united, two sources would stand side by side.
    if (value.kind === 'map' && stated.value.kind === 'map' && key !== 'context') {
      entries.set(key, {
        keyAt: known.keyAt,
        value: mergeAccess(value, stated.value, memberOf(called, key), reporter) ?? value,
      });
      // Of two kinds one is of the wrong shape, which is told; a contradiction would only follow from that.
    } else if (value.kind === stated.value.kind && !isSame(value, stated.value)) {
      reporter.unreadable('access-control-conflict', stated.value.at, {
        message: `${nameOf(memberOf(called, key))} is ${shown(stated.value)} in the access-control file and ${shown(value)} in the document.`,
        fix: 'State it at one place, or the same at both.',
        also: [value.at],
      });
    }
  }
  return { ...document, entries };
};

const shown = (node: Node): string => (node.kind === 'scalar' ? described(node) : JSON.stringify(jsonOf(node)));

const isSame = (one: Node, other: Node): boolean => comparable(one) === comparable(other);

/** Any one of a list's roles, contexts or grants suffices, so their order says nothing. */
const comparable = (node: Node): string =>
  JSON.stringify(node.kind === 'list' ? node.items.map((item) => JSON.stringify(jsonOf(item))).sort() : jsonOf(node));
