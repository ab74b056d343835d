import path from 'node:path';

import { report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import type { Node } from '../document/node.js';
import { readConfigFile, findConfigFile } from './config-file.js';
import { CONFIG_SHAPE } from './config-shape.js';
import type { Config } from './config.js';
import { readShape } from './shape.js';
import { uselessSilence } from './useless-silence.js';

/** What the configuration file of a project says. */
export interface LoadedConfig {
  /** Null where there is no file; then there is one empty entry. */
  readonly file: string | null;
  /** One a document. */
  readonly entries: readonly ConfigEntry[];
}

/** The configuration of one document, as written. */
export interface ConfigEntry {
  readonly config: Partial<Config>;
  /** Where `accessControl` is written in place: its tree. */
  readonly accessControl: Node | null;
  /** Where each setting stands, by the JSON text of its path: `["servers","prod"]`. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Loads and checks the configuration: the file that is named, else the folder's own, else none. */
export const loadConfig = async (cwd: string, named?: string): Promise<Outcome<LoadedConfig>> => {
  const found: Outcome<string | null> =
    named === undefined ? findConfigFile(cwd) : { value: path.resolve(cwd, named), diagnostics: [] };
  if (found.value === undefined) return { diagnostics: found.diagnostics };
  const file = found.value;
  if (file === null)
    return {
      value: { file, entries: [{ config: {}, accessControl: null, places: new Map() }] },
      diagnostics: found.diagnostics,
    };
  const tree = await readConfigFile(file);
  if (tree.value === undefined) return { diagnostics: tree.diagnostics };
  return checkConfig(file, tree.value);
};

const checkConfig = (file: string, tree: Node): Outcome<LoadedConfig> => {
  const nodes = tree.kind === 'list' ? tree.items : [tree];
  const diagnostics: Diagnostic[] = [];
  if (nodes.length === 0) {
    diagnostics.push(
      report('config-value-invalid', tree.at, {
        message: 'The configuration is an empty list.',
        fix: 'Write one map a document, or remove the file.',
      }),
    );
  }
  const entries: ConfigEntry[] = [];
  for (const [index, node] of nodes.entries()) {
    const outcome = readShape(node, CONFIG_SHAPE, tree.kind === 'list' ? `[${String(index)}]` : '');
    diagnostics.push(...outcome.diagnostics);
    if (outcome.value === undefined) continue;
    // CONFIG_SHAPE lists every key of Config with its type, which the compiler checks there.
    const config = outcome.value as Partial<Config>;
    const entry = { config, accessControl: inPlaceAccessControl(node), places: new Map(placesIn(node, [])) };
    diagnostics.push(...uselessSilence(entry));
    entries.push(entry);
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: { file, entries }, diagnostics: [] };
};

const placesIn = (node: Node, path: readonly (string | number)[]): readonly (readonly [string, Place])[] => {
  const under = (key: string | number, at: Place, value: Node): readonly (readonly [string, Place])[] => [
    [JSON.stringify([...path, key]), at],
    ...placesIn(value, [...path, key]),
  ];
  if (node.kind === 'map') return [...node.entries].flatMap(([key, { keyAt, value }]) => under(key, keyAt, value));
  return node.kind === 'list' ? node.items.flatMap((item, index) => under(index, item.at, item)) : [];
};

const inPlaceAccessControl = (node: Node): Node | null => {
  const value = node.kind === 'map' ? node.entries.get('accessControl')?.value : undefined;
  return value?.kind === 'map' ? value : null;
};
