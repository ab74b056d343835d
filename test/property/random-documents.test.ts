import { after, suite, test } from 'node:test';
import { checkDocuments, showFiles } from '../support/random-documents/check-documents.js';
import { assertFound } from '../support/random-documents/compare.js';
import { foundIn } from '../support/random-documents/found.js';
import { randomDocument } from '../support/random-documents/random-document.js';
import { Scratch } from '../support/random-documents/scratch.js';

const ANY = { sound: false, strict: false };

suite('random documents', () => {
  const scratch = new Scratch();
  after(() => {
    scratch.remove();
  });

  test('each means the policy that it was written for', async () => {
    await checkDocuments(
      20_000,
      async ({ meaning, writing }) => {
        const { files, intent, wanted } = randomDocument(meaning, writing, ANY);
        assertFound(await foundIn(files, intent.opened, scratch), wanted);
      },
      ({ meaning, writing }) => showFiles(randomDocument(meaning, writing, ANY).files),
    );
  });
});
