import { printKey, printText } from './print-scalar.js';
import type { Tape } from './tape.js';
import { Obj, type Tree } from './tree.js';

/** Prints a tree as YAML in one of many ways, all of which mean the tree. */
export const printYaml = (
  tree: Obj,
  tape: Tape,
  options: { readonly strict: boolean; readonly alias: boolean },
): string => new YamlPrinter(tree, tape, options).print();

/** Something that could be shared by an anchor. */
interface Anchored {
  readonly name: string;
  readonly tree: Obj | Tree[];
  readonly text: string;
}

class YamlPrinter {
  readonly #root: Obj;
  readonly #tape: Tape;
  readonly #strict: boolean;
  readonly #alias: boolean;
  readonly #step: string;
  readonly #texts = new Map<Tree, string>();
  readonly #anchors: Anchored[] = [];
  #count = 0;

  constructor(root: Obj, tape: Tape, { strict, alias }: { readonly strict: boolean; readonly alias: boolean }) {
    this.#root = root;
    this.#tape = tape;
    this.#strict = strict;
    this.#alias = alias && tape.chance(50);
    this.#step = ' '.repeat(tape.pick(2, 4, 1, 3));
  }

  print(): string {
    const tape = this.#tape;
    const start = tape.chance(10) ? '---\n' : '';
    const body = tape.chance(5) ? this.#flow(this.#root) : this.#block(this.#root, '').replace(/^\n/, '');
    return `${start}${body}\n${tape.chance(3) ? '...\n' : ''}`;
  }

  /** What follows `key:` or `-`: a blank and one line, or lines of their own. */
  #value(tree: Tree, indent: string): string {
    const tape = this.#tape;
    if (!(tree instanceof Obj) && !Array.isArray(tree)) return this.#scalar(tree, indent);
    const alias = this.#known(tree);
    if (alias !== undefined) return ` *${alias}`;
    const anchor = this.#anchor(tree);
    const empty = tree instanceof Obj ? tree.entries.length === 0 : tree.length === 0;
    const text = empty || tape.chance(15) ? ` ${this.#flow(tree)}` : this.#block(tree, indent);
    if (anchor === null) return text;
    this.#anchors.push({ name: anchor, tree, text: this.#text(tree) });
    return ` &${anchor}${text}`;
  }

  /** A literal block, for a text of several lines. */
  #scalar(tree: string | number | boolean | null, indent: string): string {
    if (typeof tree !== 'string') return ` ${String(tree)}`;
    if (!/^\S[^\n]*\n\S[^\n]*\n?$/.test(tree) || !this.#tape.chance(60)) return ` ${printText(this.#tape, tree)}`;
    const lines = tree.replace(/\n$/, '').split('\n');
    return ` |${tree.endsWith('\n') ? '' : '-'}${lines.map((line) => `\n${indent}${this.#step}${line}`).join('')}`;
  }

  #block(tree: Obj | Tree[], indent: string): string {
    if (Array.isArray(tree)) {
      return tree.map((item) => `\n${indent}-${this.#item(item, `${indent}${this.#step}`)}`).join('');
    }
    const { merged, entries } = this.#merge(tree);
    const lines = entries.map(([key, value]) => {
      const nested = `${indent}${Array.isArray(value) && this.#tape.chance(30) ? '' : this.#step}`;
      return `\n${indent}${printKey(this.#tape, key, this.#strict)}:${this.#value(value, nested)}`;
    });
    if (merged !== null) lines.splice(this.#tape.below(lines.length + 1), 0, `\n${indent}<<: ${merged}`);
    return lines.join('');
  }

  /** An item of a list: an object may begin on the line of the dash. */
  #item(tree: Tree, indent: string): string {
    const text = this.#value(tree, indent);
    const compact = tree instanceof Obj && this.#step !== ' ' && text.startsWith('\n') && this.#tape.chance(70);
    return compact ? this.#step.slice(1) + text.slice(1 + indent.length) : text;
  }

  #flow(tree: Tree): string {
    const tape = this.#tape;
    if (Array.isArray(tree)) {
      return `[${tree.map((item) => this.#flowValue(item)).join(', ')}${tree.length > 0 && tape.chance(10) ? ',' : ''}]`;
    }
    if (!(tree instanceof Obj)) return typeof tree === 'string' ? printText(tape, tree) : String(tree);
    const { merged, entries } = this.#merge(tree);
    const members = entries.map(([key, value]) => {
      const name = printKey(tape, key, this.#strict);
      return `${name}: ${this.#flowValue(value)}`;
    });
    return `{${[...(merged === null ? [] : [`<<: ${merged}`]), ...members].join(', ')}}`;
  }

  #flowValue(tree: Tree): string {
    const alias = this.#known(tree);
    // A comma right behind the name would be a part of it in YAML 1.2.
    return alias === undefined ? this.#flow(tree) : `*${alias} `;
  }

  /** The anchor of an equal part that has been printed. */
  #known(tree: Tree): string | undefined {
    if (this.#anchors.length === 0 || !(tree instanceof Obj || Array.isArray(tree))) return undefined;
    const text = this.#text(tree);
    const equal = this.#anchors.find((anchor) => anchor.text === text);
    return equal !== undefined && this.#tape.chance(80) ? equal.name : undefined;
  }

  #anchor(tree: Obj | Tree[]): string | null {
    const empty = tree instanceof Obj ? tree.entries.length === 0 : tree.length === 0;
    if (!this.#alias || empty || !this.#tape.chance(25)) return null;
    this.#count += 1;
    return `a${String(this.#count)}`;
  }

  /** An earlier object that gives some of the keys; what it gives otherwise is stated, and wins. */
  #merge(tree: Obj): { readonly merged: string | null; readonly entries: readonly (readonly [string, Tree])[] } {
    const none = { merged: null, entries: tree.entries };
    if (this.#anchors.length === 0 || tree.fixed || tree === this.#root || !this.#tape.chance(40)) return none;
    const base = this.#anchors.find(
      (anchor) =>
        anchor.tree instanceof Obj &&
        !anchor.tree.fixed &&
        anchor.tree.get('$ref') === undefined &&
        anchor.tree.entries.every(([key]) => tree.get(key) !== undefined),
    );
    if (!(base?.tree instanceof Obj)) return none;
    const given = base.tree;
    const entries = tree.entries.filter(([key, value]) => {
      const same = given.get(key);
      return same === undefined || this.#text(same) !== this.#text(value) || this.#tape.chance(20);
    });
    return { merged: !this.#strict && this.#tape.chance(20) ? `[*${base.name} ]` : `*${base.name}`, entries };
  }

  /** Two parts with one text are the same, order of keys included. */
  #text(tree: Tree): string {
    const known = this.#texts.get(tree);
    if (known !== undefined) return known;
    const text =
      tree instanceof Obj
        ? `{${tree.entries.map(([key, value]) => `${JSON.stringify(key)}:${this.#text(value)}`).join(',')}}`
        : Array.isArray(tree)
          ? `[${tree.map((item) => this.#text(item)).join(',')}]`
          : JSON.stringify(tree);
    if (typeof tree === 'object' && tree !== null) this.#texts.set(tree, text);
    return text;
  }
}
