import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { policyOf, readAnswer } from './answer.js';
import { comparisons } from './comparisons.js';
import { contractFaults } from './contract-faults.js';
import { corpusFolder, isOwnCorpus } from './corpus-folder.js';
import { corpusPage } from './corpus-page.js';
import type { Examined } from './examine.js';
import { officialDifferences } from './official-differences.js';
import { survey, type Survey } from './survey.js';

const PAGE = new URL('../../docs/corpus.md', import.meta.url);

const folder = corpusFolder();

// The documents belong to others and are not passed on: whoever has only this repository has none, in CI as elsewhere.
const skip = folder === null ? 'no corpus beside this clone, and CORPUS names none' : false;

/** A scope that a level demands, not one of a scheme's own. */
const DEMANDED = /("scheme": "[^"]+",\s+"scopes": \[)\s+"[^"]+",?/u;

suite('documents that other people wrote', { skip }, () => {
  let found: Survey = { examined: [], generated: [], compiled: '' };
  before(async () => {
    if (folder !== null) found = await survey(folder);
    assert.notEqual(found.examined.length, 0, 'the corpus is empty');
  });

  test('each is answered as the contract says, with places that lie in it, in under 5 s', () => {
    assert.deepEqual(
      found.examined.flatMap((one) => contractFaults(folder ?? '', one)),
      [],
    );
  });

  test('each policy is what the official models say', () => {
    assert.deepEqual(comparisons(found.examined).differences, []);
  });

  test('the official parser gives a model of all but those that crash it', () => {
    const { withoutModel } = comparisons(found.examined);
    const crashed = found.examined.filter(({ stdout }) => stdout.includes('"document-validation-failed"'));
    assert.deepEqual(
      withoutModel,
      crashed.map(({ name }) => name),
      'P17: a flow without scopes takes a rule of the parser down',
    );
  });

  test('what is generated from those without an error compiles', () => {
    assert.equal(found.compiled, '');
  });

  test('check finds each output folder current', () => {
    assert.deepEqual(
      found.generated.filter(({ drift }) => drift.length > 0),
      [],
    );
  });

  test('docs/corpus.md is current', { skip: folder === null || !isOwnCorpus(folder) }, async () => {
    const page = await readFile(PAGE, 'utf8');
    assert.equal(page, corpusPage(found), 'print it again: npm run corpus');
  });

  suite('a wrong answer is seen', () => {
    const sound = (): Examined =>
      found.examined.find(({ exit, official, stdout }) => exit === 0 && official && DEMANDED.test(stdout)) ??
      assert.fail('no sound document with scopes');

    for (const [what, from, to] of [
      ['a scope too few', DEMANDED, '$1'],
      ['another action', /"action": "(?:send|receive)"/u, '"action": "none"'],
      ['another type of scheme', /"type": "\w+"/gu, '"type": "other"'],
      ['an address', /"address": "/u, '"address": "x'],
    ] as const)
      test(what, () => {
        const one = sound();
        const policy = policyOf(readAnswer(one.stdout.replace(from, to))) ?? assert.fail();
        assert.notDeepEqual(one.official && officialDifferences(one.name, policy, one.official), []);
      });

    for (const [what, from, to] of [
      ['a line after the end', /"line": \d+/u, '"line": 999999'],
      ['a pointer to nothing', /"pointer": "\/[^"]*"(?=,\s+"range")/u, '"pointer": "/nowhere"'],
      ['an enforcer too many', /"enforcedBy": \[/u, '"enforcedBy": ["guard",'],
      ['an exit code without an error', /$/u, ''],
    ] as const)
      test(what, () => {
        const one = sound();
        const exit = what === 'an exit code without an error' ? 1 : one.exit;
        assert.notDeepEqual(contractFaults(folder ?? '', { ...one, exit, stdout: one.stdout.replace(from, to) }), []);
      });
  });
});
