import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CredentialError, fromEnv, fromFile, readSecret, type Source } from '../../src/runtime/credentials.js';
import { assertNoCanary, canary } from '../support/canary.js';

describe('a secret is read', () => {
  const cases: readonly (readonly [string, Source<string>])[] = [
    ['as it stands', 's3cret'],
    ['from a function', () => 's3cret'],
    ['from a promise', () => Promise.resolve('s3cret')],
  ];
  for (const [given, source] of cases) {
    test(given, async () => {
      assert.equal(await readSecret(source, 'idp.clientSecret'), 's3cret');
    });
  }
});

describe('a secret is refused', () => {
  const secret = canary('credential');
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['that is undefined', undefined, /undefined, not a text/],
    ['that is null', () => null, /null, not a text/],
    ['that is empty', '', /nothing but blanks/],
    ['that is blank', () => Promise.resolve(' \u00a0'), /nothing but blanks/],
    ['that is a number', () => 7, /number, not a text/],
    ['with a line end', `${secret}\r\nx: y`, /control character/],
    ['with a NUL', `${secret}\0`, /control character/],
    ['whose source throws', () => Promise.reject(new RangeError(secret)), /its source threw RangeError/],
  ];
  for (const [given, source, want] of cases) {
    test(given, async () => {
      await assert.rejects(readSecret(source as Source<string>, 'idp.clientSecret'), (error) => {
        assert.ok(error instanceof CredentialError);
        assert.equal(error.slot, 'idp.clientSecret');
        assert.match(error.message, want);
        assertNoCanary(error);
        return true;
      });
    });
  }
});

test('an environment variable is read at each use', async (t) => {
  const name = 'ASYNCAPI_GUARDS_TEST_SECRET';
  t.after(() => Reflect.deleteProperty(process.env, name));
  const source = fromEnv(name);
  await assert.rejects(readSecret(source, 'slot'), /credential slot: .*\$ASYNCAPI_GUARDS_TEST_SECRET.*is not set/);
  for (const value of ['one', 'two']) {
    process.env[name] = value;
    assert.equal(await readSecret(source, 'slot'), value);
  }
  process.env[name] = ' ';
  await assert.rejects(readSecret(source, 'slot'), /is not set/);
});

test('a file is read again when it changes, without its last line end', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guards-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'secret');
  const secret = canary('file');
  const source = fromFile(path);
  await assert.rejects(readSecret(source, 'slot'), /secret: the file cannot be read \(ENOENT\)/);
  await writeFile(path, `${secret}\r\n`);
  assert.equal(await readSecret(source, 'slot'), secret);
  assert.equal(await readSecret(source, 'slot'), secret);
  await writeFile(path, 'rotated\n');
  assert.equal(await readSecret(source, 'slot'), 'rotated');
  await writeFile(path, `${secret}\n\n`);
  await assert.rejects(readSecret(source, 'slot'), /control character/);
  assertNoCanary(source);
});
