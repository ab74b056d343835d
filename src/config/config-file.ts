import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { report, type Outcome } from '../diagnostics/index.js';
import type { Node } from '../document/node.js';
import { placeIn, valueNode } from './value-node.js';

const NAMES = ['js', 'mjs', 'json', 'yaml', 'yml'].map((extension) => `asyncapi-guards.config.${extension}`);

/** The configuration file of a folder, if it has one. Two of them are an error: no one could say which counts. */
export const findConfigFile = (folder: string): Outcome<string | null> => {
  const [first, second] = NAMES.map((name) => path.join(folder, name)).filter(isFile);
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
  return { value: first ?? null, diagnostics: [] };
};

const isFile = (file: string): boolean => {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
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
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    return unreadable(file, 'configuration file', error);
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

/** Reads a YAML or JSON file of the team's into a tree with places. `kind` names the file to the reader of an error. */
export const readTree = async (file: string, kind: string): Promise<Outcome<Node>> => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return unreadable(file, kind, error);
  }
  // The YAML reader is loaded only by those who have such a file: a run that finds nothing changed stays quick.
  const { parseYaml } = await import('../document/index.js');
  return parseYaml(file, text);
};

const unreadable = (file: string, kind: string, error: unknown): Outcome<Node> => ({
  diagnostics: [
    report('config-unreadable', placeIn(file), {
      message: `The ${kind} cannot be read: ${reasonOf(error)}.`,
      fix: 'Check the path and the file itself.',
    }),
  ],
});

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'this user may not read it';
  return error instanceof Error ? error.message : String(error);
};
