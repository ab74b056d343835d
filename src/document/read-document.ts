import type { Diagnostic, Outcome } from '../diagnostics/index.js';
import { PARSER_LIMITS } from './limits.js';
import { addCircular, addUnresolved, addWrittenOut, Problems } from './reference-problems.js';
import { pointerSegments } from './pointer.js';
import { readReferenced } from './read-referenced.js';
import { writtenOutSize } from './reference-size.js';
import { SourceFiles, type DocumentSource, type ReadOptions } from './source-files.js';
import type { ReadDocument } from './source-file.js';

/** Reads a document and every file that its references reach, and checks these references. */
export const readDocument = async (source: DocumentSource, options: ReadOptions): Promise<Outcome<ReadDocument>> => {
  const sources = new SourceFiles(source, options);
  const entry = await sources.entry();
  if (entry === undefined) return { diagnostics: sources.diagnostics };
  const problems = new Problems();
  const found = await readReferenced(sources, entry, problems);
  const read = { entry: entry.path, folder: sources.folder, files: sources.files };
  addUnresolved(problems, read, entry.path, found);
  addCircular(problems, read, found);
  const { all, outline } =
    found.length > 0 ? writtenOutSize(read, entry.root) : { all: sources.writtenOut, outline: 0 };
  const multiplied = addWrittenOut(problems, { all, outline }, entry.root);
  const diagnostics = [...sources.diagnostics, ...problems.diagnostics()];
  if (multiplied || diagnostics.some((diagnostic) => diagnostic.at?.file === entry.path && hidesSecurity(diagnostic)))
    return { diagnostics };
  const large = all > PARSER_LIMITS.writtenOut || sources.mostKeys > PARSER_LIMITS.keys;
  const forParser = isBroken(diagnostics) ? 'broken' : large ? 'large' : 'fit';
  return { value: { ...read, forParser, digest: sources.digest() }, diagnostics };
};

/** Of so many broken references the parser takes minutes to say what is said already. */
const BROKEN = 1000;

const isBroken = (told: readonly Diagnostic[]): boolean =>
  told.some(({ code }) => code === 'ref-circular' || code === 'document-limit') ||
  told.flatMap(({ at, also = [] }) => [at, ...also]).length > BROKEN;

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
