import { COLLECTION_STYLE, EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import { report, type Diagnostic, type Place } from '../diagnostics/index.js';
import { LIMITS } from './limits.js';
import type { LineIndex } from './line-index.js';
import type { Entry, MapNode, Node } from './node.js';
import { pointerTo } from './pointer.js';
import { plainValue, taggedValue } from './yaml-scalar.js';

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>;

/** What lies between the last item of a flow collection and its closing bracket. */
const FLOW_END = /(?:[\s,:]|#[^\n\r]*)*[\]}]/y;

/** Builds one document's nodes from its events. Aliases share the node of their anchor. */
export class YamlNodes {
  /** The first so many mistakes. */
  readonly diagnostics: Diagnostic[] = [];
  /** Whether there are more. */
  hasMore = false;
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, Node | null>();
  /** The text of anchored scalars, which an alias may use as a key. */
  readonly #anchoredTexts = new Map<string, string>();
  #index = 0;
  /** Offset at which the node read last ends. */
  #end = 0;

  constructor(file: string, text: string, lines: LineIndex, events: readonly Event[]) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#events = events;
  }

  /** The node whose first event comes next. */
  node(pointer: string): Node {
    const event = this.#events[this.#index];
    this.#index += 1;
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event, pointer);
      case EVENT_ID.ALIAS:
        return this.#alias(event.anchorStart, event.anchorEnd, pointer);
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, () => this.#list(event, pointer));
      case EVENT_ID.MAPPING:
        return this.#anchored(event, () => this.#map(event, pointer));
      case EVENT_ID.DOCUMENT:
        return this.node(pointer);
      default:
        return this.#nothing(pointer);
    }
  }

  #tell(mistake: Diagnostic): void {
    if (this.diagnostics.length < LIMITS.mistakes) this.diagnostics.push(mistake);
    else this.hasMore = true;
  }

  #place(pointer: string, start: number, end: number): Place {
    this.#end = end;
    return { file: this.#file, pointer, range: this.#lines.range(start, end) };
  }

  #nothing(pointer: string): Node {
    return { kind: 'scalar', at: this.#place(pointer, this.#end, this.#end), value: null };
  }

  #scalar(event: ScalarEvent, pointer: string): Node {
    const text = getScalarValue(this.#text, event);
    const at = this.#scalarPlace(event, pointer);
    const tag = this.#tag(event);
    let value = event.style === SCALAR_STYLE.PLAIN ? (tag === null ? plainValue(text) : text) : text;
    if (tag !== null) {
      const tagged = taggedValue(tag, text);
      if (tagged === undefined) this.#unsupportedTag(tag, at);
      else value = tagged;
    }
    const node: Node = { kind: 'scalar', at, value };
    if (event.anchorStart >= 0) {
      const anchor = this.#text.slice(event.anchorStart, event.anchorEnd);
      this.#anchors.set(anchor, node);
      this.#anchoredTexts.set(anchor, text);
    }
    return node;
  }

  #scalarPlace(event: ScalarEvent, pointer: string): Place {
    if (event.valueStart < 0) return this.#place(pointer, this.#end, this.#end);
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    if (quoted) return this.#place(pointer, event.valueStart - 1, event.valueEnd + 1);
    let end = event.valueEnd;
    while (end > event.valueStart && /\s/.test(this.#text.charAt(end - 1))) end -= 1;
    return this.#place(pointer, event.valueStart, end);
  }

  #alias(start: number, end: number, pointer: string): Node {
    const name = this.#text.slice(start, end);
    const target = this.#anchors.get(name);
    const at = this.#place(pointer, start - 1, end);
    if (target !== undefined && target !== null) return target;
    this.#tell(
      report('alias-invalid', at, {
        message:
          target === null
            ? `The alias *${name} stands inside its own anchor, so that it would contain itself.`
            : `The alias *${name} has no anchor &${name} before it.`,
        fix: target === null ? 'Write the value out, or use a $ref.' : `Write &${name} before the value that is meant.`,
      }),
    );
    return { kind: 'scalar', at, value: null };
  }

  #anchored(event: CollectionEvent, build: () => Node): Node {
    if (event.anchorStart < 0) return build();
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    this.#anchors.set(name, null);
    this.#anchoredTexts.delete(name);
    const node = build();
    this.#anchors.set(name, node);
    return node;
  }

  #list(event: CollectionEvent, pointer: string): Node {
    this.#checkTag(event, '!!seq', pointer);
    this.#end = event.start;
    const items: Node[] = [];
    while (!this.#closes()) items.push(this.node(pointerTo(pointer, items.length)));
    return { kind: 'list', at: this.#collectionPlace(event, pointer), items };
  }

  #map(event: CollectionEvent, pointer: string): MapNode {
    this.#checkTag(event, '!!map', pointer);
    this.#end = event.start;
    const entries = new Map<string, Entry>();
    const merged = new Set<string>();
    while (!this.#closes()) {
      const key = this.#key(pointer);
      const value = this.node(key.merges ? pointer : key.at.pointer);
      if (key.merges) {
        this.#merge(value, entries, merged, key.at);
        continue;
      }
      const first = merged.has(key.text) ? undefined : entries.get(key.text);
      merged.delete(key.text);
      if (first === undefined) entries.set(key.text, { keyAt: key.at, value });
      else this.#duplicate(key, first);
    }
    return { kind: 'map', at: this.#collectionPlace(event, pointer), entries };
  }

  #key(parent: string): { text: string; at: Place; merges: boolean } {
    const event = this.#events[this.#index];
    if (event?.type === EVENT_ID.SCALAR) {
      this.#index += 1;
      const text = getScalarValue(this.#text, event);
      const merges = text === '<<' && event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
      const at = this.#scalarPlace(event, pointerTo(parent, text));
      if (event.anchorStart >= 0) {
        const anchor = this.#text.slice(event.anchorStart, event.anchorEnd);
        this.#anchors.set(anchor, { kind: 'scalar', at, value: text });
        this.#anchoredTexts.set(anchor, text);
      }
      return { text, at, merges };
    }
    const alias = event?.type === EVENT_ID.ALIAS ? this.#text.slice(event.anchorStart, event.anchorEnd) : null;
    const node = this.node(parent);
    const text = alias === null ? undefined : this.#anchoredTexts.get(alias);
    if (text !== undefined) return { text, at: { ...node.at, pointer: pointerTo(parent, text) }, merges: false };
    if (node.kind !== 'scalar') {
      this.#tell(
        report('key-not-text', node.at, {
          message: `This key is a ${node.kind}; a key must be text.`,
          fix: 'Write a plain name before the colon. A value that begins with [ or { as text needs quotes.',
        }),
      );
    }
    return { text: '', at: node.at, merges: false };
  }

  /** YAML's merge key: what the map states itself wins, then the earlier of the merged maps. */
  #merge(value: Node, entries: Map<string, Entry>, merged: Set<string>, at: Place): void {
    const sources = value.kind === 'list' ? value.items : [value];
    for (const source of sources) {
      if (source.kind !== 'map') {
        this.#tell(
          report('alias-invalid', at, {
            message: `The merge key << needs a map or a list of maps, and got a ${source.kind}.`,
            fix: 'Point it at the anchor of a map, or quote the key if "<<" is meant as a name.',
          }),
        );
        return;
      }
      for (const [name, entry] of source.entries) {
        if (entries.has(name)) continue;
        entries.set(name, entry);
        merged.add(name);
      }
    }
  }

  #duplicate(key: { text: string; at: Place }, first: Entry): void {
    this.#tell(
      report('key-duplicate', key.at, {
        message: `The key "${key.text}" is written twice in one object, first in line ${String(first.keyAt.range.start.line)}.`,
        fix: 'Keep one of the two, or give one another name.',
        also: [first.keyAt],
      }),
    );
  }

  #closes(): boolean {
    const event = this.#events[this.#index];
    if (event !== undefined && event.type !== EVENT_ID.POP) return false;
    this.#index += 1;
    return true;
  }

  #collectionPlace(event: CollectionEvent, pointer: string): Place {
    let end = Math.max(this.#end, event.start);
    if (event.style === COLLECTION_STYLE.FLOW) {
      FLOW_END.lastIndex = end === event.start ? end + 1 : end;
      if (FLOW_END.test(this.#text)) end = FLOW_END.lastIndex;
    }
    return this.#place(pointer, event.start, end);
  }

  #tag(event: { tagStart: number; tagEnd: number }): string | null {
    if (event.tagStart < 0) return null;
    const tag = this.#text.slice(event.tagStart, event.tagEnd);
    const verbatim = /^!<tag:yaml\.org,2002:(\w+)>$/.exec(tag)?.[1];
    return verbatim === undefined ? tag : `!!${verbatim}`;
  }

  #checkTag(event: CollectionEvent, expected: string, pointer: string): void {
    const tag = this.#tag(event);
    if (tag === null || tag === '!' || tag === expected) return;
    this.#unsupportedTag(tag, this.#place(pointer, event.tagStart, event.tagEnd));
  }

  #unsupportedTag(tag: string, at: Place): void {
    this.#tell(
      report('tag-unsupported', at, {
        message: `The YAML tag ${tag} does not fit this value, or is none of the YAML 1.2 core schema.`,
        fix: 'Remove the tag; text that looks like another type can be quoted.',
      }),
    );
  }
}
