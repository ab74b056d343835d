import { didYouMean, report, type Diagnostic, type DiagnosticCode, type Place } from '../diagnostics/index.js';
import { LIMITS } from './limits.js';
import { isInSecurity, meantScheme } from './meant-scheme.js';
import { listOf } from './name-fix.js';
import type { Node } from './node.js';
import { relativePointer } from './pointer.js';
import type { FoundReference } from './references.js';
import type { WrittenOut } from './reference-size.js';
import { lookup, type Files } from './resolve.js';
import type { Spot } from './spot.js';

/** What a mistake's diagnostic says. */
export interface Told {
  readonly message: string;
  readonly fix: string;
  readonly also?: readonly Place[];
}

/** Gathers mistakes so that one mistake in several places is one diagnostic. */
export class Problems {
  readonly #byKey = new Map<string, { first: Diagnostic; also: Map<string, Place> }>();

  get size(): number {
    return this.#byKey.size;
  }

  /** `key` is equal for equal mistakes; what is told of the first is asked for once. */
  add(key: string, code: DiagnosticCode, at: Place, told: Told | (() => Told)): void {
    const known = this.#byKey.get(`${code} ${key}`);
    if (known === undefined) {
      const { also = [], ...first } = typeof told === 'function' ? told() : told;
      const others = new Map(also.map((place) => [keyOf(place), place]));
      this.#byKey.set(`${code} ${key}`, { first: report(code, at, first), also: others });
      return;
    }
    // What several names share is read once for each of them, and is still written in one place.
    if (known.first.at !== undefined && keyOf(known.first.at) !== keyOf(at)) known.also.set(keyOf(at), at);
  }

  has(code: DiagnosticCode): boolean {
    return [...this.#byKey.values()].some(({ first }) => first.code === code);
  }

  diagnostics(): readonly Diagnostic[] {
    return Array.from(this.#byKey.values(), ({ first, also }) =>
      also.size === 0 ? first : { ...first, also: [...also.values()] },
    );
  }
}

const keyOf = ({ file, pointer }: Place): string => `${file} ${pointer}`;

/** Near names are looked for up to about so many comparisons: after that nobody reads on. */
const COMPARISONS = 100_000;

/** Tells each reference that leads nowhere, where it is written; what follows from another one is left to that one. */
export const addUnresolved = (
  problems: Problems,
  files: Files,
  entry: string,
  found: readonly FoundReference[],
): void => {
  for (const { at, text } of found) {
    const target = lookup(files, at.file, text);
    if (target.kind === 'circular') {
      problems.add(text, 'ref-circular', at, {
        message: `The $ref "${text}" leads through itself.`,
        fix: 'Point it at the definition itself.',
      });
    } else if (target.kind === 'long') {
      problems.add('', 'document-limit', at, longChain(text));
    } else if (target.kind === 'missing' && !isBrokenSection(target.parent, entry)) {
      const { parent, segment } = target;
      problems.add(
        `${keyOf(parent.at)} ${segment}`,
        isInSecurity(at) ? 'scheme-undefined' : 'ref-unresolved',
        at,
        () => {
          const where = relativePointer(entry, parent.at, files.folder);
          return {
            message: `The $ref "${text}" leads nowhere: ${where === '#' ? 'the root' : where} has no "${segment}".`,
            fix: near(files, entry, { text, at, parent, segment }, problems.size) ?? definition(segment, at, parent),
          };
        },
      );
    }
  }
};

const longChain = (text: string): Told => ({
  message: `The $ref "${text}" leads through too many other references, one after the other.`,
  fix: 'Point it at the definition itself.',
});

interface Missing {
  readonly text: string;
  readonly at: Place;
  readonly parent: Spot;
  readonly segment: string;
}

const near = (
  files: Files,
  entry: string,
  { text, at, parent, segment }: Missing,
  toldBefore: number,
): string | null => {
  const names = parent.node.kind === 'map' ? parent.node.entries : new Map<string, never>();
  if (toldBefore * names.size > COMPARISONS) return null;
  const root = files.files.get(entry)?.root;
  return (root && meantScheme(text, at, root)) ?? didYouMean(segment, names.keys());
};

const definition = (segment: string, at: Place, parent: Spot): string => {
  const names = parent.node.kind === 'map' && isSection(parent) ? parent.node.entries : new Map<string, never>();
  const known = names.size > 0 ? ` These exist: ${listOf(names.keys())}.` : '';
  return isInSecurity(at)
    ? `Declare the scheme there, with its type, or point the $ref at one that is declared.${known}`
    : `Define "${segment}" there, or point the $ref at a definition that exists.${known}`;
};

/** Whether the members of a part are definitions by names of the document's own. */
const isSection = ({ at: { pointer } }: Spot): boolean =>
  /^\/(?:(?:components\/)?(?:servers|channels|operations)|components\/\w+|channels\/[^/]+\/messages)$/.test(pointer);

const SECTIONS: ReadonlySet<string> = new Set(['/components', '/components/securitySchemes', '/servers', '/channels']);

/** A section that is no object is told as such by whoever reads it; what it therefore lacks is not told as well. */
const isBrokenSection = ({ at, node }: Spot, entry: string): boolean =>
  at.file === entry &&
  SECTIONS.has(at.pointer) &&
  (node.kind === 'list' || (node.kind === 'scalar' && node.value !== null));

/** Tells each circle of references once, and the first chain that is too long. A schema that contains itself is no circle: its chain ends in the schema. */
export const addCircular = (problems: Problems, files: Files, found: readonly FoundReference[]): void => {
  const byNode = new Map(found.map((reference) => [reference.node, reference]));
  /** How many references lead on from one. */
  const lengths = new Map<Node, number>();
  for (const start of found) {
    const target = lookup(files, start.at.file, start.text);
    // Most references lead straight to a definition.
    if (target.kind !== 'found' || !byNode.has(target.spot.node)) {
      lengths.set(start.node, 1);
      continue;
    }
    const way: FoundReference[] = [];
    const underway = new Map<Node, number>();
    let current: FoundReference | undefined = start;
    while (current !== undefined && !lengths.has(current.node) && !underway.has(current.node)) {
      underway.set(current.node, way.length);
      way.push(current);
      const target = lookup(files, current.at.file, current.text);
      current = target.kind === 'found' ? byNode.get(target.spot.node) : undefined;
    }
    const circle = current && underway.get(current.node);
    let length = circle === undefined && current !== undefined ? (lengths.get(current.node) ?? 0) : 0;
    for (const [index, { node }] of [...way.entries()].reverse()) {
      length = index >= (circle ?? way.length) ? 0 : length + 1;
      lengths.set(node, length);
    }
    if (circle !== undefined) tellCircle(problems, way.slice(circle));
    if (way.length > 0 && length > LIMITS.chain) problems.add('', 'document-limit', start.at, longChain(start.text));
  }
};

/** How many members of a circle are named; the places of all are told. */
const NAMED = 5;

const tellCircle = (problems: Problems, [first, ...rest]: readonly FoundReference[]): void => {
  if (first === undefined) return;
  const named = rest.slice(0, NAMED).map(({ text }) => `"${text}"`);
  const through = [...named, ...(rest.length > NAMED ? [`${String(rest.length - NAMED)} more`] : [])].join(', ');
  problems.add(first.at.file + first.at.pointer, 'ref-circular', first.at, {
    message: `The $ref "${first.text}" leads back to itself${rest.length === 0 ? '' : `, through ${through}`}.`,
    fix: 'Write the definition in one of these places instead of a $ref.',
    also: rest.map(({ at }) => at),
  });
};

/**
 * Tells where a document is too large with every reference written out; true where our own stages would walk through all of
 * that, so that it is not read.
 */
export const addWrittenOut = (problems: Problems, { all, outline }: WrittenOut, root: Node): boolean => {
  const multiplied = outline > LIMITS.outlineNodes;
  if (!multiplied && all <= LIMITS.referenceNodes) return false;
  // A circle or a long chain may multiply by itself, and has been told.
  if (problems.has('ref-circular') || problems.has('document-limit')) return multiplied;
  const excess = multiplied ? '2,000,000 nodes beside its payloads' : '100,000,000 nodes';
  problems.add('written out', 'document-limit', root.at, {
    message: `References multiply this document: written out, it has more than ${excess}.`,
    fix: 'Look for definitions that refer twice or more to others, which do so again, and flatten them.',
  });
  return multiplied;
};
