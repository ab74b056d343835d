import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { Identity, Refusal } from '../../src/runtime/identity.js';
import { jwt } from '../../src/runtime/jwt.js';
import type { JwtOptions } from '../../src/runtime/jwt-options.js';
import { json, keyServer, type KeyServer } from '../support/key-server.js';

// A token that was verified a moment ago is not verified again; each test is an attack on that, or its price.

const ISSUER = 'https://idp.acme.test';
const first = await generateKeyPair('ES256', { extractable: true });
const second = await generateKeyPair('ES256', { extractable: true });
const KEY: JWK = { ...(await exportJWK(first.publicKey)), kid: 'k1' };
const NEXT_KEY: JWK = { ...(await exportJWK(second.publicKey)), kid: 'k1' };

const seconds = (): number => Math.floor(Date.now() / 1000);

async function mint(claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return new SignJWT({ iss: ISSUER, aud: 'events', sub: 'alice', exp: seconds() + 600, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .sign(first.privateKey);
}

type Verify = (token: string) => Promise<string>;

function verifier(server: KeyServer, options: Partial<JwtOptions> = {}): Verify {
  const authenticator = jwt({ issuer: ISSUER, audience: 'events', jwksUri: `${server.url}/jwks`, ...options });
  const { signal } = new AbortController();
  return async (token) => told(await authenticator({ token }, { signal, provider: 'idp', usernameClaim: null }));
}

const told = (answer: Identity | Refusal): string => ('refused' in answer ? answer.refused : answer.subject);

/** Counts the signatures that are verified from now on. */
function counted(t: TestContext): () => number {
  const verify = t.mock.method(webcrypto.subtle, 'verify');
  return () => verify.mock.callCount();
}

test('a token is verified once', async (t) => {
  const verify = verifier(await keyServer(t, json({ keys: [KEY] })));
  const signatures = counted(t);
  const token = await mint();
  for (let time = 0; time < 3; time += 1) assert.equal(await verify(token), 'alice');
  assert.equal(signatures(), 1);
});

test('what resembles a verified token is not taken for it', async (t) => {
  const verify = verifier(await keyServer(t, json({ keys: [KEY] })));
  const token = await mint();
  assert.equal(await verify(token), 'alice');
  const [header = '', payload = '', signature = ''] = token.split('.');
  const forged = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
  const bob = { iss: ISSUER, aud: 'events', sub: 'bob', exp: seconds() + 600 };
  const cases = {
    'same signature, another subject': `${header}.${forged(bob)}.${signature}`,
    'same signature and subject, more scopes': `${header}.${forged({ ...bob, sub: 'alice', scope: 'admin' })}.${signature}`,
    'same claims, another signature': `${header}.${payload}.${signature.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'))}`,
    'same claims and signature, another header': `${forged({ alg: 'ES256', kid: 'k1', typ: 'JWT' })}.${payload}.${signature}`,
  };
  for (const [given, presented] of Object.entries(cases))
    assert.equal(await verify(presented), 'invalid-credential', given);
});

test('no verifier believes another', async (t) => {
  const server = await keyServer(t, json({ keys: [KEY] }));
  const token = await mint();
  assert.equal(await verifier(server)(token), 'alice');
  assert.equal(await verifier(server, { audience: 'orders' })(token), 'invalid-credential');
  assert.equal(await verifier(server, { algorithms: ['RS256'] })(token), 'invalid-credential');
  assert.equal(await verifier(server, { typ: 'at+jwt' })(token), 'invalid-credential');
  const stranger = await keyServer(t, json({ keys: [NEXT_KEY] }));
  assert.equal(await verifier(stranger)(token), 'invalid-credential');
});

test('an account that was removed is refused with the token that was let in', async (t) => {
  let grants: readonly string[] | null = [];
  const verify = verifier(await keyServer(t, json({ keys: [KEY] })), { grants: () => grants });
  const token = await mint();
  assert.equal(await verify(token), 'alice');
  grants = null;
  assert.equal(await verify(token), 'invalid-credential');
});

test('time', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const verify = verifier(await keyServer(t, json({ keys: [KEY] })));
  const short = await mint({ exp: seconds() + 30 });
  const long = await mint({ exp: seconds() + 600, sub: 'bob' });
  assert.equal(await verify(short), 'alice');
  assert.equal(await verify(long), 'bob');
  const signatures = counted(t);

  t.mock.timers.tick(40_000);
  assert.equal(await verify(short), 'credential-expired', 'a token expires at its own time');
  assert.equal(await verify(long), 'bob');
  assert.equal(signatures(), 0);

  t.mock.timers.tick(21_000);
  assert.equal(await verify(long), 'bob');
  assert.equal(signatures(), 1, 'after a minute a signature is verified anew');
});

test('other keys under the same name', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const server = await keyServer(t, json({ keys: [KEY] }));
  const verify = verifier(server);
  t.mock.timers.tick(9.5 * 60_000);
  const token = await mint();
  assert.equal(await verify(token), 'alice');
  server.answer = json({ keys: [NEXT_KEY] });
  t.mock.timers.tick(10 * 60_000 - 1);
  const late = await mint();
  assert.equal(await verify(late), 'alice');
  t.mock.timers.tick(2);
  assert.equal(await verify(late), 'invalid-credential', 'verified 2 ms ago, by a key that is withdrawn');
});

test('the same keys published again flush nothing, so that unknown names cannot', async (t) => {
  const server = await keyServer(t, json({ keys: [KEY] }));
  const verify = verifier(server);
  const token = await mint();
  assert.equal(await verify(token), 'alice');
  const asked = server.asked;
  const unknown = await new SignJWT({ iss: ISSUER, aud: 'events', sub: 'mallory', exp: seconds() + 60 })
    .setProtectedHeader({ alg: 'ES256', kid: 'made up' })
    .sign(second.privateKey);
  assert.equal(await verify(unknown), 'invalid-credential');
  assert.equal(server.asked, asked + 1);
  const signatures = counted(t);
  assert.equal(await verify(token), 'alice');
  assert.equal(signatures(), 0);
});

test('many tokens of one subject, or many bad ones, push out nobody else', async (t) => {
  const verify = verifier(await keyServer(t, json({ keys: [KEY] })));
  const alice = await mint();
  assert.equal(await verify(alice), 'alice');
  const mallorys = await Promise.all(
    Array.from({ length: 20 }, (_, jti) => mint({ sub: 'mallory', jti: String(jti) })),
  );
  for (const token of mallorys) assert.equal(await verify(token), 'mallory');
  for (const token of mallorys) assert.equal(await verify(`${token.slice(0, -8)}AAAAAAAA`), 'invalid-credential');
  const signatures = counted(t);
  assert.equal(await verify(alice), 'alice');
  assert.equal(signatures(), 0);
  assert.equal(await verify(mallorys[0] ?? ''), 'mallory');
  assert.equal(signatures(), 1, 'only their own');
});
