import assert from 'node:assert/strict';
import { createHmac, type KeyObject } from 'node:crypto';
import { describe, test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import type { Authenticator, Identity, Refusal, TokenEvidence } from '../../src/runtime/identity.js';
import { jwt, type JwtClaims } from '../../src/runtime/jwt.js';
import type { JwtOptions } from '../../src/runtime/jwt-options.js';
import { assertNoCanary, watch } from '../support/canary.js';
import { json, keyServer, type KeyServer } from '../support/key-server.js';

const ISSUER = 'https://idp.acme.test';
const AUDIENCE = 'events';
const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const stranger = await generateKeyPair('ES256', { extractable: true });
const KEY: JWK = { ...(await exportJWK(publicKey)), kid: 'k1' };

const now = (): number => Math.floor(Date.now() / 1000);
const claims = (changed: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'alice',
  exp: now() + 60,
  ...changed,
});

async function mint(
  payload: JWTPayload = claims(),
  header: Readonly<Record<string, unknown>> = {},
  key: CryptoKey | KeyObject | Uint8Array = privateKey,
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
}

type Verifier = (token: string, usernameClaim?: string) => Promise<Identity<JwtClaims> | Refusal>;

function verifier(options: JwtOptions): Verifier {
  const authenticator: Authenticator<TokenEvidence, JwtClaims> = jwt(options);
  const { signal } = new AbortController();
  return (token, usernameClaim) =>
    authenticator({ token }, { signal, provider: 'idp', usernameClaim: usernameClaim ?? null });
}

async function setUp(
  t: TestContext,
  options: Partial<JwtOptions> = {},
): Promise<{ server: KeyServer; verify: Verifier }> {
  const server = await keyServer(t, json({ keys: [KEY] }));
  return {
    server,
    verify: verifier({ issuer: ISSUER, audience: AUDIENCE, jwksUri: `${server.url}/jwks`, ...options }),
  };
}

const told = (answer: Identity<JwtClaims> | Refusal): string =>
  'refused' in answer ? answer.refused : `${answer.issuer ?? ''} ${answer.subject}`;

describe('a verifier is not made', () => {
  const sound = { issuer: ISSUER, audience: AUDIENCE };
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['without issuer', { issuer: undefined }],
    ['with a blank issuer', { issuer: ' ' }],
    ['without audience', { audience: undefined }],
    ['with a blank audience', { audience: '' }],
    ['with no audience of several', { audience: [] }],
    ['with a blank one of several', { audience: ['events', ''] }],
    ['with no algorithm', { algorithms: [] }],
    ['with the algorithm none', { algorithms: ['none'] }],
    ['with a symmetric algorithm', { algorithms: ['HS256'] }],
    ['with a blank typ', { typ: '' }],
    ['with NaN as tolerance', { clockTolerance: Number.NaN }],
    ['with a day of tolerance', { clockTolerance: 86_400 }],
    ['with keys over http', { jwksUri: 'http://idp.acme.test/jwks' }],
    ['with a blank jwksUri', { jwksUri: '' }],
    ['with an issuer that is no URL and no jwksUri', { issuer: 'acme' }],
  ];
  for (const [given, changed] of cases) {
    test(given, () => {
      assert.throws(() => jwt({ ...sound, ...changed }), TypeError);
    });
  }
});

describe('claims and header', () => {
  const cases: readonly (readonly [
    string,
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
    string,
  ])[] = [
    ['a good token', {}, {}, `${ISSUER} alice`],
    ['one audience of several', { aud: ['x', AUDIENCE] }, {}, `${ISSUER} alice`],
    ['no iss', { iss: undefined }, {}, 'invalid-credential'],
    ['null as iss', { iss: null }, {}, 'invalid-credential'],
    ['iss with a slash', { iss: `${ISSUER}/` }, {}, 'invalid-credential'],
    ['iss in another case', { iss: ISSUER.toUpperCase() }, {}, 'invalid-credential'],
    ['iss in a list', { iss: [ISSUER] }, {}, 'invalid-credential'],
    ['no aud', { aud: undefined }, {}, 'invalid-credential'],
    ['another aud', { aud: 'other' }, {}, 'invalid-credential'],
    ['aud in another case', { aud: 'Events' }, {}, 'invalid-credential'],
    ['an empty list of aud', { aud: [] }, {}, 'invalid-credential'],
    ['no sub', { sub: undefined }, {}, 'invalid-credential'],
    ['an empty sub', { sub: '' }, {}, 'invalid-credential'],
    ['a number as sub', { sub: 7 }, {}, 'invalid-credential'],
    ['no exp', { exp: undefined }, {}, 'invalid-credential'],
    ['null as exp', { exp: null }, {}, 'invalid-credential'],
    ['a text as exp', { exp: '99999999999' }, {}, 'invalid-credential'],
    ['an endless exp', { exp: 1e308 }, {}, 'invalid-credential'],
    ['exp in a list', { exp: [now() + 60] }, {}, 'invalid-credential'],
    ['an exp past', { exp: now() - 60 }, {}, 'credential-expired'],
    ['an exp within the tolerance', { exp: now() - 2 }, {}, `${ISSUER} alice`],
    ['an nbf to come', { nbf: now() + 60 }, {}, 'invalid-credential'],
    ['a text as nbf', { nbf: '1' }, {}, 'invalid-credential'],
    ['a past nbf', { nbf: now() - 60 }, {}, `${ISSUER} alice`],
    ['the type of an access token', {}, { typ: 'at+jwt' }, `${ISSUER} alice`],
    ['its whole type', {}, { typ: 'application/AT+JWT' }, `${ISSUER} alice`],
    ['the type of another token', {}, { typ: 'logout+jwt' }, 'invalid-credential'],
    ['a record proof', {}, { typ: 'record-proof+jwt' }, 'invalid-credential'],
    ['an unknown kid', {}, { kid: 'k2' }, 'invalid-credential'],
    ['a path as kid', {}, { kid: '../../etc/passwd' }, 'invalid-credential'],
    [
      '1,001 scopes',
      { scope: Array.from({ length: 1001 }, (_, index) => `s${String(index)}`).join(' ') },
      {},
      'invalid-credential',
    ],
  ];
  for (const [given, changed, header, want] of cases) {
    test(given, async (t) => {
      const { verify } = await setUp(t);
      assert.equal(told(await verify(await mint(claims(changed), header))), want);
    });
  }
  test('another type where one is demanded', async (t) => {
    const { verify } = await setUp(t, { typ: 'at+jwt' });
    assert.equal(told(await verify(await mint(claims(), { typ: 'JWT' }))), 'invalid-credential');
    assert.equal(told(await verify(await mint())), 'invalid-credential');
    assert.equal(told(await verify(await mint(claims(), { typ: 'at+jwt' }))), `${ISSUER} alice`);
  });
  test('another algorithm than those of the options', async (t) => {
    const { verify } = await setUp(t, { algorithms: ['EdDSA'] });
    assert.equal(told(await verify(await mint())), 'invalid-credential');
  });
});

describe('forged tokens', () => {
  const strangersKey = async (): Promise<JWK> => ({ ...(await exportJWK(stranger.publicKey)), kid: 'k1' });
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const pem = JSON.stringify(KEY);
  const forgeries: Readonly<Record<string, () => Promise<string> | string>> = {
    'signed by a stranger': () => mint(claims(), {}, stranger.privateKey),
    'with the stranger’s key inside': async () => mint(claims(), { jwk: await strangersKey() }, stranger.privateKey),
    'with the stranger’s URL': () => mint(claims(), { jku: 'http://127.0.0.1:9/jwks' }, stranger.privateKey),
    'with a certificate’s URL': () => mint(claims(), { x5u: 'http://127.0.0.1:9/x5u' }, stranger.privateKey),
    'with a certificate inside': () => mint(claims(), { x5c: ['AAAA'] }, stranger.privateKey),
    'not signed': () => new UnsecuredJWT(claims()).encode(),
    'not signed, in another case': () => `${encode({ alg: 'nOnE' })}.${encode(claims())}.`,
    'signed with the public key as secret': () => {
      const input = `${encode({ alg: 'HS256', kid: 'k1' })}.${encode(claims())}`;
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    },
    'with an empty signature': async () => `${(await mint()).split('.').slice(0, 2).join('.')}.`,
    'with a signature of noughts': async () =>
      `${(await mint()).split('.').slice(0, 2).join('.')}.${Buffer.alloc(64).toString('base64url')}`,
    'with other claims under the signature': async () => {
      const [header = '', , signature = ''] = (await mint()).split('.');
      return [header, encode(claims({ sub: 'root' })), signature].join('.');
    },
    'with a critical header that nobody knows': () => {
      const input = `${encode({ alg: 'ES256', kid: 'k1', crit: ['x'], x: 1 })}.${encode(claims())}`;
      return `${input}.${Buffer.alloc(64, 1).toString('base64url')}`;
    },
    'with blanks in a segment': async () => (await mint()).replace('.', ' .'),
    'with loose bits at the end': async () => {
      const token = await mint();
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const last = alphabet.indexOf(token.slice(-1));
      return token.slice(0, -1) + (alphabet[last ^ 1] ?? '');
    },
    'with padding': async () => `${await mint()}=`,
    'with a fourth segment': async () => `${await mint()}.AAAA`,
    'with a list as claims': () => `${encode({ alg: 'ES256' })}.${encode([])}.AAAA`,
    'with no JSON': () => 'AAAA.AAAA.AAAA',
    'that is nothing': () => '',
    'of more than 16 KiB': () => mint(claims({ pad: 'x'.repeat(16_384) })),
  };
  for (const [given, forge] of Object.entries(forgeries)) {
    test(given, async (t) => {
      const { verify, server } = await setUp(t);
      assert.equal(told(await verify(await forge())), 'invalid-credential');
      assert.ok(server.asked <= 1);
    });
  }
  test('are refused without asking for keys where it costs nothing', async (t) => {
    const { verify, server } = await setUp(t);
    for (const token of ['', 'x', await mint(claims({ iss: 'other' })), await mint(claims({ exp: 1 }))])
      assert.ok('refused' in (await verify(token)));
    assert.equal(server.asked, 0);
  });
});

describe('what a token says', () => {
  test('scopes, claims and expiry', async (t) => {
    const { verify } = await setUp(t, { clockTolerance: 10 });
    const exp = now() + 60;
    const identity = await verify(await mint(claims({ exp, scope: 'read  write', email: 'a@acme.test' })));
    assert.ok(!('refused' in identity));
    assert.deepEqual(identity.scopes, ['read', 'write']);
    assert.equal(identity.claims?.['email'], 'a@acme.test');
    assert.equal(identity.expiresAt, (exp + 10) * 1000);
    const listed = await verify(await mint(claims({ scp: ['read', 7] })));
    assert.ok(!('refused' in listed));
    assert.deepEqual(listed.scopes, ['read']);
  });
  test('grants of the account that the document names', async (t) => {
    const asked: unknown[] = [];
    const grants = (account: unknown): Promise<readonly string[]> => {
      asked.push(account);
      return Promise.resolve(['READ@a']);
    };
    const { verify } = await setUp(t, { grants });
    const identity = await verify(await mint(claims({ email: 'a@acme.test' })), 'email');
    assert.ok(!('refused' in identity));
    assert.deepEqual(identity.grants, ['READ@a']);
    await verify(await mint());
    assert.deepEqual(asked, [
      { issuer: ISSUER, subject: 'alice', account: 'a@acme.test' },
      { issuer: ISSUER, subject: 'alice', account: 'alice' },
    ]);
    assert.equal(told(await verify(await mint(), 'email')), 'invalid-credential');
    assert.equal(told(await verify(await mint(), 'toString')), 'invalid-credential');
  });
  test('an account that does not exist, and a source that is down', async (t) => {
    const { verify } = await setUp(t, { grants: () => Promise.resolve(null) });
    assert.equal(told(await verify(await mint())), 'invalid-credential');
    const { verify: down } = await setUp(t, { grants: () => Promise.reject(new Error('down')) });
    await assert.rejects(down(await mint()), { undecidedCause: 'grants-unreachable' });
  });
});

describe('keys', () => {
  test('that cannot be had leave a token unjudged', async (t) => {
    const { verify, server } = await setUp(t);
    await server.close();
    await assert.rejects(verify(await mint()), { name: 'CannotJudgeError', undecidedCause: 'keys-unreachable' });
  });
  test('two of one name leave a token unjudged', async (t) => {
    const { verify, server } = await setUp(t);
    server.answer = json({ keys: [KEY, KEY] });
    await assert.rejects(verify(await mint()), { undecidedCause: 'keys-unreachable' });
  });
  test('are rotated without losing a token', async (t) => {
    const { verify, server } = await setUp(t);
    assert.equal(told(await verify(await mint())), `${ISSUER} alice`);
    server.answer = json({ keys: [{ ...(await exportJWK(stranger.publicKey)), kid: 'k2' }] });
    assert.equal(told(await verify(await mint(claims(), { kid: 'k2' }, stranger.privateKey))), `${ISSUER} alice`);
    assert.equal(told(await verify(await mint())), 'invalid-credential');
    assert.ok(server.asked <= 3);
  });
  test('that hang after a slow discovery are given up in the same time', async (t) => {
    const server = await keyServer(t, (request, response) => {
      if (request.url === '/jwks') return;
      setTimeout(() => {
        json({ issuer: server.url, jwks_uri: `${server.url}/jwks` })(request, response);
      }, 1000);
    });
    const started = performance.now();
    await assert.rejects(
      verifier({ issuer: server.url, audience: AUDIENCE })(await mint(claims({ iss: server.url }))),
      { undecidedCause: 'keys-unreachable' },
    );
    const took = performance.now() - started;
    assert.equal(server.asked, 2);
    assert.ok(took < 3000, `${String(took)} ms`);
  });
  test('are discovered, from the issuer that names itself', async (t) => {
    const server = await keyServer(t, json(null));
    const publish = (issuer: string, jwksUri: string): void => {
      server.answer = (request, response) => {
        const isMetadata = request.url === '/.well-known/openid-configuration';
        json(isMetadata ? { issuer, jwks_uri: jwksUri } : { keys: [KEY] })(request, response);
      };
    };
    const minted = await mint(claims({ iss: server.url }));
    publish(server.url, `${server.url}/jwks`);
    assert.equal(told(await verifier({ issuer: server.url, audience: AUDIENCE })(minted)), `${server.url} alice`);
    for (const [issuer, uri] of [
      [`${server.url}/`, `${server.url}/jwks`],
      [server.url, 'http://keys.evil.test/'],
    ] as const) {
      publish(issuer, uri);
      await assert.rejects(verifier({ issuer: server.url, audience: AUDIENCE })(minted), {
        undecidedCause: 'keys-unreachable',
      });
    }
  });
});

test('no token shows in what is thrown', async (t) => {
  const { verify, server } = await setUp(t, { grants: () => Promise.reject(new Error('down')) });
  const token = watch('token', await mint());
  const errors: unknown[] = [];
  await verify(token).catch((error: unknown) => errors.push(error));
  await server.close();
  await verifier({ issuer: ISSUER, audience: AUDIENCE, jwksUri: server.url })(token).catch((error: unknown) =>
    errors.push(error),
  );
  assert.equal(errors.length, 2);
  assertNoCanary(...errors);
});
