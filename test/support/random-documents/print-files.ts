import type { Folder } from './folder.js';
import { printYaml } from './print-yaml.js';
import type { Tape } from './tape.js';
import { ENTRY, Obj, type Tree } from './tree.js';

/** Prints every file of a document: YAML or JSON, keys in any order, with what editors leave in files. */
export const printFiles = (
  folder: Folder,
  tape: Tape,
  options: { readonly strict: boolean; readonly alias: boolean },
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...folder.roots].map(([file, root]) => {
      const tree = tape.chance(35) ? mixed(root, tape) : root;
      const json = file.endsWith('.json') || tape.chance(file === ENTRY ? 15 : 5);
      const text = json ? `${printJson(tree, tape.pick('  ', '', '\t'), '')}\n` : printYaml(tree, tape, options);
      const ended = tape.chance(10) ? text.replaceAll('\n', '\r\n') : text;
      return [file, tape.chance(5) ? `\uFEFF${ended}` : ended];
    }),
  );

/** The same with the keys in another order, where their order means nothing. */
const mixed = (tree: Obj, tape: Tape): Obj => {
  const copies = new Map<Obj, Obj>();
  const copy = (part: Tree): Tree => {
    if (Array.isArray(part)) return part.map(copy);
    if (!(part instanceof Obj)) return part;
    const known = copies.get(part);
    if (known !== undefined) return known;
    const entries = part.entries.map(([key, value]): [string, Tree] => [key, copy(value)]);
    const made = new Obj(part.fixed ? entries : tape.shuffled(entries), part.fixed);
    copies.set(part, made);
    return made;
  };
  const made = copy(tree);
  return made instanceof Obj ? made : tree;
};

const printJson = (tree: Tree, step: string, indent: string): string => {
  const inner = indent + step;
  const [open, close] = step === '' ? ['', ''] : [`\n${inner}`, `\n${indent}`];
  const joined = (parts: readonly string[]): string =>
    parts.length === 0 ? '' : open + parts.join(`,${open}`) + close;
  if (Array.isArray(tree)) return `[${joined(tree.map((item) => printJson(item, step, inner)))}]`;
  if (!(tree instanceof Obj)) return JSON.stringify(tree);
  return `{${joined(tree.entries.map(([key, value]) => `${JSON.stringify(key)}: ${printJson(value, step, inner)}`))}}`;
};
