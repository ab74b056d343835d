import { posix } from 'node:path';
import type { Tape } from './tape.js';
import { ENTRY, Obj, under, type Spot, type Tree } from './tree.js';

/** A tree with the place where it is defined, which its references may hide. */
export interface Placed {
  readonly tree: Tree;
  readonly at: Spot;
}

const OTHER_FILES = ['parts.yaml', 'common/asyncapi.yaml', 'common/more.json', 'two words/ünï.yml'];

/** The files of one document while it is being written. */
export class Folder {
  readonly roots = new Map<string, Obj>([[ENTRY, new Obj()]]);
  /** Files beside the entry that definitions may be moved to. */
  readonly others: readonly string[];
  readonly #tape: Tape;
  readonly #strict: boolean;
  #made = 0;

  constructor(tape: Tape, strict: boolean) {
    this.#tape = tape;
    this.#strict = strict;
    // The official parser reads no file whose name has to be percent-encoded (P7).
    this.others = tape.chance(30) ? tape.some(OTHER_FILES.slice(0, strict ? -1 : undefined), 60) : [];
  }

  root(file: string): Obj {
    const known = this.roots.get(file);
    if (known !== undefined) return known;
    const made = new Obj();
    this.roots.set(file, made);
    return made;
  }

  put({ file, path }: Spot, tree: Tree): void {
    let parent = this.root(file);
    for (const segment of path.slice(0, -1)) {
      const next = parent.get(segment);
      const section = next instanceof Obj ? next : new Obj();
      parent.set(segment, section);
      parent = section;
    }
    parent.set(path.at(-1) ?? '', tree);
  }

  /**
   * Puts a definition where it is wanted, or elsewhere with a chain of references that leads there. `section` is where
   * the version keeps such definitions among the components; null where it does not.
   */
  place(at: Spot, section: string | null, make: (at: Spot) => Tree, mustRefer = false, depth = 0): Placed {
    const tape = this.#tape;
    const refers = mustRefer || (depth < 3 && tape.chance(depth === 0 ? 30 : 25));
    if (!refers) return { tree: make(at), at };
    const home = this.#home(section);
    // Not every component may be a reference itself.
    const ends = this.#strict && home.path[0] === 'components';
    const inner = ends ? { tree: make(home), at: home } : this.place(home, section, make, false, depth + 1);
    this.put(home, inner.tree);
    return { tree: this.reference(at.file, home), at: inner.at };
  }

  /** A Reference Object; what a reader may see beside it says nothing. */
  reference(from: string, to: Spot): Obj {
    const sibling = !this.#strict && this.#tape.chance(5) ? ([['description', 'beside a $ref']] as const) : [];
    return new Obj([['$ref', this.text(from, to)], ...sibling]);
  }

  /** The text of a `$ref` from a file to a place. */
  text(from: string, to: Spot): string {
    return `${this.#fileText(from, to.file)}#${to.path.map((segment) => `/${this.#segment(segment)}`).join('')}`;
  }

  #home(section: string | null): Spot {
    const tape = this.#tape;
    this.#made += 1;
    const file = tape.oneOf([ENTRY, ...this.others]) ?? ENTRY;
    const name =
      (!this.#strict && tape.chance(20) ? tape.pick('a/b ', 't~', '50%', '日本') : 'part') + String(this.#made);
    if (file !== ENTRY && tape.chance(50)) return { file, path: tape.pick([name], ['x', 'deep er', name]) };
    const standard = section === null || tape.chance(25) ? ['x-parts'] : ['components', section];
    return under({ file, path: standard }, name);
  }

  #fileText(from: string, to: string): string {
    const tape = this.#tape;
    if (from === to && (this.others.length === 0 || !tape.chance(5))) return '';
    const path = posix.relative(posix.dirname(from), to).replaceAll(' ', '%20');
    return (tape.chance(30) && !path.startsWith('.') ? './' : '') + path;
  }

  #segment(text: string): string {
    const escaped = text.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');
    return Array.from(escaped, (letter) => this.#letter(letter)).join('');
  }

  /** A letter of a URI's fragment: those that may not stand there are sometimes written all the same. */
  #letter(letter: string): string {
    if (/[\w.%~-]/.test(letter)) return letter;
    return /[{}#?\n\t\\"]/.test(letter) || this.#tape.chance(50) ? encodeURIComponent(letter) : letter;
  }
}
