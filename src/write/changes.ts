import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { RenderedFile } from '../plan/plan.js';
import { digestOf, MANIFEST, type Manifest } from './manifest.js';
import { checkPath } from './output-path.js';
import { startOf } from './places.js';

/** What happens to one file of the output folder. */
export interface FileReport {
  /** Relative to the output folder. */
  readonly path: string;
  readonly status: 'created' | 'changed' | 'unchanged' | 'removed';
  /** Of the new text; of the removed one where there is none. */
  readonly sha256: string;
}

/** One file and what is to be done with it. */
export interface Change {
  readonly report: FileReport;
  /** Null: the file goes. */
  readonly text: string | null;
}

/** Compares the new files with the folder. Refuses what would lose a change of somebody's. */
export const planChanges = async (
  files: readonly RenderedFile[],
  out: string,
  manifest: Manifest | null,
  force: boolean,
): Promise<Outcome<readonly Change[]>> => {
  const listed = manifest?.files ?? {};
  const planned = new Set(files.map((file) => file.path));
  const gone = Object.keys(listed).filter((file) => !planned.has(file));
  const outcomes = await Promise.all([
    ...files.map((file) => writing(file, out, ownDigest(listed, file.path), force)),
    ...gone.map((file) => removing(file, out, ownDigest(listed, file), force)),
  ]);
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);
  if (diagnostics.length > 0) return { diagnostics };
  return { value: outcomes.flatMap((outcome) => outcome.value ?? []), diagnostics };
};

const ownDigest = (listed: Readonly<Record<string, string>>, file: string): string | undefined =>
  Object.hasOwn(listed, file) ? listed[file] : undefined;

const writing = async (
  { path: file, text }: RenderedFile,
  out: string,
  digest: string | undefined,
  force: boolean,
): Promise<Outcome<readonly Change[]>> => {
  const problems = await checkPath(out, file);
  if (problems.length > 0) return { diagnostics: problems };
  const there = await readFile(path.join(out, file)).catch(() => undefined);
  const sha256 = digestOf(text);
  const change = (status: FileReport['status']): Outcome<readonly Change[]> => ({
    value: [{ report: { path: file, status, sha256 }, text }],
    diagnostics: [],
  });
  if (there === undefined) return change('created');
  if (there.equals(Buffer.from(text))) return change('unchanged');
  // The manifest lists no digest of itself; that it could be read is proof enough that it is ours.
  if (file === MANIFEST) return change('changed');
  if (digest === undefined) return { diagnostics: [foreign(out, file)] };
  return digest === digestOf(there) || force ? change('changed') : { diagnostics: [edited(out, file)] };
};

const removing = async (
  file: string,
  out: string,
  digest: string | undefined,
  force: boolean,
): Promise<Outcome<readonly Change[]>> => {
  const problems = await checkPath(out, file);
  if (problems.length > 0) return { diagnostics: problems };
  const there = await readFile(path.join(out, file)).catch(() => undefined);
  if (there === undefined) return { value: [], diagnostics: [] };
  const sha256 = digestOf(there);
  if (digest !== sha256 && !force) return { diagnostics: [edited(out, file)] };
  return { value: [{ report: { path: file, status: 'removed', sha256 }, text: null }], diagnostics: [] };
};

const edited = (out: string, file: string): Diagnostic =>
  report('output-edited', startOf(path.join(out, file)), {
    message: `${file} was edited after it was generated.`,
    fix: 'Move the change into a template or into your own code, or give --force to lose it.',
  });

const foreign = (out: string, file: string): Diagnostic =>
  report('output-foreign', startOf(path.join(out, file)), {
    message: `${file} exists, and the manifest does not list it.`,
    fix: 'Move the file away, or choose another folder with --out.',
  });
