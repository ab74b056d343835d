import { didYouMean, report, type Diagnostic, type DiagnosticCode, type Place } from '../diagnostics/index.js';
import { isInSecurity, meantScheme } from './meant-scheme.js';
import type { Node } from './node.js';
import { relativePointer } from './pointer.js';
import type { FoundReference } from './references.js';
import { lookup, type Files } from './resolve.js';
import { refText, spotOf, type Spot } from './spot.js';

/** Gathers mistakes so that one mistake in several places is one diagnostic. */
export class Problems {
  readonly #byKey = new Map<string, { first: Diagnostic; also: Place[] }>();

  /** `key` is equal for equal mistakes. */
  add(
    key: string,
    code: DiagnosticCode,
    at: Place,
    told: { message: string; fix: string; also?: readonly Place[] },
  ): void {
    const known = this.#byKey.get(`${code} ${key}`);
    if (known === undefined) {
      this.#byKey.set(`${code} ${key}`, { first: report(code, at, told), also: [...(told.also ?? [])] });
      return;
    }
    // What several names share is read once for each of them, and is still written in one place.
    if (![known.first.at, ...known.also].some((place) => place?.file === at.file && place.pointer === at.pointer)) {
      known.also.push(at);
    }
  }

  diagnostics(): readonly Diagnostic[] {
    return Array.from(this.#byKey.values(), ({ first, also }) => (also.length === 0 ? first : { ...first, also }));
  }
}

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
    } else if (target.kind === 'missing' && !isBrokenSection(target.parent, entry)) {
      const where = relativePointer(entry, target.parent.at, files.folder);
      const root = files.files.get(entry)?.root;
      problems.add(`${where} ${target.segment}`, isInSecurity(at) ? 'scheme-undefined' : 'ref-unresolved', at, {
        message: `The $ref "${text}" leads nowhere: ${where === '#' ? 'the root' : where} has no "${target.segment}".`,
        fix: (root && meantScheme(text, at, root)) ?? fixFor(target.parent, target.segment, isInSecurity(at)),
      });
    }
  }
};

const SECTIONS: ReadonlySet<string> = new Set(['/components', '/components/securitySchemes', '/servers', '/channels']);

/** A section that is no object is told as such by whoever reads it; what it therefore lacks is not told as well. */
const isBrokenSection = ({ at, node }: Spot, entry: string): boolean =>
  at.file === entry &&
  SECTIONS.has(at.pointer) &&
  (node.kind === 'list' || (node.kind === 'scalar' && node.value !== null));

const fixFor = (parent: Spot, segment: string, isScheme: boolean): string => {
  const names = parent.node.kind === 'map' ? [...parent.node.entries.keys()] : [];
  const define = isScheme
    ? 'Declare the scheme there, with its type, or point the $ref at one that is declared.'
    : `Define "${segment}" there, or point the $ref at a definition that exists.`;
  return didYouMean(segment, names) ?? define;
};

/** Tells each circle of references once. A schema that contains itself is none: its chain ends in the schema. */
export const addCircular = (problems: Problems, files: Files, found: readonly FoundReference[]): void => {
  const byNode = new Map(found.map((reference) => [reference.node, reference]));
  const done = new Set<Node>();
  for (const start of found) {
    const way: FoundReference[] = [];
    let current: FoundReference | undefined = start;
    while (current !== undefined && !done.has(current.node)) {
      done.add(current.node);
      way.push(current);
      const target = lookup(files, current.at.file, refText(spotOf(current.node)) ?? '');
      current = target.kind === 'found' ? byNode.get(target.spot.node) : undefined;
    }
    const from = current === undefined ? -1 : way.indexOf(current);
    const [first, ...rest] = from < 0 ? [] : way.slice(from);
    if (first === undefined) continue;
    problems.add(first.at.file + first.at.pointer, 'ref-circular', first.at, {
      message: `The $ref "${first.text}" leads back to itself${rest.length === 0 ? '' : `, through ${rest.map(({ text }) => `"${text}"`).join(', ')}`}.`,
      fix: 'Write the definition in one of these places instead of a $ref.',
      also: rest.map(({ at }) => at),
    });
  }
};
