import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { assertErrors, assertFound } from '../support/random-documents/compare.js';
import { foundIn } from '../support/random-documents/found.js';
import { randomDocument, wrongDocument } from '../support/random-documents/random-document.js';
import { Scratch } from '../support/random-documents/scratch.js';
import { placeOf } from '../support/random-documents/tree.js';
import { fc } from '../support/seeded.js';

/**
 * The random documents of test/property, a fixed few: in parts, so that a mutant is tried on the parts that reach it.
 * They are made while files load; what they mean is asked anew each time.
 */

const SEED = 20261125;
const PARTS = 24;
const bytes = (maxLength: number) => fc.uint8Array({ maxLength, size: 'max' });
const choices = fc.sample(fc.noBias(fc.record({ meaning: bytes(200), writing: bytes(700), mistake: bytes(6) })), {
  seed: SEED,
  numRuns: 240,
});

const inParts = <T>(items: readonly T[], check: (item: T) => Promise<void>): void => {
  for (let part = 0; part < PARTS; part += 1) {
    const mine = items.filter((_, index) => index % PARTS === part);
    void test(`part ${String(part)}`, async () => {
      for (const item of mine) await check(item);
    });
  }
};

void suite('random documents', () => {
  const scratch = new Scratch();
  after(() => {
    scratch.remove();
  });

  void suite('each means the policy that it was written for', () => {
    const documents = choices.map(({ meaning, writing }) =>
      randomDocument(meaning, writing, { sound: false, strict: false }),
    );
    inParts(documents, async ({ files, intent, wanted }) => {
      assertFound(await foundIn(files, intent.opened, scratch), wanted);
    });
  });

  void suite('one mistake is one error, where it is written', () => {
    const documents = choices.map(({ meaning, writing, mistake }) => wrongDocument(meaning, writing, mistake));
    inParts(documents, async ({ files, told }) => {
      const { policy, errors } = await foundIn(files, [], scratch);
      assertErrors(errors, [{ code: told.code, place: told.at === null ? null : placeOf(told.at) }]);
      assert.equal(policy === null, told.hidesPolicy);
    });
  });
});
