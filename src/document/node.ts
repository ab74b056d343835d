import type { Place } from '../diagnostics/index.js';

/** A plain JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A value of a document with the place where it is written. */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly at: Place;
  /** In document order. A key is its text: `200:` is "200". */
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** The place of the key, with the pointer of its value. */
  readonly keyAt: Place;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Place;
  readonly value: string | number | boolean | null;
}
