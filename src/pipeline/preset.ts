import { readNamedPreset, type FoundPreset, type Settings } from '../config/index.js';
import type { Outcome } from '../diagnostics/index.js';
import { relativeName, type DocumentFacts, type Node } from '../document/index.js';
import { PRESETS, type NamedPreset } from '../model/index.js';

/** Finds the preset that the document or the team's file names, unless it is one of the tool's own. */
export const presetOf = async (
  { accessControl }: DocumentFacts,
  accessControlFile: Node | null,
  settings: Settings,
): Promise<Outcome<FoundPreset | null>> => {
  const named = [accessControl, accessControlFile].flatMap((node) => {
    const value = node?.kind === 'map' ? node.entries.get('preset')?.value : undefined;
    const isOwn = PRESETS.some(({ name }) => value?.kind === 'scalar' && value.value === name);
    return value === undefined || isOwn ? [] : [value];
  });
  return readNamedPreset(named, settings);
};

/** The same as the model is told of it. */
export const namedPreset = (found: FoundPreset | null | undefined, folder: string): NamedPreset => {
  if (found === undefined) return 'unreadable';
  return found === null ? 'undefined' : { root: found.root, file: relativeName(folder, found.file) };
};
