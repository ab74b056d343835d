import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import type { Node } from '../document/node.js';
import { placeIn, valueNode } from './value-node.js';

const NAMES = ['js', 'mjs', 'json', 'yaml', 'yml'].map((extension) => `asyncapi-guards.config.${extension}`);

/** The configuration file of a folder, if it has one. Two of them are an error: no one could say which counts. */
export const findConfigFile = (folder: string): Outcome<string | null> => {
  const [first, second] = NAMES.map((name) => path.join(folder, name)).filter(isThere);
  if (first !== undefined && second !== undefined) {
    return {
      diagnostics: [
        report('config-ambiguous', placeIn(second), {
          message: `${path.basename(first)} and ${path.basename(second)} both configure this folder.`,
          fix: `Keep one of them, or name one with --config ${path.basename(first)}.`,
          also: [placeIn(first)],
        }),
      ],
    };
  }
  return first === undefined
    ? { value: null, diagnostics: unreadNames(folder).map((name) => unread(folder, name)) }
    : { value: first, diagnostics: [] };
};

/** Names by which somebody may have meant the configuration. */
const SIMILAR = /^\.?async-?api[-._]?guards?(?:[-._]?(?:config|conf|cfg|rc))?\.(?:ya?ml|json[5c]?|toml|[cm]?[jt]s)$/iu;

const unreadNames = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => SIMILAR.test(name) && isThere(path.join(folder, name)) && !isManifest(folder, name))
      .sort();
  } catch {
    return [];
  }
};

/** In an output folder a manifest has such a name. */
const isManifest = (folder: string, name: string): boolean =>
  name === 'asyncapi-guards.json' && existsSync(path.join(folder, 'policy.ts'));

const unread = (folder: string, name: string): Diagnostic =>
  report('config-not-read', placeIn(path.join(folder, name)), {
    message: `${name} is not read: the configuration file has another name.`,
    fix: `Call it ${meantName(name)}, or name it with --config ${name}.`,
  });

const meantName = (name: string): string =>
  NAMES.find((known) => path.extname(known) === path.extname(name).toLowerCase()) ?? 'asyncapi-guards.config.yaml';

/** A pipe counts, and is refused later: passed over, its settings would silently not hold. */
const isThere = (file: string): boolean => {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    return false;
  }
};

/** Reads a configuration file, whatever its form, into one tree. */
export const readConfigFile = async (file: string): Promise<Outcome<Node>> =>
  /\.[cm]?js$/u.test(file) ? importModule(file) : readTree(file, 'configuration file');

const importModule = async (file: string): Promise<Outcome<Node>> => {
  let loaded: unknown;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there === undefined) return unreadable(file, 'configuration file', 'it does not exist');
    // To import a pipe would wait for ever.
    if (!there.isFile()) return unreadable(file, 'configuration file', 'it is not a regular file');
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    return unreadable(file, 'configuration file', error instanceof Error ? error.message : String(error));
  }
  const value: unknown =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  const node = valueNode(value, file);
  if (node !== undefined) return { value: node, diagnostics: [] };
  return {
    diagnostics: [
      report('config-value-invalid', placeIn(file), {
        message: 'The default export of the configuration file is missing or is not plain data.',
        fix: 'Write `export default defineConfig({ … })` with text, numbers, booleans, lists and maps only.',
      }),
    ],
  };
};

/**
 * Reads a YAML or JSON file of the team's into a tree with places. `kind` names the file to the reader of an error, `named`
 * is where another file names it: what is wrong there where it cannot be read.
 * What the file's own text leaves unclear, such as a key that is written twice, leaves no value.
 */
export const readTree = async (file: string, kind: string, named?: Place): Promise<Outcome<Node>> => {
  // Loaded only by those who have such a file: a run that finds nothing changed stays quick.
  const { BYTE_EXCESS, dataTree, LIMITS, readBytes } = await import('../document/index.js');
  const read = await readBytes(file, LIMITS.bytes, false);
  if (!('bytes' in read)) return unreadable(file, kind, 'reason' in read ? read.reason : BYTE_EXCESS, named);
  return dataTree(file, read.bytes);
};

const unreadable = (file: string, kind: string, reason: string, named?: Place): Outcome<Node> => ({
  diagnostics: [
    report('config-unreadable', named ?? placeIn(file), {
      message: `The ${kind}${named === undefined ? '' : ` ${path.basename(file)}`} cannot be read: ${reason}.`,
      fix: 'Check the path and the file itself.',
    }),
  ],
});
