import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DOCUMENT_DIAGNOSTICS } from '../../src/diagnostics/catalogue/document.js';
import { ACCESS_CONTROL_FIXTURES } from '../support/code-fixtures/access-control.js';
import { DOCUMENT_FIXTURES } from '../support/code-fixtures/document.js';
import type { CodeFixture } from '../support/code-fixtures/fixture.js';
import { SCHEME_FIXTURES } from '../support/code-fixtures/schemes.js';
import { SECURITY_FIXTURES } from '../support/code-fixtures/security.js';
import { TRANSPORT_FIXTURES } from '../support/code-fixtures/transport.js';
import { inspected, type Run } from '../support/inspected.js';

/** Said of most documents here, which have no server, and schemes of the shortest form. */
const SILENT = { silence: ['operation-without-server', 'scheme-not-wired'] };

const codesOf = async ({ given, config, goal, check }: CodeFixture): Promise<readonly string[]> => {
  const files = typeof given === 'string' ? { 'asyncapi.yaml': given } : given;
  const run: Run = {
    ...(goal === undefined ? {} : { goal }),
    ...(check === 'official' ? {} : { check: check ?? (() => Promise.resolve({ errors: [] })) }),
    ...('asyncapi.yaml' in files ? {} : { document: 'asyncapi.yaml' }),
  };
  const settings = JSON.stringify({ ...SILENT, ...config });
  const { diagnostics } = await inspected({ ...files, 'asyncapi-guards.config.json': settings }, run);
  return diagnostics.map(({ code }) => code);
};

// Each table of fixtures has every code of its part of the catalogue: the compiler holds that.
void describe('each code is raised by a document of its own, and alone', () => {
  const fixtures: Readonly<Record<string, CodeFixture>> = {
    ...DOCUMENT_FIXTURES,
    ...SECURITY_FIXTURES,
    ...SCHEME_FIXTURES,
    ...ACCESS_CONTROL_FIXTURES,
    ...TRANSPORT_FIXTURES,
  };
  for (const [code, fixture] of Object.entries(fixtures)) {
    void it(code, async () => {
      assert.deepEqual(await codesOf(fixture), [code]);
    });
  }

  void it('of the codes about documents, only the one that needs a deadline has none', () => {
    assert.deepEqual(
      Object.keys(DOCUMENT_DIAGNOSTICS).filter((code) => !Object.hasOwn(fixtures, code)),
      ['document-validation-timeout'],
    );
  });
});
