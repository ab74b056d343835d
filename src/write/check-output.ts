import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Outcome } from '../diagnostics/index.js';
import type { RenderedFile } from '../plan/plan.js';
import { digestOf, MANIFEST, manifestFile, presetDigests, type Manifest, type Stamp } from './manifest.js';
import { checkFolder, checkPath } from './output-path.js';
import { readManifest } from './read-manifest.js';

/** One file that is not what a generation would make it. */
export interface Drift {
  /** Relative to the output folder. */
  readonly path: string;
  readonly why: 'document' | 'edited' | 'missing' | 'extra' | 'tool' | 'options';
}

/** Compares the folder's bytes with the files as they would be generated now. */
export const checkOutput = async (
  files: readonly RenderedFile[],
  out: string,
  stamp: Stamp,
): Promise<Outcome<readonly Drift[]>> => {
  const problems = await checkFolder(out);
  if (problems.length > 0) return { diagnostics: problems };
  const read = readManifest(out);
  // A manifest that cannot be read explains nothing; the bytes are compared all the same, and it differs itself.
  const manifest = read.value ?? null;
  const wanted = [...files, manifestFile(files, stamp, out)];
  const diagnostics = (await Promise.all(wanted.map((file) => checkPath(out, file.path)))).flat();
  if (diagnostics.length > 0) return { diagnostics };
  const differing = await Promise.all(wanted.map((file) => driftOf(file, out, manifest, stamp)));
  const drift = [...differing.flat(), ...(await extras(wanted, out, manifest))];
  return {
    value: drift.sort((a, b) => (a.path < b.path ? -1 : 1)),
    diagnostics: read.diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'warning' as const })),
  };
};

const driftOf = async (
  file: RenderedFile,
  out: string,
  manifest: Manifest | null,
  stamp: Stamp,
): Promise<readonly Drift[]> => {
  const there = await readFile(path.join(out, file.path)).catch(() => undefined);
  if (there === undefined) return [{ path: file.path, why: 'missing' }];
  if (there.equals(Buffer.from(file.text))) return [];
  const listed = manifest?.files ?? {};
  const asGenerated =
    file.path === MANIFEST
      ? manifest !== null
      : Object.hasOwn(listed, file.path) && listed[file.path] === digestOf(there);
  return [{ path: file.path, why: asGenerated ? staleness(manifest, stamp, out) : 'edited' }];
};

/** Why a file that nobody edited is no longer what would be generated. */
const staleness = (manifest: Manifest | null, stamp: Stamp, out: string): Drift['why'] => {
  if (manifest === null) return 'edited';
  if (manifest.document.digest !== stamp.document.digest) return 'document';
  if (manifest.options !== stamp.options || !isDeepStrictEqual(manifest.presets ?? {}, presetDigests(stamp, out)))
    return 'options';
  if (manifest.tool !== stamp.tool || manifest.emits !== stamp.emits) return 'tool';
  return 'edited';
};

/**
 * Files that a generation would not leave: those that only an older manifest lists, and modules, since `guard.js` beside
 * a generated `guard.ts` is what many loaders take for it. Other files, such as a README, are nobody's concern.
 */
const extras = async (
  wanted: readonly RenderedFile[],
  out: string,
  manifest: Manifest | null,
): Promise<readonly Drift[]> => {
  const planned = new Set(wanted.map((file) => file.path));
  const listed = new Set(Object.keys(manifest?.files ?? {}));
  const entries = await readdir(out, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !planned.has(file) && (listed.has(file) || /\.(?:[cm]?[jt]s|[jt]sx)$/u.test(file)))
    .map((file) => ({ path: file, why: 'extra' }));
};
