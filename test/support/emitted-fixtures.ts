import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateInMemory } from '../../src/commands/generated.js';
import { loadSettings } from '../../src/config/index.js';
import { hasErrors } from '../../src/diagnostics/index.js';
import type { RenderedFile } from '../../src/plan/index.js';

const FOLDER = fileURLToPath(new URL('../fixtures/emitted', import.meta.url));

/** The documents of `test/fixtures/emitted`, each with the configuration beside it. */
export const FIXTURES: readonly string[] = readdirSync(FOLDER).sort();

/** What a fixture's document gives, in memory. */
export function fixtureFiles(name: string): Promise<readonly RenderedFile[]> {
  return emittedBy(join(FOLDER, name));
}

/** What the document of a folder gives with the configuration beside it, in memory. */
export async function emittedBy(folder: string): Promise<readonly RenderedFile[]> {
  const settings = await loadSettings(folder, {});
  const [only, ...others] = settings.value ?? [];
  assert(only !== undefined && others.length === 0, JSON.stringify(settings.diagnostics));
  const made = await generateInMemory(only, undefined, 'generate');
  assert(!hasErrors(made.diagnostics) && made.value !== undefined, JSON.stringify(made.diagnostics, null, 2));
  return made.value.files;
}

/** Writes emitted files below a folder. */
export async function writeEmitted(folder: string, files: readonly RenderedFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
