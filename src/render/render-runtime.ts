import { posix } from 'node:path';
import type { RenderedFile, RuntimeFile } from '../plan/plan.js';
import { printBanner } from './comment-text.js';
import { printBraces } from './import-block.js';
import type { PrintFrame } from './print-frame.js';

/** Prints the runtime's barrel and copies the modules that its entries need, with what these import. */
export const renderRuntime = (
  runtime: RuntimeFile,
  modules: ReadonlyMap<string, string>,
  frame: PrintFrame,
): readonly RenderedFile[] => [
  { path: 'runtime/index.ts', text: printBarrel(runtime, frame) },
  ...closureOf(runtime, modules).map(([path, text]) => ({
    path: `runtime/${path}`,
    text: withEndings(text, frame.importExtension),
  })),
];

const printBarrel = ({ entries }: RuntimeFile, { banner, importExtension }: PrintFrame): string => {
  const ending = importExtension === '' ? '' : `.${importExtension}`;
  const lines = [...entries]
    .filter(({ values, types }) => values.length + types.length > 0)
    .sort((left, right) => (left.module < right.module ? -1 : 1))
    .map(({ module, values, types }) => {
      const mark = values.length === 0 ? '' : 'type ';
      const names = [...values.map((name) => ({ name, mark: '' })), ...types.map((name) => ({ name, mark }))]
        .sort((left, right) => (left.name < right.name ? -1 : 1))
        .map(({ name, mark }) => mark + name);
      return printBraces(values.length === 0 ? 'export type' : 'export', names, `./${module}${ending}`);
    });
  return `${printBanner(banner)}\n${lines.join('')}`;
};

/** `from './x.js'` and `import('./x.js')` in modules of ours, which prettier keeps in this form. */
const RELATIVE = /(\bfrom |\bimport\()'(\.{1,2}\/[^']+)\.js'/g;

const closureOf = (
  runtime: RuntimeFile,
  modules: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] => {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    const text = modules.get(path);
    if (text === undefined) throw new Error(`The runtime has no module ${path}.`);
    found.set(path, text);
    for (const [, , specifier = ''] of text.matchAll(RELATIVE)) {
      visit(`${posix.join(posix.dirname(path), specifier)}.ts`);
    }
  };
  for (const { module } of runtime.entries) visit(`${module}.ts`);
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1));
};

const withEndings = (text: string, importExtension: PrintFrame['importExtension']): string => {
  if (importExtension === 'js') return text;
  const ending = importExtension === '' ? '' : `.${importExtension}`;
  const ended = text.replace(
    RELATIVE,
    (_match, before: string, specifier: string) => `${before}'${specifier}${ending}'`,
  );
  // A shorter ending can make room for names that stood one a line.
  return ended.replace(BROKEN, (_match, keyword: string, names: string, from: string) =>
    printBraces(keyword, names.trim().replace(/,$/, '').split(/,\s+/), from),
  );
};

/** An import or re-export whose names stand one a line. */
const BROKEN = /^((?:im|ex)port(?: type)?) \{\n((?: {2}[\w$ ]+,\n)+)\} from '(\.[^']+)';\n/gm;
