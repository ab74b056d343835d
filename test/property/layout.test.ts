import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/seeded.js';
import { format } from 'prettier';
import { emit, errorsOf } from '../support/emit-in-memory.js';
import { documentOf, type Major } from '../support/hostile-documents.js';

const LONGEST = 120;
/** Beyond this a server's name fills its line, and prettier indents all that belongs to it once more. */
const LONGEST_SERVER = 73;

const PLACES = ['server', 'channel', 'scheme', 'parameter', 'operation', 'sent operation', 'role'];

test('names of any length that a line holds are laid out as prettier leaves them', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Major>('2.6', '3.0'),
      fc.constantFrom('plain', 'hyphens', 'an accent'),
      fc.tuple(...PLACES.map((place) => fc.integer({ min: 1, max: place === 'server' ? LONGEST_SERVER : LONGEST }))),
      fc.constantFrom(undefined, '../models.js'),
      async (major, style, lengths, messages) => {
        const texts = PLACES.map((place, index): [string, string] => {
          // The first letter tells the names apart.
          const plain = `${String.fromCharCode(97 + index)}${'n'.repeat((lengths[index] ?? 1) - 1)}`;
          if (place === 'role' || style === 'plain') return [place, plain];
          // Printed as an escape of six characters.
          return [place, style === 'hyphens' ? plain.replace(/nn(?=n)/g, 'n-') : plain.replace('nnnnnn', '\u00e9')];
        });
        const { files, diagnostics } = await emit(documentOf(major, new Map(texts)), messages);
        assert.deepEqual(errorsOf(diagnostics), []);
        for (const { path, text } of files ?? []) {
          assert.equal(text, await format(text, { parser: 'typescript', singleQuote: true }), path);
        }
      },
    ),
    { numRuns: 100 },
  ));
