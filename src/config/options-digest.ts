import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Node } from '../document/node.js';
import type { Settings } from './settings.js';

/**
 * A digest of everything but the document that shapes the output: settings, access control and the team's templates.
 * Paths count relative to the output folder, so that every checkout of a repository gives the same digest.
 */
export const optionsDigest = async (settings: Settings): Promise<string> => {
  const { config, out, describes } = settings;
  const told = {
    ...config,
    // The document and the output folder shape nothing by their names; silence shapes only what is shown.
    document: null,
    out: null,
    silence: null,
    allowRefs: config.allowRefs?.map((origin) => (path.isAbsolute(origin) ? relativeTo(out, origin) : origin)),
    accessControl: await accessControlDigest(settings),
    templates: await templateDigests(settings),
    targets: config.targets ?? settings.packageTargets,
    describes,
  };
  return `sha256:${createHash('sha256').update(canonical(told)).digest('hex')}`;
};

const accessControlDigest = async ({ accessControl }: Settings): Promise<unknown> => {
  if (accessControl === null) return null;
  // A file that is named and missing is not the same as none.
  return 'node' in accessControl ? valuesOf(accessControl.node) : { file: await fileDigest(accessControl.file) };
};

const templateDigests = async ({ templates }: Settings): Promise<unknown> => {
  if (templates === null) return null;
  const names = await readdir(templates.folder, { recursive: true }).catch(() => null);
  if (names === null) return 'missing';
  const templateNames = names.filter((name) => name.endsWith('.hbs')).sort();
  const digests = await Promise.all(templateNames.map((name) => fileDigest(path.join(templates.folder, name))));
  return { packages: templates.packages, files: templateNames.map((name, index) => [toPosix(name), digests[index]]) };
};

const fileDigest = async (file: string): Promise<string | null> => {
  const bytes = await readFile(file).catch(() => null);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
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
