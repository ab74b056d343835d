import { meantScheme, isInSecurity } from './meant-scheme.js';
import { LIMITS } from './limits.js';
import type { Node } from './node.js';
import { relativeName } from './pointer.js';
import { parseReference } from './reference.js';
import type { Problems, Told } from './reference-problems.js';
import { findReferences, type FoundReference } from './references.js';
import { lookup } from './resolve.js';
import type { Absence, SourceFiles } from './source-files.js';
import type { SourceFile } from './source-file.js';

/** Walks every reference that the root reaches, reading files on the way; what may not or cannot be read is reported. */
export const readReferenced = async (
  sources: SourceFiles,
  entry: SourceFile,
  problems: Problems,
): Promise<readonly FoundReference[]> => {
  const seen = new Set<Node>();
  const all = new Set<FoundReference>();
  let waiting = findReferences(entry.root, seen);
  // A pointer may lead through a reference whose file is read later: those are tried again.
  const unsettled = new Set<FoundReference>();
  let filesBefore = 0;
  while (waiting.length > 0) {
    const next: FoundReference[] = [];
    for (const reference of waiting) {
      if (!all.has(reference) && (await reach(sources, entry, problems, reference))) all.add(reference);
      if (!all.has(reference)) continue;
      const target = lookup(sources, reference.at.file, reference.text);
      const through = target.kind === 'unknown' ? target.through : undefined;
      if (through === undefined) unsettled.delete(reference);
      else unsettled.add(reference);
      const spot = target.kind === 'found' ? target.spot : through;
      for (const found of spot === undefined ? [] : findReferences(spot.node, seen)) next.push(found);
    }
    waiting = next.length > 0 || sources.files.size === filesBefore ? next : [...unsettled];
    if (next.length === 0) filesBefore = sources.files.size;
  }
  return [...all];
};

/** Whether what a reference names can be looked up; why not is reported. */
const reach = async (
  sources: SourceFiles,
  entry: SourceFile,
  problems: Problems,
  { text, at }: FoundReference,
): Promise<boolean> => {
  const reference = parseReference(text, at.file, sources.folder);
  const meant = (): string | null => meantScheme(text, at, entry.root);
  switch (reference.kind) {
    case 'network':
      problems.add(text, 'ref-network', at, {
        message: `The $ref "${text}" names the network.`,
        fix: SAVE_IT,
      });
      return false;
    case 'absolute':
      problems.add(text, 'ref-outside', at, () => ({
        message: `The $ref "${text}" is an absolute or system-specific path.`,
        fix: meant() ?? 'Write a path relative to this file, with / between its parts.',
      }));
      return false;
    case 'anchor':
      problems.add(text, isInSecurity(at) ? 'scheme-undefined' : 'ref-unresolved', at, () => ({
        message: `The $ref "${text}" leads nowhere: what follows # must begin with a /.`,
        fix: meant() ?? `Write the way from the root of the file: '${text.replace('#', '#/')}'.`,
      }));
      return false;
    case 'file': {
      const absence = await sources.absence(reference.file);
      if (absence === null) return true;
      const [code, told] = absent(absence, text, reference.file, sources.folder);
      const fix = code === 'ref-unreadable' ? meant() : null;
      problems.add(code === 'document-limit' ? '' : reference.file, code, at, fix === null ? told : { ...told, fix });
      return false;
    }
  }
};

const SAVE_IT = 'Save the file beside the document and point the $ref at it.';

const absent = (
  absence: Absence,
  text: string,
  file: string,
  folder: string,
): readonly [code: 'ref-outside' | 'ref-network' | 'ref-unreadable' | 'document-limit', told: Told] => {
  switch (absence) {
    case 'outside':
      return [
        'ref-outside',
        {
          message: `The $ref "${text}" leads to a file outside the document's folder.`,
          fix: `Move the file into the folder, or allow its folder by name with --allow-ref.`,
        },
      ];
    case 'network':
      return [
        'ref-network',
        {
          message: `The $ref "${text}" names the network, and nothing is fetched whose origin was not allowed by name.`,
          fix: `${SAVE_IT} Or allow its origin: --allow-ref ${new URL(file).origin}`,
        },
      ];
    case 'offline':
      return [
        'ref-network',
        {
          message: `The $ref "${text}" names an origin that was allowed, and \`check\` is offline.`,
          fix: SAVE_IT,
        },
      ];
    case 'too-many':
      return [
        'document-limit',
        {
          message: `The $ref "${text}" names one file too many: a document may have ${String(LIMITS.files)}.`,
          fix: 'Put several definitions into one file.',
        },
      ];
    default:
      return [
        'ref-unreadable',
        {
          message: `The $ref "${text}" names ${relativeName(folder, file)}, which cannot be read: ${absence.reason}.`,
          fix: 'Correct the path, which counts from the file that holds the $ref, or add the file.',
        },
      ];
  }
};
