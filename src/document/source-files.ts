import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { hasErrors, isLocalFile, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import { confinement, type Confinement } from './confinement.js';
import { decodeText } from './decode-text.js';
import { fetchBytes } from './fetch-bytes.js';
import { LIMITS } from './limits.js';
import { BYTE_EXCESS, limitExceeded, parseYaml } from './parse-yaml.js';
import { relativeName } from './pointer.js';
import { readBytes } from './read-bytes.js';
import type { SourceFile } from './source-file.js';
import { nothingSpent } from './yaml-limits.js';

/** What standard input gave, where it is the document. Bytes keep what a text would lose: an encoding that is none. */
export type StandardInput = string | Uint8Array;

/** Which document to read. */
export interface DocumentSource {
  /** Absolute, or `-` for standard input. */
  readonly path: string;
  readonly text?: StandardInput;
  readonly cwd: string;
  /** Where a file of the team's names it: what is wrong there where it cannot be read. */
  readonly namedAt?: Place;
}

export interface ReadOptions {
  /** Folders, from the working directory, and origins that references may reach beside the document's own folder. */
  readonly allowRefs: readonly string[];
  /** Nothing is fetched, not even from an allowed origin. */
  readonly offline?: boolean;
}

/** Why a file is not there: it may not be had, or cannot be. A mistake inside it is reported there, and is no such reason. */
export type Absence = 'outside' | 'network' | 'offline' | 'too-many' | { readonly reason: string };

/** Reads files within the limits, each once. */
export class SourceFiles {
  readonly files = new Map<string, SourceFile>();
  readonly diagnostics: Diagnostic[] = [];
  /** Against which references of the entry count. */
  readonly folder: string;
  readonly #source: DocumentSource;
  readonly #offline: boolean;
  readonly #confinement: Confinement;
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #absent = new Map<string, Absence | null>();
  readonly #spent = nothingSpent();
  #size = 0;

  constructor(source: DocumentSource, { allowRefs, offline = false }: ReadOptions) {
    this.#source = source;
    this.#offline = offline;
    this.folder = source.path === '-' ? source.cwd : dirname(source.path);
    this.#confinement = confinement(this.folder, allowRefs, source.cwd);
  }

  /** Reads the entry file; undefined where it cannot be, which is reported. */
  async entry(): Promise<SourceFile | undefined> {
    const { path, text, namedAt } = this.#source;
    const at: Place = {
      file: path,
      pointer: '',
      range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    };
    const read = path === '-' ? { bytes: Buffer.from(text ?? '') } : await readBytes(path, LIMITS.bytes, true);
    this.#absent.set(path, null);
    if ('bytes' in read) return this.#parse(path, read.bytes);
    this.diagnostics.push(
      'tooLarge' in read
        ? limitExceeded(path, BYTE_EXCESS)
        : report('document-unreadable', namedAt ?? at, {
            message: `The document${namedAt === undefined ? '' : ` ${basename(path)}`} cannot be read: ${read.reason}.`,
            fix: 'Name an existing YAML or JSON file that this user may read, or - for standard input.',
          }),
    );
    return undefined;
  }

  /** Reads a file that a reference names, unless that was tried before; why there is none, or null. */
  async absence(file: string): Promise<Absence | null> {
    const known = this.#absent.get(file);
    if (known !== undefined) return known;
    // Marked first, so that a file is tried once whatever becomes of it.
    this.#absent.set(file, null);
    const absence = await this.#load(file);
    this.#absent.set(file, absence);
    return absence;
  }

  /** How many nodes there are with every alias written out. */
  get writtenOut(): number {
    return this.#spent.nodes + this.#spent.aliasNodes;
  }

  /** How many keys the widest object has. */
  get mostKeys(): number {
    return this.#spent.keys;
  }

  /** `sha256:…` over the names and bytes of every file read. */
  digest(): string {
    const hash = createHash('sha256');
    const named = Array.from(this.#bytes, ([path, bytes]) => ({ name: relativeName(this.folder, path), bytes }));
    for (const { name, bytes } of named.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      hash.update(JSON.stringify([name, bytes.length])).update(bytes);
    }
    return `sha256:${hash.digest('hex')}`;
  }

  async #load(file: string): Promise<Absence | null> {
    const local = isLocalFile(file);
    if (local ? !(await this.#confinement.permits(file)) : !this.#confinement.permitsUrl(file)) {
      return local ? 'outside' : 'network';
    }
    if (!local && this.#offline) return 'offline';
    if (this.#bytes.size >= LIMITS.files) return 'too-many';
    // What is too much is told once; what comes on top of it is not looked at.
    if (this.diagnostics.some(({ code }) => code === 'document-limit')) return null;
    const permits = (url: string): boolean => this.#confinement.permitsUrl(url);
    const read = local
      ? await readBytes(file, LIMITS.bytes, false)
      : await fetchBytes(file, { limit: LIMITS.bytes, permits });
    if ('reason' in read) return read;
    if ('bytes' in read) this.#parse(file, read.bytes);
    else this.diagnostics.push(limitExceeded(file, BYTE_EXCESS));
    return null;
  }

  #parse(path: string, bytes: Uint8Array): SourceFile | undefined {
    this.#size += bytes.length;
    this.#bytes.set(path, bytes);
    if (this.#size > LIMITS.bytes) {
      this.diagnostics.push(limitExceeded(path, this.#size === bytes.length ? BYTE_EXCESS : `with it, ${ALL_FILES}`));
      return undefined;
    }
    const text = decodeText(path, bytes);
    this.diagnostics.push(...text.diagnostics);
    if (text.value === undefined) return undefined;
    const parsed = parseYaml(path, text.value, this.#spent);
    this.diagnostics.push(...parsed.diagnostics);
    if (parsed.value === undefined) return undefined;
    // Of the entry, duplicate keys are judged one by one; of another file nobody knows which part states a requirement.
    if (path !== this.#source.path && hasErrors(parsed.diagnostics)) return undefined;
    const file: SourceFile = { path, text: text.value, root: parsed.value };
    this.files.set(path, file);
    return file;
  }
}

const ALL_FILES = `all files of the document together exceed ${String(LIMITS.bytes / 1024 / 1024)} MiB`;
