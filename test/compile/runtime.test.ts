import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileEmitted, formatEmitted, lintEmitted, MODULE_KINDS, TYPESCRIPT_VERSIONS } from '../support/emitted.js';

// It is emitted byte for byte: what it does not pass here fails in somebody's project.
const RUNTIME = fileURLToPath(new URL('../../src/runtime', import.meta.url));

suite('the runtime as it is emitted', () => {
  for (const typescript of TYPESCRIPT_VERSIONS) {
    for (const module of MODULE_KINDS) {
      test(`compiles with TypeScript ${typescript} as ${module}`, async () => {
        assert.equal(await compileEmitted(RUNTIME, { typescript, module }), '');
      });
    }
  }

  test("passes typescript-eslint's strictest rules", async () => {
    assert.equal(await lintEmitted(RUNTIME), '');
  });

  test('is formatted', async () => {
    assert.equal(await formatEmitted(RUNTIME), '');
  });
});
