import { suite, test } from 'node:test';
import { inspected } from '../support/inspected.js';
import { checkDocuments, showFiles } from '../support/random-documents/check-documents.js';
import { assertFound } from '../support/random-documents/compare.js';
import { comparable, placed } from '../support/random-documents/found.js';
import { randomDocument, type RandomDocument } from '../support/random-documents/random-document.js';

const VALID = { sound: false, strict: true };

/** The files of a document, with the configuration that opens some of its operations. */
const filesOf = ({ files, intent: { opened } }: RandomDocument): Readonly<Record<string, string>> =>
  opened.length === 0 ? files : { ...files, 'asyncapi-guards.config.json': JSON.stringify({ public: opened }) };

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
