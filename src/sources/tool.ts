import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the templates that come with the tool. */
export const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url));

/** Folder of the runtime's modules. They are published as source, since they are emitted as source. */
export const RUNTIME = fileURLToPath(new URL('../../src/runtime/', import.meta.url));

const readVersion = (): string => {
  const packageJson: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version: unknown =
    typeof packageJson === 'object' && packageJson !== null && 'version' in packageJson
      ? packageJson.version
      : undefined;
  return typeof version === 'string' ? version : '0.0.0';
};

/** Name and version of the tool, as its answers and manifests state it. */
export const TOOL = `asyncapi-guards/${readVersion()}`;

/** Files of a folder by their path in it, with `/` on every system, in order of name; none where it cannot be read. */
export const readFolder = (folder: string, extension: string): ReadonlyMap<string, string> => {
  // One after the other: for small files that takes a third of the time that reading them together does.
  const names = namesIn(folder, extension);
  return new Map(names.map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]));
};

/** Paths in a folder that end so, in order; none where it cannot be read. */
export const namesIn = (folder: string, extension: string): readonly string[] => {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith(extension)).sort();
  } catch {
    return [];
  }
};

/** A digest of what the tool emits apart from the plan: its templates and its runtime. */
export const emitsDigest = (): string => builtDigest() ?? readDigest();

/** What the build left: a package that is installed stands still, and reading all of it is a tenth of a quick run. */
const builtDigest = (): string | null => {
  try {
    return readFileSync(new URL('../emits-digest', import.meta.url), 'utf8');
  } catch {
    return null;
  }
};

const readDigest = (): string => {
  const folders = [readFolder(TEMPLATES, '.hbs'), readFolder(RUNTIME, '.ts')];
  const hash = createHash('sha256');
  for (const [name, text] of folders.flatMap((folder) => [...folder])) hash.update(`${name}\0${text}\0`);
  return `sha256:${hash.digest('hex')}`;
};
