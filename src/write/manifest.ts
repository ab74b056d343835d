import { hash } from 'node:crypto';
import path from 'node:path';

import type { Diagnostic, Place } from '../diagnostics/index.js';
// Past the folder's index: `generate` reads this before it knows whether anything changed.
import { isLocalFile } from '../diagnostics/local-file.js';
import type { RenderedFile } from '../plan/plan.js';

/** Name of the manifest in the output folder. */
export const MANIFEST = 'asyncapi-guards.json';

/** What a generation was made from. Written last: a folder without it is no complete output. */
export interface Stamp {
  /** `asyncapi-guards/<version>`. */
  readonly tool: string;
  /** Digest of the tool's own templates and runtime. */
  readonly emits: string;
  readonly document: {
    readonly digest: string;
    /** Absolute path -> text, the entry file first. */
    readonly files: ReadonlyMap<string, string>;
  };
  readonly options: string;
  /** Bytes by absolute path of the files in which a preset was found. */
  readonly presets: ReadonlyMap<string, Uint8Array>;
  /** How many operations the emitted guards decide. */
  readonly guarded: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The manifest as it is written. Every path in it is relative to the output folder. */
export interface Manifest {
  readonly contract: 1;
  readonly tool: string;
  readonly emits: string;
  readonly document: { readonly digest: string; readonly files: Readonly<Record<string, string>> };
  readonly options: string;
  /** Digests of the files of a preset, where one was named. */
  readonly presets?: Readonly<Record<string, string>>;
  readonly guarded: number;
  readonly files: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The digest that the manifest keeps of a file. */
export const digestOf = (content: string | Uint8Array): string => `sha256:${hash('sha256', content)}`;

/** Prints the manifest of a set of files as one of its files. */
export const manifestFile = (files: readonly RenderedFile[], stamp: Stamp, out: string): RenderedFile => {
  const manifest: Manifest = {
    contract: 1,
    tool: stamp.tool,
    emits: stamp.emits,
    document: {
      digest: stamp.document.digest,
      files: Object.fromEntries(
        [...stamp.document.files].map(([file, text]) => [relativeTo(out, file), digestOf(text)]),
      ),
    },
    options: stamp.options,
    ...(stamp.presets.size === 0 ? {} : { presets: presetDigests(stamp, out) }),
    guarded: stamp.guarded,
    files: Object.fromEntries(inOrder(files).map((file) => [file.path, digestOf(file.text)])),
    diagnostics: stamp.diagnostics.map((diagnostic) => moved(diagnostic, (file) => relativeTo(out, file))),
  };
  return { path: MANIFEST, text: `${JSON.stringify(manifest, null, 2)}\n` };
};

/** Digests of a preset's files, by their paths from the output folder. */
export const presetDigests = ({ presets }: Stamp, out: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...presets].map(([file, bytes]) => [relativeTo(out, file), digestOf(bytes)]));

/** The manifest's diagnostics with absolute paths, as they were reported. */
export const replayed = (manifest: Manifest, out: string): readonly Diagnostic[] =>
  manifest.diagnostics.map((diagnostic) => moved(diagnostic, (file) => absoluteIn(out, file)));

/** Absolute path of a file that a manifest names. */
export const absoluteIn = (out: string, file: string): string => (isLocalFile(file) ? path.resolve(out, file) : file);

const relativeTo = (out: string, file: string): string =>
  isLocalFile(file) ? path.relative(out, file).split(path.sep).join('/') : file;

const moved = (diagnostic: Diagnostic, move: (file: string) => string): Diagnostic => {
  const movePlace = (place: Place): Place => ({ ...place, file: move(place.file) });
  return {
    ...diagnostic,
    ...(diagnostic.at === undefined ? {} : { at: movePlace(diagnostic.at) }),
    ...(diagnostic.also === undefined ? {} : { also: diagnostic.also.map(movePlace) }),
  };
};

const inOrder = (files: readonly RenderedFile[]): readonly RenderedFile[] =>
  [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
