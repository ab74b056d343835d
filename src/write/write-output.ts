import { hasErrors, report, type Outcome } from '../diagnostics/index.js';
import type { RenderedFile } from '../plan/plan.js';
import { applyChanges } from './apply-changes.js';
import { planChanges, type FileReport } from './changes.js';
import { MANIFEST, manifestFile, type Stamp } from './manifest.js';
import { checkFolder } from './output-path.js';
import { startOf } from './places.js';
import { readManifest } from './read-manifest.js';

/** Where the output goes, and how. */
export interface OutputTarget {
  /** Absolute path of the folder. */
  readonly out: string;
  /** Overwrite and remove generated files even where they were edited. */
  readonly force: boolean;
  /** Report what would happen, and change nothing. */
  readonly dryRun: boolean;
}

/** Brings the files and their manifest into the folder, all or none. Files that the manifest does not list stay as they are. */
export const writeOutput = async (
  files: readonly RenderedFile[],
  target: OutputTarget,
  stamp: Stamp,
): Promise<Outcome<readonly FileReport[]>> => {
  const { out, force, dryRun } = target;
  const problems = await checkFolder(out);
  if (problems.length > 0) return { diagnostics: problems };
  const manifest = readManifest(out);
  if (manifest.value === undefined) return { diagnostics: manifest.diagnostics };
  const changes = await planChanges([...files, manifestFile(files, stamp, out)], out, manifest.value, force);
  if (changes.value === undefined || hasErrors(changes.diagnostics)) return { diagnostics: changes.diagnostics };
  const reports = changes.value.map((change) => change.report);
  const pending = changes.value.filter((change) => change.report.status !== 'unchanged');
  if (!dryRun && pending.length > 0) {
    // The manifest goes last: a run that is cut off before it leaves a folder that `check` calls not current.
    const last = pending.filter(({ report: { path } }) => path === MANIFEST);
    try {
      await applyChanges([...pending.filter((change) => !last.includes(change)), ...last], out);
    } catch (error) {
      return { diagnostics: [unwritable(out, error)] };
    }
  }
  return { value: [...reports].sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics: [] };
};

const unwritable = (out: string, error: unknown) =>
  report('output-unwritable', startOf(out), {
    message: `The output folder cannot be written: ${reasonOf(error)}. Nothing was changed.`,
    fix: 'Choose another folder with --out, or make this one writable.',
  });

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'a part of its path does not exist and cannot be made',
  EXDEV: 'it is a mount point of its own; give a folder inside it',
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (code || String(error));
};
