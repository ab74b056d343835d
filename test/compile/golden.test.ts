import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { check } from '../../src/commands/check.js';
import type { RenderedFile } from '../../src/plan/index.js';
import { compileEmitted, filesOf, formatEmitted, lintEmitted, TYPESCRIPT_VERSIONS } from '../support/emitted.js';
import { fixtureFiles, FIXTURES, writeEmitted } from '../support/emitted-fixtures.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GOLDEN = join(ROOT, 'test', 'golden');

/** ES modules name the file that they import; a bundler or CommonJS must complete these. */
const WITHOUT_ENDINGS = 'roles';
/** Prettier breaks even a name's own declaration where no line can hold it; emitted code leaves it whole. */
const LONGER_THAN_A_LINE = 'long';

const TEAM = {
  'node_modules/@acme/messages/package.json': '{ "name": "@acme/messages", "types": "index.d.ts" }',
  'node_modules/@acme/messages/index.d.ts': `
export interface Messages {
  readonly 'report-position': { readonly kind: 'position' | 'fuel' };
  readonly 'order.vehicle': { readonly order: string };
  readonly onOrder: { readonly order: string };
  readonly issueInvoice: { readonly amount: number };
}
`,
};

suite('emitted folders', { concurrency: 2 }, () => {
  const emitted = new Map<string, readonly RenderedFile[]>();
  const folders = { all: join(ROOT, '.cache', 'golden-all'), esm: join(ROOT, '.cache', 'golden-esm') };
  const calls: Record<string, string> = {};

  before(async () => {
    for (const folder of Object.values(folders)) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
    }
    for (const name of FIXTURES) {
      const files = await fixtureFiles(name);
      emitted.set(name, files);
      await writeEmitted(join(folders.all, name), files);
      if (name !== WITHOUT_ENDINGS) await writeEmitted(join(folders.esm, name), files);
    }
    for (const name of ['calls.ts', 'kafka-calls.ts'])
      calls[name] = await readFile(join(ROOT, 'test', 'fixtures', 'types', name), 'utf8');
  });

  after(async () => {
    for (const folder of Object.values(folders)) await rm(folder, { recursive: true, force: true });
  });

  for (const name of FIXTURES) {
    test(`${name} is as in test/golden`, async () => {
      const planned = (emitted.get(name) ?? []).filter(({ path }) => !path.startsWith('runtime/'));
      const folder = join(GOLDEN, name);
      if (process.env['UPDATE_GOLDEN'] === '1') {
        await rm(folder, { recursive: true, force: true });
        await writeEmitted(folder, planned);
      }
      const kept = await filesOf(folder).catch(() => []);
      assert.deepEqual(kept, planned.map(({ path }) => path).sort(), 'run the test with UPDATE_GOLDEN=1');
      for (const { path, text } of planned) {
        assert.equal(text, await readFile(join(folder, path), 'utf8'), `${name}/${path}`);
      }
    });
  }

  test('every golden folder has its fixture', async () => {
    assert.deepEqual((await readdir(GOLDEN)).sort(), [...FIXTURES]);
  });

  test('the examples hold what their documents give', async () => {
    const examples = await readdir(join(ROOT, 'examples'), { withFileTypes: true });
    for (const example of examples.filter((entry) => entry.isDirectory())) {
      const { outputs, diagnostics } = await check({ cwd: join(ROOT, 'examples', example.name) });
      assert.deepEqual(
        outputs.map(({ drift }) => drift),
        [[]],
        `${example.name}: ${JSON.stringify(diagnostics)}`,
      );
    }
  });

  for (const typescript of TYPESCRIPT_VERSIONS) {
    test(`compile with TypeScript ${typescript} as ES modules, and let wrong use not compile`, async () => {
      const extraFiles = { ...TEAM, ...calls };
      assert.equal(await compileEmitted(folders.esm, { typescript, module: 'esm', extraFiles }), '');
    });

    test(`compile with TypeScript ${typescript} as CommonJS`, async () => {
      assert.equal(await compileEmitted(folders.all, { typescript, module: 'cjs', extraFiles: TEAM }), '');
    });
  }

  test("pass typescript-eslint's strictest rules", async () => {
    // The runtime's own modules pass them in runtime.test.ts.
    const except = ['guards/*/runtime/!(index).ts', 'guards/*/runtime/*/**'];
    assert.equal(await lintEmitted(folders.all, { module: 'cjs', extraFiles: TEAM, except }), '');
  });

  test('are formatted, the runtime too', async () => {
    const wrong: string[] = [];
    for (const name of FIXTURES.filter((candidate) => candidate !== LONGER_THAN_A_LINE)) {
      wrong.push(await formatEmitted(join(folders.all, name)).then((text) => (text === '' ? '' : `${name}: ${text}`)));
    }
    assert.deepEqual(
      wrong.filter((text) => text !== ''),
      [],
    );
  });
});
