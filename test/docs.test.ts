import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { diagnosticsPage } from '../docs/diagnostics-page.js';
import { CATALOGUE } from '../src/diagnostics/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): Promise<string> => readFile(`${ROOT}${file}`, 'utf8');

test('docs/diagnostics.md is current', async () => {
  assert.equal(
    await read('docs/diagnostics.md'),
    diagnosticsPage(),
    'print it again: node --import tsx docs/print-diagnostics.ts > docs/diagnostics.md',
  );
});

test('each code has a heading of its own, which is what help links name', () => {
  const headings = [...diagnosticsPage().matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  assert.deepEqual([...headings].sort(), Object.keys(CATALOGUE).sort());
});

const textOf = async (folder: string, without: string): Promise<string> => {
  const names = await readdir(`${ROOT}${folder}`, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !name.includes(without));
  return (await Promise.all(files.map((name) => read(`${folder}/${name}`)))).join('\n');
};

test('each code is raised somewhere, and named by a test', async () => {
  const [source, tests] = await Promise.all([textOf('src', 'catalogue'), textOf('test', 'fixtures')]);
  const codes = Object.keys(CATALOGUE);
  assert.deepEqual(
    codes.filter((code) => !source.includes(`'${code}'`)),
    [],
    'raised by nothing',
  );
  assert.deepEqual(
    codes.filter((code) => !tests.includes(code)),
    [],
    'in no test',
  );
});
