import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { renderRuntime } from '../../src/render/index.js';
import { readFolder, RUNTIME } from '../../src/sources/index.js';
import { emit, errorsOf, planned } from '../support/emit-in-memory.js';
import type { EmittedModule } from '../support/emitted-module.js';
import { writeEmitted } from '../support/emitted-fixtures.js';
import { differences, faultsOfRefusal, shapesOf, type FileShape } from '../support/emitted-shape.js';
import { documentOf, placesOf } from '../support/hostile-documents.js';
import { documentOfAll, NAUGHTY_STRINGS } from '../support/naughty-strings.js';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** Places that refuse some texts, by the rule that refuses. */
const STRICT: readonly (readonly string[])[] = [
  ['channel', 'server'],
  ['role'],
  ['open id url'],
  ['header name'],
  ['context'],
  ['host'],
];
/** Follow the rules of places above; one text for two of them would be one name for two things. */
const LEFT_OUT: readonly string[] = [
  ...['sent operation', 'context header', 'header alias'],
  ...['default context', 'admin context', 'role context', 'mapped context'],
];
const FREE = placesOf('3.0').filter((place) => !STRICT.flat().includes(place) && !LEFT_OUT.includes(place));

/** A text for each place, so that two of them are never one name. */
const harmless = (place: string): string => `Qq${String(placesOf('3.0').indexOf(place) + 100)}harmlessqq`;

/** In lower case where a name is put so. */
const OF_HARMLESS = /qq\d+harmlessqq/iu;

/** No host, or more than one: another test tells what becomes of them. */
const isMeant = (place: string, text: string): boolean => place === 'host' && /^$|^[/#]|^\w+:\/\/|\{/u.test(text);

/** Whether a literal is what it would be with this text for each harmless one. */
const isExpected = (found: string, literal: string, text: string): boolean => {
  if (found === literal) return !OF_HARMLESS.test(found);
  const put = literal.replace(new RegExp(OF_HARMLESS, 'giu'), (word) =>
    word.startsWith('Q') ? text : text.toLowerCase(),
  );
  // What follows the host in it may be read as a path.
  return found === put || found === `${put}_` || (literal.includes(harmless('host')) && put.startsWith(found));
};

suite('the Big List of Naughty Strings', () => {
  test('is whole', () => {
    assert.equal(NAUGHTY_STRINGS.length, 515);
  });

  test('each is refused where it stands, or changes nothing but the text that it is', async () => {
    const sound = new Map<string, readonly FileShape[]>();
    const soundOf = async (places: readonly string[]): Promise<readonly FileShape[]> => {
      const known = sound.get(places.join());
      if (known !== undefined) return known;
      const { files, diagnostics } = await emit(documentOf('3.0', new Map(places.map((it) => [it, harmless(it)]))));
      const shapes = shapesOf(files ?? assert.fail(JSON.stringify(errorsOf(diagnostics))));
      sound.set(places.join(), shapes);
      return shapes;
    };
    const wrong: string[] = [];
    let put = 0;
    for (const text of new Set(NAUGHTY_STRINGS)) {
      const documentWith = (places: readonly string[]): string =>
        documentOf('3.0', new Map(places.map((place) => [place, text])));
      const tell = (faults: readonly string[]): number =>
        wrong.push(...faults.map((fault) => `${JSON.stringify(text)}: ${fault}`));
      const taken = [...FREE];
      for (const places of STRICT) {
        if (places.some((place) => isMeant(place, text))) continue;
        const { diagnostics } = await planned(documentWith(places));
        if (errorsOf(diagnostics).length === 0) taken.push(...places);
        else tell(faultsOfRefusal(diagnostics));
      }
      const made = await emit(documentWith(taken));
      if (made.files === undefined) {
        tell(faultsOfRefusal(made.diagnostics));
        continue;
      }
      put += taken.length;
      const like = await soundOf(taken);
      tell(differences(made.files, like, (found, literal) => isExpected(found, literal, text)));
    }
    assert.deepEqual(wrong, []);
    // Most texts are fine in most places: a test that saw refusals alone would prove little.
    assert.ok(put > 500 * FREE.length, String(put));
  });

  test('none runs when what all of them give is imported', async () => {
    const names = [...new Set(NAUGHTY_STRINGS)].filter((text) => text !== '');
    const { plan, files, diagnostics } = await emit(documentOfAll(names));
    assert.ok(plan !== undefined && files !== undefined, JSON.stringify(errorsOf(diagnostics), null, 1));
    await mkdir(CACHE, { recursive: true });
    const folder = await mkdtemp(join(CACHE, 'naughty-'));
    const called: unknown[] = [];
    const canaries = ['alert', 'prompt', 'javascript', 'require', 'eval'];
    try {
      await writeEmitted(folder, [...files, ...renderRuntime(plan.runtime, readFolder(RUNTIME, '.ts'), plan)]);
      for (const name of canaries) Reflect.set(globalThis, name, (...given: unknown[]) => called.push(name, given));
      const { POLICY } = (await import(pathToFileURL(join(folder, 'index.ts')).href)) as EmittedModule;
      assert.deepEqual(Object.keys(POLICY.operations).sort(), [...names].sort());
      assert.deepEqual(called, []);
    } finally {
      for (const name of canaries) Reflect.deleteProperty(globalThis, name);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
