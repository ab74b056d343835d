import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RenderedFile } from '../../src/plan/index.js';
import { renderRuntime } from '../../src/render/index.js';
import { readFolder, RUNTIME } from '../../src/sources/index.js';
import { emit, errorsOf } from '../support/emit-in-memory.js';
import { writeEmitted } from '../support/emitted-fixtures.js';
import { differences, faultsOfRefusal, shapesOf, type FileShape } from '../support/emitted-shape.js';
import { hostileDocument, PAYLOADS, placesOf, type Major } from '../support/hostile-documents.js';

const MAJORS: readonly Major[] = ['2.6', '3.0'];
/** Stands in no document by itself, and has the form that most places ask for. */
const HARMLESS = 'Qqharmlessqq';
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** Texts that mean something of their own where they stand: every context, a variable, no host, no id. */
const isMeant = (place: string, payload: string): boolean =>
  (place === 'role context' && payload === '*') ||
  (place === 'host' && /^$|^[/#]|^file:|\{/u.test(payload)) ||
  (place.endsWith('operation') && payload === '');

/** Places that are read as part of a URL, whose other parts may go elsewhere. */
const URL_PARTS: readonly string[] = ['host', 'path'];

/** Whether a literal is what a place's text becomes on its way: as it is, in lower case, with the mark of an adjusted name. */
const isExpected = (found: string, literal: string, place: string, payload: string): boolean => {
  const put = literal.split(HARMLESS).join(payload);
  if (!literal.includes(HARMLESS)) {
    return found === literal || found === literal.split(HARMLESS.toLowerCase()).join(payload.toLowerCase());
  }
  return found === put || found === `${put}_` || (URL_PARTS.includes(place) && put.startsWith(found));
};

/** Every text in every place; the older document takes a sixth of them where the newer one has the same place. */
const payloadsFor = (major: Major, place: string): readonly string[] =>
  PAYLOADS.filter(
    (payload, index) => !isMeant(place, payload) && (major === '3.0' || !shared(place) || index % 6 === 0),
  );

const shared = (place: string): boolean => placesOf('3.0').includes(place);

/** Where output differs from that of a harmless text in more than the text itself. */
const faultsOfOutput = (
  files: readonly RenderedFile[],
  like: readonly FileShape[],
  { place, payload }: { readonly place: string; readonly payload: string },
): readonly string[] => differences(files, like, (found, literal) => isExpected(found, literal, place, payload));

suite('hostile documents', () => {
  const sound = new Map<string, readonly FileShape[]>();

  before(async () => {
    for (const major of MAJORS) {
      for (const place of placesOf(major)) {
        const { files, diagnostics } = await emit(hostileDocument(major, [place], HARMLESS));
        assert.ok(files !== undefined, `${major} ${place}: ${JSON.stringify(errorsOf(diagnostics))}`);
        sound.set(`${major} ${place}`, shapesOf(files));
      }
    }
  });

  test('each is refused where it stands, or changes nothing but the text that it is', async () => {
    let documents = 0;
    let emitted = 0;
    const wrong: string[] = [];
    for (const major of MAJORS) {
      for (const place of placesOf(major)) {
        const like = sound.get(`${major} ${place}`) ?? assert.fail();
        for (const payload of payloadsFor(major, place)) {
          documents += 1;
          const made = await emit(hostileDocument(major, [place], payload));
          if (made.files !== undefined) emitted += 1;
          const faults =
            made.files === undefined
              ? faultsOfRefusal(made.diagnostics)
              : faultsOfOutput(made.files, like, { place, payload });
          wrong.push(...faults.map((fault) => `${major}, ${place}: ${JSON.stringify(payload)}: ${fault}`));
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(documents >= 2000, String(documents));
    // Most texts are fine in most places: a suite that saw refusals alone would prove little.
    assert.ok(emitted > documents / 3, `${String(emitted)} of ${String(documents)} were emitted`);
  });

  test('none runs when what it gives is imported', async () => {
    await mkdir(CACHE, { recursive: true });
    const folder = await mkdtemp(join(CACHE, 'hostile-'));
    try {
      const runtime = readFolder(RUNTIME, '.ts');
      const imported = new Map<Major, number>();
      for (const major of MAJORS) {
        for (const [number, payload] of PAYLOADS.entries()) {
          // Everywhere at once, where that is let through; else in the places that take any text.
          const free = placesOf(major).filter((place) => /description|summary|title/u.test(place));
          for (const places of [placesOf(major), free]) {
            const { plan, files } = await emit(hostileDocument(major, places, payload));
            if (plan === undefined || files === undefined) continue;
            const app = join(folder, `${major}-${String(number)}`);
            await writeEmitted(app, files);
            // One runtime for all that need the same: it is what takes the time.
            const shared = join(folder, `runtime-${major}`);
            await writeEmitted(shared, imported.has(major) ? [] : renderRuntime(plan.runtime, runtime, plan));
            await symlink(join(shared, 'runtime'), join(app, 'runtime'));
            await import(pathToFileURL(join(app, 'index.ts')).href);
            imported.set(major, (imported.get(major) ?? 0) + 1);
            break;
          }
        }
      }
      for (const major of MAJORS) assert.ok((imported.get(major) ?? 0) > PAYLOADS.length / 2, major);
      assert.equal(Object.hasOwn(globalThis, '__pwn'), false);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
