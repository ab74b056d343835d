import { suite, test } from 'node:test';
import { inspected } from '../support/inspected.js';
import { checkDocuments, showFiles } from '../support/random-documents/check-documents.js';
import { assertFound } from '../support/random-documents/compare.js';
import { comparable, placed } from '../support/random-documents/found.js';
import { randomDocument, type RandomDocument } from '../support/random-documents/random-document.js';
import { openedByConfig } from '../support/random-documents/team-files.js';
import { ACCESS } from '../support/random-documents/tree.js';

const VALID = { sound: false, strict: true };

/** The files of a document, with the configuration that opens some of its operations and names the team's file. */
const filesOf = ({ files, intent }: RandomDocument): Readonly<Record<string, string>> => {
  const config = { public: openedByConfig(intent), ...(ACCESS in files ? { accessControl: ACCESS } : {}) };
  return { ...files, 'asyncapi-guards.config.json': JSON.stringify(config) };
};

suite('random documents, inspected', () => {
  test('the official parser has nothing to add, and takes nothing away', async () => {
    await checkDocuments(
      100,
      async ({ meaning, writing }) => {
        const document = randomDocument(meaning, writing, VALID);
        const { policy, diagnostics } = await inspected(filesOf(document));
        const found = { policy: policy === null ? null : comparable(policy), diagnostics, ...placed(diagnostics) };
        assertFound(found, document.wanted);
      },
      ({ meaning, writing }) => showFiles(filesOf(randomDocument(meaning, writing, VALID))),
      { shrinks: false },
    );
  });
});
