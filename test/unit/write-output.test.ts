import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test, type TestContext } from 'node:test';

import { checkOutput, MANIFEST, readManifest, writeOutput, type Stamp } from '../../src/write/index.js';
import { snapshot, temporaryFolder, writeFiles } from '../support/folder.js';

const FILES = [
  { path: 'guards.ts', text: 'export const guards = 1;\n' },
  { path: 'runtime/index.ts', text: 'export {};\n' },
];

const stampOf = (folder: string, changes: Partial<Stamp> = {}): Stamp => ({
  tool: 'asyncapi-guards/0.0.0',
  emits: 'sha256:e',
  document: { digest: 'sha256:d', files: new Map([[path.join(folder, 'a.yaml'), 'asyncapi: 3.0.0\n']]) },
  options: 'sha256:o',
  presets: new Map(),
  guarded: 1,
  diagnostics: [],
  ...changes,
});

interface Output {
  readonly folder: string;
  readonly out: string;
  readonly write: (
    files?: typeof FILES,
    flags?: { readonly force?: boolean; readonly dryRun?: boolean },
  ) => Promise<{ readonly codes: readonly string[]; readonly statuses: Readonly<Record<string, string>> }>;
}

const outputIn = async (t: TestContext, name = 'guards'): Promise<Output> => {
  const folder = await temporaryFolder(t);
  const out = path.join(folder, name);
  return {
    folder,
    out,
    write: async (files = FILES, { force = false, dryRun = false } = {}) => {
      const { value = [], diagnostics } = await writeOutput(files, { out, force, dryRun }, stampOf(folder));
      return {
        codes: diagnostics.map((diagnostic) => diagnostic.code),
        statuses: Object.fromEntries(value.map((file) => [file.path, file.status])),
      };
    },
  };
};

test('a first run creates everything, a second changes nothing', async (t) => {
  const { folder, out, write } = await outputIn(t);
  const created = { [MANIFEST]: 'created', 'guards.ts': 'created', 'runtime/index.ts': 'created' };
  assert.deepEqual(await write(), { codes: [], statuses: created });
  const before = await snapshot(folder);
  assert.deepEqual(Object.keys(before), ['guards/asyncapi-guards.json', 'guards/guards.ts', 'guards/runtime/index.ts']);
  const { statuses } = await write();
  assert.deepEqual(new Set(Object.values(statuses)), new Set(['unchanged']));
  assert.deepEqual(await snapshot(folder), before);
  assert.equal(await readFile(path.join(out, 'guards.ts'), 'utf8'), FILES[0]?.text);
});

test('the manifest holds no absolute path and no time', async (t) => {
  const { folder, out, write } = await outputIn(t);
  await write();
  const text = await readFile(path.join(out, MANIFEST), 'utf8');
  assert.ok(!text.includes(folder));
  assert.match(text, /"\.\.\/a\.yaml": "sha256:/u);
  assert.doesNotMatch(text, /\d{4}-\d{2}-\d{2}/u);
});

test('files that are no longer planned go, and so do folders that they leave empty', async (t) => {
  const { out, write } = await outputIn(t);
  await write();
  await writeFiles(out, { 'README.md': 'ours' });
  const { statuses } = await write(FILES.slice(0, 1));
  assert.deepEqual(statuses, { [MANIFEST]: 'changed', 'guards.ts': 'unchanged', 'runtime/index.ts': 'removed' });
  assert.deepEqual(Object.keys(await snapshot(out)), ['README.md', MANIFEST, 'guards.ts']);
});

test('a dry run reports and writes nothing', async (t) => {
  const { folder, write } = await outputIn(t);
  const { statuses } = await write(FILES, { dryRun: true });
  assert.equal(statuses['guards.ts'], 'created');
  assert.deepEqual(await snapshot(folder), {});
});

const CHANGED = [{ path: 'guards.ts', text: 'export const guards = 2;\n' }];

interface Refusal {
  readonly name: string;
  readonly prepare: (output: Output) => Promise<void>;
  readonly files?: typeof FILES;
  readonly want: readonly string[];
}

const REFUSALS: readonly Refusal[] = [
  {
    name: 'an edited file that would change',
    prepare: ({ out }) => writeFiles(out, { 'guards.ts': '// mine\n' }),
    want: ['output-edited'],
  },
  {
    name: 'an edited file that would go',
    prepare: ({ out }) => writeFiles(out, { 'runtime/index.ts': '// mine\n' }),
    want: ['output-edited'],
  },
  {
    name: 'a file that the manifest does not list',
    prepare: ({ out }) => writeFiles(out, { 'kafka.ts': '// mine\n' }),
    files: [...CHANGED, { path: 'kafka.ts', text: '' }],
    want: ['output-foreign'],
  },
  {
    name: 'a symbolic link in place of a file',
    prepare: async ({ folder, out }) => {
      await writeFiles(folder, { 'elsewhere.ts': 'precious' });
      await rm(path.join(out, 'guards.ts'));
      await symlink(path.join(folder, 'elsewhere.ts'), path.join(out, 'guards.ts'));
    },
    want: ['output-symlink'],
  },
  {
    name: 'a symbolic link in place of a folder',
    prepare: async ({ folder, out }) => {
      await mkdir(path.join(folder, 'elsewhere'));
      await rm(path.join(out, 'runtime'), { recursive: true });
      await symlink(path.join(folder, 'elsewhere'), path.join(out, 'runtime'));
    },
    files: [...CHANGED, { path: 'runtime/index.ts', text: 'x' }],
    want: ['output-symlink'],
  },
  {
    name: 'a folder in place of a file',
    prepare: async ({ out }) => {
      await rm(path.join(out, 'guards.ts'));
      await mkdir(path.join(out, 'guards.ts'));
    },
    want: ['output-not-a-folder'],
  },
  {
    name: 'a file in place of a folder',
    prepare: async ({ out }) => {
      await rm(path.join(out, 'runtime'), { recursive: true });
      await writeFile(path.join(out, 'runtime'), '');
    },
    files: [...CHANGED, { path: 'runtime/index.ts', text: 'x' }],
    want: ['output-not-a-folder'],
  },
  {
    name: 'a path that leaves the folder',
    prepare: () => Promise.resolve(),
    files: [...CHANGED, { path: '../escaped.ts', text: 'x' }],
    want: ['output-path-invalid'],
  },
  {
    name: 'a manifest with a merge conflict',
    prepare: ({ out }) => writeFiles(out, { [MANIFEST]: '<<<<<<< HEAD\n{}\n' }),
    want: ['manifest-invalid'],
  },
  {
    name: 'a manifest that lists a file outside',
    prepare: async ({ out }) => {
      const text = await readFile(path.join(out, MANIFEST), 'utf8');
      await writeFile(path.join(out, MANIFEST), text.replace('"guards.ts"', '"../a.yaml"'));
    },
    want: ['manifest-invalid'],
  },
];

for (const { name, prepare, files = CHANGED, want } of REFUSALS) {
  test(`${name} is refused, and nothing changes`, async (t) => {
    const output = await outputIn(t);
    await output.write();
    await prepare(output);
    const before = await snapshot(output.folder);
    const { codes, statuses } = await output.write(files);
    assert.deepEqual(codes, want);
    assert.deepEqual(statuses, {});
    assert.deepEqual(await snapshot(output.folder), before);
  });
}

test('--force overwrites and removes edited files, and no others', async (t) => {
  const { out, write } = await outputIn(t);
  await write();
  await writeFiles(out, { 'guards.ts': '// mine\n', 'runtime/index.ts': '// mine\n', 'kafka.ts': '// mine\n' });
  const { codes } = await write([...CHANGED, { path: 'kafka.ts', text: '' }], { force: true });
  assert.deepEqual(codes, ['output-foreign']);
  const { statuses } = await write(CHANGED, { force: true });
  assert.deepEqual(statuses, { [MANIFEST]: 'changed', 'guards.ts': 'changed', 'runtime/index.ts': 'removed' });
  assert.equal((await snapshot(out))['kafka.ts'], '// mine\n');
});

test('an output folder that is a symbolic link is refused', async (t) => {
  const { folder, out, write } = await outputIn(t);
  await mkdir(path.join(folder, 'real'));
  await symlink(path.join(folder, 'real'), out);
  assert.deepEqual((await write()).codes, ['output-symlink']);
  assert.deepEqual(await snapshot(folder), {});
});

test('an output folder that is a file is refused', async (t) => {
  const { folder, write } = await outputIn(t);
  await writeFiles(folder, { guards: 'precious' });
  assert.deepEqual((await write()).codes, ['output-not-a-folder']);
  assert.deepEqual(await snapshot(folder), { guards: 'precious' });
});

for (const out of ['/proc/asyncapi-guards/out', '/dev/null/guards']) {
  test(`${out} cannot be written, and says so`, { skip: process.platform !== 'linux' }, async (t) => {
    const folder = await temporaryFolder(t);
    const { value, diagnostics } = await writeOutput(FILES, { out, force: false, dryRun: false }, stampOf(folder));
    assert.equal(value, undefined);
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      ['output-unwritable'],
    );
    assert.match(String(diagnostics[0]?.message), /Nothing was changed/u);
  });
}

test('a read-only folder keeps its files', { skip: process.getuid?.() === 0 }, async (t) => {
  const { out, write } = await outputIn(t);
  await write();
  const before = await snapshot(out);
  await chmod(out, 0o500);
  t.after(() => chmod(out, 0o700));
  assert.deepEqual((await write(CHANGED)).codes, ['output-unwritable']);
  assert.deepEqual(await snapshot(out), before);
});

interface DriftCase {
  readonly name: string;
  readonly prepare?: (out: string) => Promise<void>;
  readonly files?: typeof FILES;
  readonly stamp?: Partial<Stamp>;
  readonly want: Readonly<Record<string, string>>;
}

const DRIFTS: readonly DriftCase[] = [
  { name: 'a folder as it was generated', want: {} },
  {
    name: 'no folder',
    prepare: (out) => rm(out, { recursive: true }),
    want: { [MANIFEST]: 'missing', 'guards.ts': 'missing', 'runtime/index.ts': 'missing' },
  },
  {
    name: 'an edited file',
    prepare: (out) => writeFiles(out, { 'guards.ts': '// mine\n' }),
    want: { 'guards.ts': 'edited' },
  },
  { name: 'a missing file', prepare: (out) => rm(path.join(out, 'guards.ts')), want: { 'guards.ts': 'missing' } },
  {
    name: 'a module beside',
    prepare: (out) => writeFiles(out, { 'runtime/index.js': '' }),
    want: { 'runtime/index.js': 'extra' },
  },
  { name: 'a README beside', prepare: (out) => writeFiles(out, { 'README.md': '' }), want: {} },
  {
    name: 'a file that is no longer planned',
    files: FILES.slice(0, 1),
    want: { [MANIFEST]: 'edited', 'runtime/index.ts': 'extra' },
  },
  {
    name: 'another document',
    stamp: { document: { digest: 'sha256:new', files: new Map() } },
    files: CHANGED,
    want: { [MANIFEST]: 'document', 'guards.ts': 'document', 'runtime/index.ts': 'extra' },
  },
  { name: 'other options', stamp: { options: 'sha256:new' }, want: { [MANIFEST]: 'options' } },
  { name: 'another version of the tool', stamp: { tool: 'asyncapi-guards/9.9.9' }, want: { [MANIFEST]: 'tool' } },
];

for (const { name, prepare, files = FILES, stamp = {}, want } of DRIFTS) {
  test(`check tells ${name}`, async (t) => {
    const { folder, out, write } = await outputIn(t);
    await write();
    await prepare?.(out);
    const before = await snapshot(folder);
    const { value, diagnostics } = await checkOutput(files, out, stampOf(folder, stamp));
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(Object.fromEntries((value ?? []).map((drift) => [drift.path, drift.why])), want);
    assert.deepEqual(await snapshot(folder), before);
  });
}

test('hashes in the manifest do not hide an edit', async (t) => {
  const { folder, out, write } = await outputIn(t);
  await write();
  const manifest = readManifest(out).value;
  assert.ok(manifest);
  const forged = '// weaker\n';
  await writeFiles(out, { 'guards.ts': forged });
  const { createHash } = await import('node:crypto');
  const digest = `sha256:${createHash('sha256').update(forged).digest('hex')}`;
  await writeFiles(out, {
    [MANIFEST]: JSON.stringify({ ...manifest, files: { ...manifest.files, 'guards.ts': digest } }),
  });
  const { value = [] } = await checkOutput(FILES, out, stampOf(folder));
  assert.deepEqual(
    value.map((drift) => drift.path),
    [MANIFEST, 'guards.ts'],
  );
});
