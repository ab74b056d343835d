import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** A package's file of data. */
export type PackageFile =
  /** `description` is the package.json that led there. */
  | { readonly file: string; readonly description: string }
  /** It is installed, and offers nothing that can be read; why, in words. */
  | { readonly reason: string };

/** `name` or `@scope/name`, and what may follow. */
const NAME = /^((?:@[\w.~-]+\/)?[a-z0-9_~-][\w.~-]*)(?:\/.*)?$/iu;

/**
 * Finds what a package offers under its name, as `main` or `exports` says: looked up from a folder as Node looks up
 * modules, never run. Null where no such package is installed.
 */
export const findPackageFile = (specifier: string, from: string): PackageFile | null => {
  const name = NAME.exec(specifier)?.[1];
  const folder = name === undefined ? null : installedFolder(name, from);
  if (folder === null) return null;
  const description = path.join(folder, 'package.json');
  try {
    const found = createRequire(path.join(path.dirname(folder), 'any.js')).resolve(specifier);
    const inside = path.relative(realpathSync(folder), realpathSync(found));
    if (inside.startsWith('..') || path.isAbsolute(inside)) return { reason: 'it names a file outside its own folder' };
    if (!/\.(?:json|ya?ml)$/iu.test(inside)) return { reason: `it offers ${inside}, which is no JSON or YAML` };
    // Links to the package stay in the name: what they lead to may change.
    return { file: path.join(folder, inside), description };
  } catch {
    return { reason: 'neither `main` nor `exports` of its package.json leads to a file' };
  }
};

const installedFolder = (name: string, from: string): string | null => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const installed = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(installed, 'package.json'))) return installed;
    if (folder === path.dirname(folder)) return null;
  }
};
