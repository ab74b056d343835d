import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import {
  compileEmitted,
  formatEmitted,
  inCache,
  lintEmitted,
  MODULE_KINDS,
  TYPESCRIPT_VERSIONS,
} from '../support/emitted.js';

const GOOD = {
  'index.ts': "export { double } from './runtime/double.js';\n",
  'runtime/double.ts': 'export function double(count: number): number {\n  return count * 2;\n}\n',
};

async function withFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<T>): Promise<T> {
  return inCache(async (folder) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return use(folder);
  });
}

suite('the harness for emitted folders', () => {
  for (const typescript of TYPESCRIPT_VERSIONS) {
    for (const module of MODULE_KINDS) {
      test(`TypeScript ${typescript}, ${module}: sees broken strict flags and nothing else`, async () => {
        const app =
          "import { double } from './guards/index.js';\nimport { exportJWK } from 'jose';\nimport { WebSocket } from 'ws';\n";
        const uses = `${app}export const used = [double(2), exportJWK, WebSocket];\n`;
        const broken = [
          'const unused = 1;',
          'export const first = (list: string[]): string => list[0];',
          'export const field = (record: Record<string, string>): string | undefined => record.field;',
          'export const optional: { field?: string } = { field: undefined };',
          'export class Base { go(): void {} }\nexport class Derived extends Base { go(): void {} }',
          'export const implicit = (value) => value;',
        ];
        const files = Object.fromEntries(
          broken.map((text, at) => [`broken-${String(at)}.ts`, `${text}\nexport {};\n`]),
        );
        const options = { typescript, module, extraFiles: { 'app.ts': uses } };
        const said = await withFolder({ ...GOOD, ...files }, (folder) => compileEmitted(folder, options));
        const lines = said.split('\n').filter((line) => !line.startsWith(' '));
        const accused = lines.map((line) => /^guards\/(broken-\d\.ts)\(/.exec(line)?.[1] ?? line);
        assert.deepEqual([...new Set(accused)].sort(), Object.keys(files));
      });
    }
  }

  test('lint sees what a comment would hide', async () => {
    assert.equal(await withFolder(GOOD, (folder) => lintEmitted(folder)), '');
    const bad = { ...GOOD, 'bad.ts': 'export const value: any = 1; // eslint-disable-line\n' };
    assert.match(await withFolder(bad, (folder) => lintEmitted(folder)), /guards\/bad\.ts:1:21 .*no-explicit-any/);
  });

  test('format names the files that prettier would change', async () => {
    assert.equal(await withFolder(GOOD, (folder) => formatEmitted(folder)), '');
    const bad = { ...GOOD, 'bad.ts': 'export const value = "1"\n' };
    assert.equal(await withFolder(bad, (folder) => formatEmitted(folder)), 'bad.ts is not formatted');
  });
});
