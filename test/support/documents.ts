import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import { documentFacts, readDocument, type DocumentFacts, type ReadDocument } from '../../src/document/index.js';

/** The first lines of a document of a version. */
export const head = (version: string): string => `asyncapi: ${version}\ninfo: {title: Orders, version: 1.2.0}\n`;

/** A document read from a text, as from standard input. */
export const readText = async (
  text: string,
): Promise<{ read: ReadDocument | undefined; diagnostics: Diagnostic[] }> => {
  const { value, diagnostics } = await readDocument({ path: '-', text, cwd: '/nowhere' }, { allowRefs: [] });
  return { read: value, diagnostics: [...diagnostics] };
};

/** The facts of a text, and everything that was reported on the way. */
export const factsOf = async (
  text: string,
): Promise<{ facts: DocumentFacts | undefined; diagnostics: Diagnostic[] }> => {
  const { read, diagnostics } = await readText(text);
  if (read === undefined) return { facts: undefined, diagnostics };
  const outcome = documentFacts(read);
  return { facts: outcome.value, diagnostics: [...diagnostics, ...outcome.diagnostics] };
};

/** The facts of a text that has no mistake. */
export const soundFacts = async (text: string): Promise<DocumentFacts> => {
  const { facts, diagnostics } = await factsOf(text);
  assert.deepEqual(diagnostics, []);
  assert.ok(facts !== undefined);
  return facts;
};

/** Runs with a new folder that holds these files, and removes it. */
export const inFolder = async <T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  run: (folder: string) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'asyncapi-guards-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** `code pointer` of each diagnostic, in order. */
export const told = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, at }) => `${code} ${at?.pointer ?? '-'}`);
