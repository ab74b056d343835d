import path from 'node:path';

import { isLocalFile, report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import { BYTE_EXCESS, confinement, dataTree, LIMITS, parseReference, readBytes, type Node } from '../document/index.js';
import { findPackageFile } from './preset-package.js';
import type { Settings } from './settings.js';

/** A preset that is no name of the tool's own, read and not yet understood. */
export interface FoundPreset {
  readonly file: string;
  readonly root: Node;
  /** Bytes by absolute path, of every file that led to it. */
  readonly inputs: ReadonlyMap<string, Uint8Array>;
}

type Reading = Outcome<FoundPreset | null>;

/**
 * Reads the preset that `x-access-control` names: a file, by its path from the file that names it and confined as
 * references are, or a package that is installed for the project. Null where the name leads to neither. `named` are the
 * places that state it: the document first, then the team's file, which may only repeat it.
 */
export const readNamedPreset = async (named: readonly Node[], settings: Settings): Promise<Reading> => {
  const [first, ...others] = named.flatMap(textNode);
  if (first === undefined) return NONE;
  const found = await (isPath(first.text) ? presetFile(first, settings) : presetPackage(first, settings));
  const wanted = isPath(first.text) ? absolutePath(first, settings) : null;
  const conflicts = others
    .filter((other) => other.text === first.text && wanted !== null && absolutePath(other, settings) !== wanted)
    .map((other) =>
      report('access-control-conflict', other.node.at, {
        message: `preset is ${JSON.stringify(other.text)} in the document too, where the same path leads to another file.`,
        fix: 'State it at one place: a path counts from the file that it stands in.',
        also: [first.node.at],
      }),
    );
  return conflicts.length === 0 ? found : { diagnostics: [...found.diagnostics, ...conflicts] };
};

const NONE: Reading = { value: null, diagnostics: [] };

interface Named {
  readonly text: string;
  readonly node: Node;
}

const textNode = (node: Node): readonly Named[] =>
  node.kind === 'scalar' && typeof node.value === 'string' ? [{ text: node.value, node }] : [];

/** A path begins as one or ends as a file of data does; what begins with @ is a package. */
const isPath = (text: string): boolean =>
  !text.startsWith('@') && (/^(?:\.{0,2}[/\\]|[a-z]+:)/iu.test(text) || /\.(?:json|ya?ml)$/iu.test(text));

const folderOf = ({ node }: Named, { cwd }: Settings): string =>
  node.at.file === '-' ? cwd : path.dirname(node.at.file);

/** Null where it may be no file. */
const absolutePath = (named: Named, settings: Settings): string | null => {
  const reference = parseReference(named.text, named.node.at.file, folderOf(named, settings));
  return reference.kind === 'file' && isLocalFile(reference.file) && reference.segments.length === 0
    ? reference.file
    : null;
};

const presetFile = async (named: Named, settings: Settings): Promise<Reading> => {
  const file = absolutePath(named, settings);
  if (file === null) {
    return unreadable(
      named,
      'it is no relative path',
      'Write the path of a file from here, with / between its parts; a preset is not fetched.',
    );
  }
  const confined = confinement(folderOf(named, settings), settings.config.allowRefs ?? [], settings.cwd);
  if (!(await confined.permits(file))) {
    return unreadable(
      named,
      'it lies outside the folder of the file that names it',
      'Move it into that folder, or allow its own folder by name with --allow-ref.',
    );
  }
  return presetIn(named, file, new Map());
};

const presetPackage = async (named: Named, { cwd }: Settings): Promise<Reading> => {
  const found = findPackageFile(named.text, cwd);
  if (found === null) return NONE;
  if ('reason' in found) {
    return unreadable(
      named,
      `of the package, ${found.reason}`,
      'Let `main` or `exports` of its package.json name a JSON or YAML file.',
    );
  }
  const description = await readBytes(found.description, LIMITS.bytes, false);
  return presetIn(named, found.file, new Map('bytes' in description ? [[found.description, description.bytes]] : []));
};

const presetIn = async (named: Named, file: string, led: ReadonlyMap<string, Uint8Array>): Promise<Reading> => {
  const read = await readBytes(file, LIMITS.bytes, false);
  if (!('bytes' in read)) {
    return unreadable(
      named,
      'reason' in read ? read.reason : BYTE_EXCESS,
      'Correct the path, which counts from the file that it stands in, or add the file.',
    );
  }
  const { value: root, diagnostics } = dataTree(file, read.bytes);
  if (root === undefined) return { diagnostics };
  return { value: { file, root, inputs: new Map([...led, [file, read.bytes]]) }, diagnostics };
};

const unreadable = ({ text, node }: Named, reason: string, fix: string): { readonly diagnostics: Diagnostic[] } => ({
  diagnostics: [
    report('preset-unreadable', node.at, {
      message: `The preset ${JSON.stringify(text)} cannot be read: ${reason}.`,
      fix,
    }),
  ],
});
