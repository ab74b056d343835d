import { mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Change } from './changes.js';
import { makeFolders } from './make-folders.js';

/**
 * Brings the changes into the folder, all or none: texts are staged in a folder beside it, then renamed into place one by
 * one in the order given. What they replace is kept in the stage until all have arrived, and comes back if one does not.
 */
export const applyChanges = async (changes: readonly Change[], out: string): Promise<void> => {
  const parent = path.dirname(out);
  await makeFolders(parent);
  const stage = await mkdtemp(path.join(parent, `${path.basename(out)}.asyncapi-guards-`));
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { report, text } of changes) {
      if (text !== null) await writeAt(path.join(stage, 'new', report.path), text);
    }
    for (const change of changes) await applyChange(change, out, stage, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  await removeEmptyFolders(changes, out);
};

const applyChange = async (
  { report, text }: Change,
  out: string,
  stage: string,
  undo: (() => Promise<void>)[],
): Promise<void> => {
  const place = path.join(out, report.path);
  const folder = await makeFolders(path.dirname(place));
  if (folder !== undefined) undo.push(() => rm(folder, { recursive: true, force: true }));
  if (report.status !== 'created') {
    const kept = path.join(stage, 'old', report.path);
    await makeFolders(path.dirname(kept));
    await rename(place, kept);
    undo.push(() => rename(kept, place));
  }
  if (text === null) return;
  await rename(path.join(stage, 'new', report.path), place);
  undo.push(() => rm(place, { force: true }));
};

const writeAt = async (file: string, text: string): Promise<void> => {
  await makeFolders(path.dirname(file));
  await writeFile(file, text);
};

const removeEmptyFolders = async (changes: readonly Change[], out: string): Promise<void> => {
  for (const { report } of changes) {
    if (report.status !== 'removed') continue;
    for (let folder = path.dirname(report.path); folder !== '.'; folder = path.dirname(folder)) {
      // A folder that still holds something stays, and so do those above it.
      const emptied = await rmdir(path.join(out, folder)).then(
        () => true,
        () => false,
      );
      if (!emptied) break;
    }
  }
};
