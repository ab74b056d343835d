import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { fc } from '../support/seeded.js';
import { checkDocuments } from '../support/random-documents/check-documents.js';
import { withSortedRules } from '../support/random-documents/compare.js';
import { acrossMajors, converted, CONVERTER_FAULTS } from '../support/random-documents/converted.js';
import { foundIn } from '../support/random-documents/found.js';
import { randomDocument, type RandomDocument } from '../support/random-documents/random-document.js';
import { openedByConfig } from '../support/random-documents/team-files.js';
import { Scratch } from '../support/random-documents/scratch.js';
import { ENTRY } from '../support/random-documents/tree.js';

/** Written in the plainest way: the converter leaves much behind references as it is. */
const plainly = (meaning: Uint8Array): RandomDocument =>
  randomDocument(meaning, new Uint8Array(), {
    sound: false,
    strict: true,
    version: '2.6.0',
    singleSchemes: true,
    team: false,
  });

suite('random documents, converted', () => {
  const scratch = new Scratch();
  after(() => {
    scratch.remove();
  });

  test('a 2.6.0 document keeps its policy in 3.0.0', async () => {
    let compared = 0;
    await checkDocuments(
      400,
      async ({ meaning }) => {
        const { files, intent, wanted } = plainly(meaning);
        fc.pre(![...CONVERTER_FAULTS.values()].some((isIn) => isIn(intent)));
        const text = converted(files[ENTRY] ?? '');
        const { policy, errors } = await foundIn({ ...files, [ENTRY]: text }, openedByConfig(intent), scratch);
        assert.ok(policy !== null, JSON.stringify(errors));
        compared += 1;
        assert.deepEqual(withSortedRules(acrossMajors(policy)), withSortedRules(acrossMajors(wanted.policy)));
      },
      ({ meaning }) => {
        const text = plainly(meaning).files[ENTRY] ?? '';
        return `${text}\n===== converted\n${converted(text)}`;
      },
    );
    assert.ok(compared > 0, 'no document was compared');
  });

  for (const [fault, isIn] of CONVERTER_FAULTS) {
    test(`the converter still has this fault: ${fault}`, async () => {
      let kept = 0;
      let changed = 0;
      const others = [...CONVERTER_FAULTS.values()].filter((other) => other !== isIn);
      await checkDocuments(
        4_000,
        async ({ meaning }) => {
          const { files, intent, wanted } = plainly(meaning);
          if (changed > 5 || !isIn(intent) || others.some((other) => other(intent))) return;
          const { policy } = await foundIn(
            { ...files, [ENTRY]: converted(files[ENTRY] ?? '') },
            openedByConfig(intent),
            scratch,
          );
          const same =
            policy !== null &&
            JSON.stringify(withSortedRules(acrossMajors(policy))) ===
              JSON.stringify(withSortedRules(acrossMajors(wanted.policy)));
          if (same) kept += 1;
          else changed += 1;
        },
        () => '',
      );
      if (process.env['RANDOM_DOCUMENTS'] !== undefined) return;
      assert.ok(changed > 0, `changed ${String(changed)}, kept ${String(kept)}`);
    });
  }
});
