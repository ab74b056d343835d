import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { attackedGateway, bearer } from '../support/attack-gateway.js';
import { json } from '../support/key-server.js';
import { open, refusal } from '../support/ws-gateway.js';

const DISCOVERY = '/.well-known/openid-configuration';

test('a key server that is down or says anything else lets nobody in, and loses no key holder', async (t) => {
  const endless: RequestListener = (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(256 * 1024)), 1);
    response.on('close', () => {
      clearInterval(timer);
    });
  };
  const redirect: RequestListener = (_, response) => {
    response.writeHead(302, { location: '/elsewhere' }).end();
  };
  const cases: readonly (readonly [string, string, (issuer: string) => RequestListener])[] = [
    ['500', '/keys', () => json({}, 500)],
    ['HTML', '/keys', () => (_, response) => response.end('<html>')],
    ['an endless body', '/keys', () => endless],
    ['a redirect', '/keys', () => redirect],
    ['a reset', '/keys', () => (request) => request.socket.destroy()],
    ['a list', '/keys', () => json([])],
    ['null', '/keys', () => json(null)],
    ['keys that are none', '/keys', () => json({ keys: 'x' })],
    ['101 keys', '/keys', () => json({ keys: Array.from({ length: 101 }, () => ({ kty: 'EC' })) })],
    ['no discovery', DISCOVERY, () => json({}, 404)],
    ['discovery that redirects', DISCOVERY, () => redirect],
    [
      'discovery of another issuer',
      DISCOVERY,
      (issuer) => json({ issuer: 'https://evil.test', jwks_uri: `${issuer}/keys` }),
    ],
    ['discovery with keys in clear', DISCOVERY, (issuer) => json({ issuer, jwks_uri: 'http://keys.test/keys' })],
    ['discovery with keys in a file', DISCOVERY, (issuer) => json({ issuer, jwks_uri: 'file:///etc/passwd' })],
    ['discovery with keys in a data URL', DISCOVERY, (issuer) => json({ issuer, jwks_uri: 'data:,{"keys":[]}' })],
    ['discovery of the prototype', DISCOVERY, () => json({ __proto__: null, constructor: {} })],
  ];
  await Promise.all(
    cases.map(async ([name, path, answer]) => {
      const { url, issuer, answers, accounts, asked, mint, handled } = await attackedGateway(t);
      answers[path] = answer(issuer);
      const { status, body } = await refusal(url(), bearer(await mint()));
      assert.deepEqual([status, body], [503, JSON.stringify({ error: 'keys-unreachable' })], name);
      assert.ok(!asked.includes('/elsewhere'), name);
      // The other source of identity is no worse for it, not even beside a token that cannot be judged.
      const key = { 'x-application-token': accounts.register('shop', ['USE_CONTEXT@billing']) };
      (await open(url(), { headers: { ...key, ...bearer(await mint()).headers } })).terminate();
      assert.equal(handled(), 0, name);
    }),
  );
});

test('a rotation, a withdrawal of all keys, and two keys of one name', async (t) => {
  const { url, answers, mint, publicKey } = await attackedGateway(t);
  const good = bearer(await mint());
  (await open(url(), good)).terminate();
  const next = await generateKeyPair('ES256');
  const nextKey = { ...(await exportJWK(next.publicKey)), kid: 'two', alg: 'ES256' };
  const rotated = { header: { kid: 'two' }, key: next.privateKey };

  answers['/keys'] = json({ keys: [nextKey, { ...nextKey, kid: 'two' }] });
  assert.equal((await refusal(url(), bearer(await mint(rotated)))).status, 503, 'nobody can say which is meant');
  (await open(url(), good)).terminate();

  answers['/keys'] = json({ keys: [publicKey, nextKey] });
  await new Promise((resolve) => setTimeout(resolve, 1000)); // One fetch a second.
  (await open(url(), bearer(await mint(rotated)))).terminate();
  assert.equal((await refusal(url(), bearer(await mint({ header: { kid: 'two' } })))).status, 401, 'not its key');

  answers['/keys'] = json({ keys: [] });
  assert.equal((await refusal(url(), bearer(await mint({ header: { kid: 'three' } })))).status, 401);
  assert.equal((await refusal(url(), good)).status, 401, 'withdrawn keys count no longer');
});

test('a flood of unknown kids asks for keys once a second, and keeps nobody out', async (t) => {
  const { url, asked, mint, handled } = await attackedGateway(t);
  (await open(url(), bearer(await mint()))).terminate();
  const before = asked.filter((path) => path === '/keys').length;
  const started = Date.now();
  const flood = Array.from({ length: 60 }, async (_, index) =>
    refusal(url(), bearer(await mint({ header: { kid: `k${String(index)}` } }))),
  );
  const good = await open(url(), bearer(await mint()));
  assert.ok(Date.now() - started < 900, 'a known kid waits for no fetch');
  for (const { status } of await Promise.all(flood)) assert.equal(status, 401);
  const fetches = asked.filter((path) => path === '/keys').length - before;
  assert.ok(fetches >= 1 && fetches <= 1 + Math.ceil((Date.now() - started) / 1000), String(fetches));

  // Refused ones count against their address, outages do not; the key of an application needs none of this.
  for (let tries = 0; tries < 40; tries += 1) await refusal(url(), { headers: { 'x-application-token': 'wrong' } });
  const late = await refusal(url(), bearer(await mint()));
  assert.deepEqual([late.status, late.body], [503, JSON.stringify({ error: 'too-many-from-address' })]);
  assert.equal(good.readyState, good.OPEN, 'who is in stays in');
  good.terminate();
  assert.equal(handled(), 0);
});
