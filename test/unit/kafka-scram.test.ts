import assert from 'node:assert/strict';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { suite, test } from 'node:test';
import type { Mechanism } from 'kafkajs';
import { logIn } from '../../src/runtime/kafka/log-in.js';
import type { SaslLogin } from '../../src/runtime/kafka/login.js';
import { Faults } from '../../src/runtime/kafkajs/faults.js';
import { mechanismOf } from '../../src/runtime/kafkajs/sasl.js';
import { assertNoCanary, canary } from '../support/canary.js';

const QUICK_MS = 1000;
const SALT = Buffer.from('a salt of some length').toString('base64');

/** What a broker answers; it knows the client's messages so far. */
type Answer = (sent: readonly string[]) => string;

const loginOf = (mechanism: SaslLogin['mechanism'], username = 'alice', password = canary('password')): SaslLogin => ({
  slot: 'user',
  mechanism,
  credential: { username, password },
});

/** Lets our mechanism log in to a broker that answers so, as kafkajs would. Gives what it sent, and its error. */
const meet = async (
  login: SaslLogin,
  answers: readonly Answer[],
): Promise<{ readonly sent: readonly string[]; readonly error: unknown }> => {
  const sent: string[] = [];
  const { authenticate } = (mechanismOf(login, new Faults()) satisfies Mechanism).authenticationProvider({
    host: 'localhost',
    port: 9093,
    logger: {} as never,
    saslAuthenticate: async ({ request, response }) => {
      const bytes = await request.encode();
      assert.equal(bytes.readInt32BE(0), bytes.length - 4);
      sent.push(bytes.subarray(4).toString('utf8'));
      const answer = Buffer.from(answers[sent.length - 1]?.(sent) ?? assert.fail('it goes on'), 'utf8');
      const length = Buffer.alloc(4);
      length.writeInt32BE(answer.length);
      return response?.parse(await response.decode(Buffer.concat([length, answer])));
    },
  });
  const started = Date.now();
  const error = await authenticate().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(Date.now() - started < QUICK_MS);
  assertNoCanary(error);
  return { sent, error };
};

const nonceOf = (sent: readonly string[]): string => /,r=(.*)$/.exec(sent[0] ?? '')?.[1] ?? '';
const first =
  (iterations = '4096', salt = SALT): Answer =>
  (sent) =>
    `r=${nonceOf(sent)}server,s=${salt},i=${iterations}`;

/** The answer of a broker that knows the password. */
const honest =
  (hash: 'sha256' | 'sha512', password: string, iterations = 4096): Answer =>
  (sent) => {
    const sign = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
    const [, withoutProof = '', proof = ''] = /^(.*),p=(.*)$/.exec(sent[1] ?? '') ?? [];
    const size = hash === 'sha256' ? 32 : 64;
    const salted = pbkdf2Sync(password, Buffer.from(SALT, 'base64'), iterations, size, hash);
    const message = `${(sent[0] ?? '').slice(3)},${first(String(iterations))(sent)},${withoutProof}`;
    const storedKey = createHash(hash).update(sign(salted, 'Client Key')).digest();
    const clientKey = Buffer.from(proof, 'base64').map((byte, at) => byte ^ (sign(storedKey, message)[at] ?? 0));
    assert.deepEqual(createHash(hash).update(clientKey).digest(), storedKey, 'a wrong proof');
    return `v=${sign(sign(salted, 'Server Key'), message).toString('base64')}`;
  };

const MECHANISMS = [
  ['SCRAM-SHA-256', 'sha256'],
  ['SCRAM-SHA-512', 'sha512'],
] as const;

suite('SCRAM with a hostile broker', () => {
  const firsts: Readonly<Record<string, Answer>> = {
    'one iteration': first('1'),
    'just too few iterations': first('4095'),
    'just too many iterations': first('16385'),
    'iterations for an hour': first('2147483647'),
    'iterations beyond any number': first('99999999999999999999'),
    'iterations that are no number': first('4096abc'),
    'iterations with a zero in front': first('04096'),
    'no iterations': (sent) => `r=${nonceOf(sent)}server,s=${SALT}`,
    'empty iterations': first(''),
    'the nonce without a part of its own': (sent) => `r=${nonceOf(sent)},s=${SALT},i=4096`,
    'another nonce': () => `r=${'x'.repeat(60)},s=${SALT},i=4096`,
    'no nonce': () => `s=${SALT},i=4096`,
    'an empty salt': first('4096', ''),
    'a salt that is not base64': first('4096', 'a*b='),
    'a salt of a second spelling': first('4096', 'YWJjZB=='),
    'a mandatory extension': (sent) => `m=x,${first()(sent)}`,
    'an extension': (sent) => `${first()(sent)},x=y`,
    'an attribute twice': (sent) => `${first()(sent)},i=1`,
    'attributes in another order': (sent) => `s=${SALT},r=${nonceOf(sent)}server,i=4096`,
    'an error': () => 'e=unknown-user',
    'a line end behind': (sent) => `${first()(sent)}\n`,
    nothing: () => '',
    'what is no SCRAM': () => '\0\u00ff{"status":"ok"}',
    'a final message at once': () => `v=${SALT}`,
  };
  for (const [mechanism] of MECHANISMS) {
    for (const [name, answer] of Object.entries(firsts)) {
      test(`${mechanism}: ${name} gets no proof`, async () => {
        const { sent, error } = await meet(loginOf(mechanism), [answer]);
        assert.equal(sent.length, 1);
        assert.ok(error instanceof Error);
        assert.match(error.message, new RegExp(`login by ${mechanism} with the credential "user" was broken off`));
        assert.equal(Reflect.get(error, 'code'), 'broker-distrusted');
        assert.equal(Reflect.get(error, 'retriable'), false);
      });
    }
  }

  const lasts: Readonly<Record<string, Answer>> = {
    'a missing signature': () => 'v=',
    'a wrong signature': () => `v=${Buffer.alloc(32, 1).toString('base64')}`,
    'a signature that is too short': (sent) => honest('sha256', canary('password'))(sent).slice(0, 26),
    'a signature by another password': () => `v=${createHash('sha256').update('guess').digest('base64')}`,
    'an extension behind the signature': (sent) => `${honest('sha256', canary('password'))(sent)},x=y`,
    'an error': () => 'e=other-error',
    'an error in front of the signature': (sent) => `e=x,${honest('sha256', canary('password'))(sent)}`,
    nothing: () => '',
  };
  for (const [name, answer] of Object.entries(lasts)) {
    test(`${name} is no proof that the broker knows the password`, async () => {
      const { error } = await meet(loginOf('SCRAM-SHA-256'), [first(), answer]);
      assert.equal(Reflect.get(error as object, 'code'), 'broker-distrusted');
    });
  }
});

suite('SCRAM with an honest broker', () => {
  for (const [mechanism, hash] of MECHANISMS) {
    for (const iterations of [4096, 16_384]) {
      test(`${mechanism} with ${String(iterations)} iterations`, async () => {
        const answers = [first(String(iterations)), honest(hash, canary('password'), iterations)];
        const { sent, error } = await meet(loginOf(mechanism), answers);
        assert.equal(error, undefined);
        assert.equal(sent.length, 2);
      });
    }
  }

  for (const [username, want] of [
    ['alice', 'alice'],
    ['a,b,c', 'a=2Cb=2Cc'],
    ['a=2C,', 'a=3D2C=2C'],
    ['n=admin,r=x', 'n=3Dadmin=2Cr=3Dx'],
  ] as const) {
    test(`the user name ${username} stays one`, async () => {
      const { sent } = await meet(loginOf('SCRAM-SHA-256', username), [() => '']);
      assert.match(sent[0] ?? '', new RegExp(`^n,,n=${want},r=[A-Za-z0-9+/]{32}$`));
    });
  }

  test('no nonce comes twice', async () => {
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () => nonceOf((await meet(loginOf('SCRAM-SHA-256'), [() => ''])).sent)),
    );
    assert.equal(new Set(nonces).size, nonces.length);
  });
});

suite('a SASL login', () => {
  test('PLAIN says user and password', async () => {
    const { sent, error } = await meet(loginOf('PLAIN', 'alice', 'pass'), [() => '']);
    assert.equal(error, undefined);
    assert.deepEqual(sent, ['\0alice\0pass']);
  });

  for (const [name, username, password] of [
    ['a NUL in the user name', 'alice\0bob', 'pass'],
    ['a NUL in the password', 'alice', 'pa\0ss'],
    ['an empty password', 'alice', ''],
    ['a line end in the password', 'alice', 'pass\n'],
  ] as const) {
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-256'] as const) {
      test(`${mechanism}: ${name} is sent to nobody`, async () => {
        const { sent, error } = await meet(loginOf(mechanism, username, password), []);
        assert.deepEqual(sent, []);
        assert.equal(Reflect.get(error as object, 'code'), 'credential-unavailable');
      });
    }
  }

  test('what a refusing broker says is not repeated: it was told the password', async () => {
    const password = canary('echoed');
    const refusal = Object.assign(new Error(`no such password: ${password}`), { type: 'SASL_AUTHENTICATION_FAILED' });
    const { authenticate } = mechanismOf(loginOf('PLAIN', 'alice', password), new Faults()).authenticationProvider({
      host: 'localhost',
      port: 9093,
      logger: {} as never,
      saslAuthenticate: () => Promise.reject(refusal),
    });
    await assert.rejects(authenticate(), (error) => {
      assertNoCanary(error);
      assert.equal(Reflect.get(error as object, 'code'), 'login-refused');
      return true;
    });
  });

  test('a silent broker is given up, and gets no proof when it speaks after all', async () => {
    const sent: string[] = [];
    let speak: (answer: Buffer) => void = () => undefined;
    const ask = (message: string): Promise<Buffer> => {
      sent.push(message);
      return new Promise((resolve) => {
        speak = resolve;
      });
    };
    await assert.rejects(logIn(loginOf('SCRAM-SHA-256'), ask, 20), { code: 'login-timeout', retriable: true });
    speak(Buffer.from(first()(sent)));
    // As long as making a proof takes.
    pbkdf2Sync('x', 'y', 50_000, 32, 'sha256');
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(sent.length, 1);
  });

  test('a source that hangs is given up', async () => {
    const login: SaslLogin = {
      slot: 'user',
      mechanism: 'PLAIN',
      credential: { username: 'alice', password: () => new Promise(() => undefined) },
    };
    await assert.rejects(
      logIn(login, () => assert.fail('it was sent'), 20),
      { code: 'login-timeout' },
    );
  });
});
