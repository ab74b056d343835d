import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { hasErrors, report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import { confinement, type Confinement } from './confinement.js';
import { LIMITS } from './limits.js';
import { meantScheme } from './meant-scheme.js';
import type { Node } from './node.js';
import { BYTE_EXCESS, limitExceeded, parseYaml } from './parse-yaml.js';
import { pointerSegments, relativeName } from './pointer.js';
import { readBytes } from './read-bytes.js';
import { parseReference } from './reference.js';
import { addCircular, addUnresolved, Problems } from './reference-problems.js';
import { findReferences, type FoundReference } from './references.js';
import { lookup } from './resolve.js';
import type { ReadDocument, SourceFile } from './source-file.js';

/** Which document to read. */
export interface DocumentSource {
  /** Absolute, or `-` for standard input. */
  readonly path: string;
  /** The text of standard input. */
  readonly text?: string;
  readonly cwd: string;
}

export interface ReadOptions {
  /** Folders, from the working directory, that references may reach beside the document's own. */
  readonly allowRefs: readonly string[];
}

/** Reads a document and every file that its references reach, and checks these references. */
export const readDocument = async (source: DocumentSource, options: ReadOptions): Promise<Outcome<ReadDocument>> => {
  const reading = new Reading(source, options);
  return reading.outcome();
};

class Reading {
  readonly #files = new Map<string, SourceFile>();
  readonly #bytes = new Map<string, Buffer>();
  /** Files that have been tried, with the reason why there is none. */
  readonly #tried = new Map<string, string | null>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #problems = new Problems();
  readonly #confinement: Confinement;
  readonly #source: DocumentSource;
  readonly #folder: string;
  #size = 0;

  constructor(source: DocumentSource, options: ReadOptions) {
    this.#source = source;
    this.#folder = source.path === '-' ? source.cwd : dirname(source.path);
    this.#confinement = confinement(this.#folder, options.allowRefs, source.cwd);
  }

  async outcome(): Promise<Outcome<ReadDocument>> {
    const entry = await this.#entry();
    if (entry === undefined) return { diagnostics: this.#diagnostics };
    const read = { entry: entry.path, folder: this.#folder, files: this.#files };
    const found = await this.#follow(entry.root);
    addUnresolved(this.#problems, read, entry.path, found);
    addCircular(this.#problems, read, found);
    const diagnostics = [...this.#diagnostics, ...this.#problems.diagnostics()];
    if (diagnostics.some((diagnostic) => diagnostic.at?.file === entry.path && hidesSecurity(diagnostic)))
      return { diagnostics };
    const circular = diagnostics.some(({ code }) => code === 'ref-circular');
    return { value: { ...read, circular, digest: this.#digest() }, diagnostics };
  }

  async #entry(): Promise<SourceFile | undefined> {
    const { path, text } = this.#source;
    const at: Place = {
      file: path,
      pointer: '',
      range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    };
    const read = path === '-' ? { bytes: Buffer.from(text ?? '') } : await readBytes(path, LIMITS.bytes, true);
    if ('bytes' in read) return this.#parse(path, read.bytes);
    this.#diagnostics.push(
      'tooLarge' in read
        ? limitExceeded(path, BYTE_EXCESS)
        : report('document-unreadable', at, {
            message: `The document cannot be read: ${read.reason}.`,
            fix: 'Name an existing YAML or JSON file that this user may read, or - for standard input.',
          }),
    );
    return undefined;
  }

  #parse(path: string, bytes: Buffer): SourceFile | undefined {
    this.#size += bytes.length;
    this.#bytes.set(path, bytes);
    if (this.#size > LIMITS.bytes) {
      this.#diagnostics.push(limitExceeded(path, this.#size === bytes.length ? BYTE_EXCESS : `with it, ${ALL_FILES}`));
      return undefined;
    }
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
      this.#diagnostics.push(
        report(
          'document-binary',
          { file: path, pointer: '', range },
          { message: 'This file is not UTF-8 text.', fix: 'Name a YAML or JSON file, and save it as UTF-8.' },
        ),
      );
      return undefined;
    }
    const parsed = parseYaml(path, text);
    this.#diagnostics.push(...parsed.diagnostics);
    if (parsed.value === undefined) return undefined;
    // Of the entry, duplicate keys are judged one by one; of another file nobody knows which part states a requirement.
    if (path !== this.#source.path && hasErrors(parsed.diagnostics)) return undefined;
    const file: SourceFile = { path, text, root: parsed.value };
    this.#files.set(path, file);
    return file;
  }

  /** Walks every reference that the root reaches, reading files on the way. */
  async #follow(root: Node): Promise<readonly FoundReference[]> {
    const seen = new Set<Node>();
    const all = new Set<FoundReference>();
    let waiting = findReferences(root, seen);
    while (waiting.length > 0) {
      const unsettled: FoundReference[] = [];
      const next: FoundReference[] = [];
      const filesBefore = this.#files.size;
      for (const reference of waiting) {
        if (!all.has(reference) && (await this.#reach(reference))) all.add(reference);
        const target = lookup({ folder: this.#folder, files: this.#files }, reference.at.file, reference.text);
        if (target.kind === 'found') {
          next.push(...findReferences(target.spot.node, seen));
          continue;
        }
        unsettled.push(reference);
        if (target.kind === 'unknown' && target.through) next.push(...findReferences(target.through.node, seen));
      }
      // A pointer may lead through a reference whose file is read later in the same round: those are tried again.
      waiting = next.length === 0 && this.#files.size === filesBefore ? [] : [...next, ...unsettled];
    }
    return [...all];
  }

  /** Reads the file that a reference names; false where it may not or cannot be read, which is reported. */
  async #reach({ text, at }: FoundReference): Promise<boolean> {
    const reference = parseReference(text, at.file, this.#folder);
    if (reference.kind === 'network') {
      this.#problems.add(text, 'ref-network', at, {
        message: `The $ref "${text}" names the network, and nothing is fetched while generating.`,
        fix: 'Save the file beside the document and point the $ref at it; fetching, even from an allowed origin, is not available yet.',
      });
      return false;
    }
    if (reference.kind === 'absolute') {
      this.#problems.add(text, 'ref-outside', at, {
        message: `The $ref "${text}" is an absolute or system-specific path.`,
        fix: this.#meantScheme(text, at) ?? 'Write a path relative to this file, with / between its parts.',
      });
      return false;
    }
    const { file } = reference;
    if (file === this.#source.path) return true;
    if (!this.#tried.has(file)) {
      // Marked first, so that a file is tried once whatever becomes of it.
      this.#tried.set(file, null);
      this.#tried.set(file, await this.#load(file));
    }
    const reason = this.#tried.get(file) ?? null;
    if (reason === null) return true;
    const name = relativeName(this.#folder, file);
    if (reason === OUTSIDE) {
      this.#problems.add(file, 'ref-outside', at, {
        message: `The $ref "${text}" leads to a file outside the document's folder.`,
        fix: `Move the file into the folder, or allow its folder by name with --allow-ref.`,
      });
    } else {
      this.#problems.add(file, 'ref-unreadable', at, {
        message: `The $ref "${text}" names ${name}, which cannot be read: ${reason}.`,
        fix:
          this.#meantScheme(text, at) ??
          'Correct the path, which counts from the file that holds the $ref, or add the file.',
      });
    }
    return false;
  }

  #meantScheme(text: string, at: Place): string | null {
    const entry = this.#files.get(this.#source.path);
    return entry === undefined ? null : meantScheme(text, at, entry.root);
  }

  /** Why the file cannot be had, or null; a mistake inside it is reported there. */
  async #load(file: string): Promise<string | null> {
    if (!(await this.#confinement.permits(file))) return OUTSIDE;
    const read = await readBytes(file, LIMITS.bytes, false);
    if ('bytes' in read) this.#parse(file, read.bytes);
    else if ('reason' in read) return read.reason;
    else this.#diagnostics.push(limitExceeded(file, BYTE_EXCESS));
    return null;
  }

  #digest(): string {
    const hash = createHash('sha256');
    const named = Array.from(this.#bytes, ([path, bytes]) => ({
      name: path === '-' ? '-' : relativeName(this.#folder, path),
      bytes,
    }));
    for (const { name, bytes } of named.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      hash.update(JSON.stringify([name, bytes.length])).update(bytes);
    }
    return `sha256:${hash.digest('hex')}`;
  }
}

const OUTSIDE = 'outside';
const ALL_FILES = `all files of the document together exceed ${String(LIMITS.bytes / 1024 / 1024)} MiB`;

/** Parts of a document that state no requirement. */
const HARMLESS_ROOTS: ReadonlySet<string> = new Set(['info', 'tags', 'externalDocs']);
const HARMLESS_COMPONENTS: ReadonlySet<string> = new Set([
  'schemas',
  'messages',
  'messageTraits',
  'correlationIds',
  'tags',
  'externalDocs',
]);

/** A key written twice leaves a requirement unknown unless it lies inside a part that states none. */
const hidesSecurity = ({ code, at }: Diagnostic): boolean => {
  if (code !== 'key-duplicate') return false;
  const [root = '', second = '', ...rest] = pointerSegments(at?.pointer ?? '');
  if (HARMLESS_ROOTS.has(root) && second !== '') return false;
  return !(root === 'components' && HARMLESS_COMPONENTS.has(second) && rest.length > 0);
};
