import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { checkDocuments, showFiles } from '../support/random-documents/check-documents.js';
import { assertErrors, assertFound } from '../support/random-documents/compare.js';
import { foundIn } from '../support/random-documents/found.js';
import { MISTAKES } from '../support/random-documents/mistakes.js';
import { TEAM_MISTAKES } from '../support/random-documents/mistakes-team.js';
import { randomDocument, wrongDocument } from '../support/random-documents/random-document.js';
import { openedByConfig } from '../support/random-documents/team-files.js';
import { Scratch } from '../support/random-documents/scratch.js';
import { placeOf } from '../support/random-documents/tree.js';

const ANY = { sound: false, strict: false };

suite('random documents', () => {
  const scratch = new Scratch();
  after(() => {
    scratch.remove();
  });

  test('each means the policy that it was written for', async () => {
    await checkDocuments(
      16_000,
      async ({ meaning, writing }) => {
        const { files, intent, wanted } = randomDocument(meaning, writing, ANY);
        assertFound(await foundIn(files, openedByConfig(intent), scratch), wanted);
      },
      ({ meaning, writing }) => showFiles(randomDocument(meaning, writing, ANY).files),
    );
  });

  test('one mistake is one error, where it is written', async () => {
    const made = new Set<string>();
    await checkDocuments(
      6_000,
      async ({ meaning, writing, mistake }) => {
        const wrong = wrongDocument(meaning, writing, mistake);
        made.add(wrong.mistake);
        const { policy, errors } = await foundIn(wrong.files, [], scratch);
        const { code, at, hidesPolicy } = wrong.told;
        assertErrors(errors, [{ code, place: at === null ? null : placeOf(at) }]);
        assert.equal(policy === null, hidesPolicy, 'whether there is a policy');
      },
      ({ meaning, writing, mistake }) => {
        const wrong = wrongDocument(meaning, writing, mistake);
        return `${wrong.mistake}\n${showFiles(wrong.files)}`;
      },
    );
    // Few documents have room for some of them.
    if (process.env['RANDOM_DOCUMENTS'] === undefined)
      assert.ok(made.size > (MISTAKES.size + TEAM_MISTAKES.length) * 0.9, String(made.size));
  });
});
