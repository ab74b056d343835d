import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Node } from '../document/node.js';
import type { Settings } from './settings.js';

/**
 * A digest of everything but the document that shapes the output: settings, access control and the team's templates.
 * Paths count relative to the output folder, so that every checkout of a repository gives the same digest.
 */
export const optionsDigest = (settings: Settings): string => {
  const { config, out, describes } = settings;
  const told = {
    ...config,
    // The document and the output folder shape nothing by their names; silence shapes only what is shown.
    document: null,
    out: null,
    silence: null,
    allowRefs: config.allowRefs?.map((origin) => (path.isAbsolute(origin) ? relativeTo(out, origin) : origin)),
    accessControl: accessControlDigest(settings),
    templates: templateDigests(settings),
    targets: config.targets ?? settings.packageTargets,
    describes,
  };
  return `sha256:${hash('sha256', canonical(told))}`;
};

const accessControlDigest = ({ accessControl }: Settings): unknown => {
  if (accessControl === null) return null;
  // A file that is named and missing is not the same as none.
  return 'node' in accessControl ? valuesOf(accessControl.node) : { file: regularFileDigest(accessControl.file) };
};

const templateDigests = ({ templates }: Settings): unknown => {
  if (templates === null) return null;
  const names = namesIn(templates.folder);
  if (names === null) return 'missing';
  const templateNames = names.filter((name) => name.endsWith('.hbs')).sort();
  return {
    packages: templates.packages,
    files: templateNames.map((name) => [toPosix(name), regularFileDigest(path.join(templates.folder, name))]),
  };
};

/** To read a pipe may take for ever; it is refused where the file itself is read. */
const regularFileDigest = (file: string): string | null =>
  statSync(file, { throwIfNoEntry: false })?.isFile() === true ? fileDigest(file) : null;

const namesIn = (folder: string): readonly string[] | null => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return null;
  }
};

const fileDigest = (file: string): string | null => {
  try {
    return hash('sha256', readFileSync(file));
  } catch {
    return null;
  }
};

const valuesOf = (node: Node): unknown => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(valuesOf);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, valuesOf(entry.value)]));
};

const relativeTo = (folder: string, file: string): string => toPosix(path.relative(folder, file));

const toPosix = (file: string): string => file.split(path.sep).join('/');

/** JSON with sorted keys: one text for one meaning. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
