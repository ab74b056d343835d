import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assertNoCanary, canary, capture } from '../support/canary.js';

const secret = canary('key');
const fails = { message: /the canary "key" shows in/ };

class Keeper {
  readonly #secret = secret;
  length(): number {
    return this.#secret.length;
  }
}

class Discreet {
  readonly token = secret;
  toJSON(): string {
    return '[token]';
  }
}

suite('canaries', () => {
  const leaks: readonly [string, unknown][] = [
    ['a text', `Bearer ${secret}`],
    ['a base64 text', Buffer.from(secret).toString('base64')],
    ['a nested field', { a: { b: { c: { d: [secret] } } } }],
    ['a map', new Map([['token', secret]])],
    ['a message', new Error(`no such key: ${secret}`)],
    ['a cause', new Error('outer', { cause: new Error(secret) })],
    [
      'a getter',
      {
        get token(): string {
          return secret;
        },
      },
    ],
    ['a hidden field', Object.defineProperty({}, 'token', { value: secret, enumerable: false })],
    ['JSON alone', { toJSON: () => secret }],
    ['a field that JSON alone hides', new Discreet()],
  ];
  for (const [what, value] of leaks) {
    test(`${what} is seen`, () => {
      assert.throws(() => {
        assertNoCanary(value);
      }, fails);
      assert.throws(
        () => {
          assertNoCanary(value);
        },
        (error: Error) => !error.message.includes(secret),
      );
    });
  }

  test('what holds a secret and does not show it passes', () => {
    assertNoCanary('nothing here', new Keeper(), { a: 1 }, new Error('plain'), null, undefined, 7, () => secret.length);
  });

  test('capture keeps what is written and gives the streams back', async () => {
    const { result, stdout, stderr } = await capture(() => {
      console.log('out');
      console.error('err');
      return 7;
    });
    assert.deepEqual({ result, stdout, stderr }, { result: 7, stdout: 'out\n', stderr: 'err\n' });
    const after = await capture(async () => {
      await assert.rejects(
        capture(() => Promise.reject(new Error('thrown'))),
        /thrown/,
      );
      console.log('after');
    });
    assert.equal(after.stdout, 'after\n');
  });
});
