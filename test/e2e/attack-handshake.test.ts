import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose';
import { WebSocket } from 'ws';
import { attackedGateway, bearer, PERSON, type Minting } from '../support/attack-gateway.js';
import { closing, open, raw, refusal, settled, upgradeRequest } from '../support/ws-gateway.js';

const APPEND = JSON.stringify({ type: 'append', event: { name: 'forged' } });
const seconds = (): number => Math.floor(Date.now() / 1000);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('wrong tokens, each with a good signature or a good disguise', async (t) => {
  const { url, issuer, mint, publicKey, answers, asked, handled } = await attackedGateway(t);
  const stranger = await generateKeyPair('ES256');
  const pem = await exportSPKI(await importJWK(publicKey).then((key) => key as CryptoKey));
  const claims = { iss: issuer, aud: 'events', sub: 'u-1', email: PERSON, exp: seconds() + 60 };
  const hmac = (secret: string, header: object): string => {
    const input = `${encode({ alg: 'HS256', ...header })}.${encode(claims)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  answers['/stranger'] = (_, response) => {
    response.end('{"keys":[]}');
  };
  const minted: readonly (readonly [string, Minting, string])[] = [
    ['another audience', { claims: { aud: 'other' } }, 'invalid-credential'],
    ['another issuer', { claims: { iss: `${issuer}/` } }, 'invalid-credential'],
    ['expired by more than the tolerance', { claims: { exp: seconds() - 6 } }, 'credential-expired'],
    ['not valid yet', { claims: { nbf: seconds() + 30 } }, 'invalid-credential'],
    ['an ID token’s type', { header: { typ: 'id_token' } }, 'invalid-credential'],
    ['a key that nobody published', { key: stranger.privateKey }, 'invalid-credential'],
    ['another kid', { header: { kid: 'two' } }, 'invalid-credential'],
    ['a kid of a property', { header: { kid: '__proto__' } }, 'invalid-credential'],
    ['a kid that is a list', { header: { kid: ['one'] } }, 'invalid-credential'],
    ['a jku', { header: { jku: `${issuer}/stranger` }, key: stranger.privateKey }, 'invalid-credential'],
    ['an x5u', { header: { x5u: `${issuer}/stranger` }, key: stranger.privateKey }, 'invalid-credential'],
    ['no account claim', { claims: { email: undefined } }, 'invalid-credential'],
    ['an account claim in a list', { claims: { email: [PERSON] } }, 'invalid-credential'],
    ['an account that does not exist', { claims: { email: 'eve@acme.test' } }, 'invalid-credential'],
    ['an account of a property', { claims: { email: '__proto__' } }, 'invalid-credential'],
    [
      'roles that the token gives itself',
      { claims: { email: 'constructor', roles: ['USE_CONTEXT@*'] } },
      'invalid-credential',
    ],
    ['an account in another case', { claims: { email: PERSON.toUpperCase() } }, 'invalid-credential'],
    ['as much as a header holds', { claims: { iss: 'x', pad: 'x'.repeat(11_000) } }, 'invalid-credential'],
  ];
  let urlSafe = await mint();
  // One signature in sixteen has none of the two letters that plain base64 writes differently.
  while (!/[-_]/.test(urlSafe)) urlSafe = await mint();
  const made: readonly (readonly [string, string])[] = [
    ['no signature', new UnsecuredJWT(claims).encode()],
    ['the public key as secret', hmac(pem, { kid: 'one' })],
    ['the JWK as secret', hmac(JSON.stringify(publicKey), { kid: 'one' })],
    ['an empty secret', hmac('', { kid: 'one' })],
    ['two tokens in one', `${await mint()},${await mint()}`],
    ['a scheme in the scheme', `Bearer ${await mint()}`],
    ['padding', `${await mint()}==`],
    ['plain base64', urlSafe.replace(/[-_]/g, '+')],
    ['nested', await mint({ header: { cty: 'JWT' }, claims: { iss: undefined } })],
  ];
  for (const [name, minting, want] of minted) {
    const { status, body } = await refusal(url(), bearer(await mint(minting)));
    assert.deepEqual([status, body], [401, JSON.stringify({ error: want })], name);
  }
  for (const [name, token] of made) {
    assert.equal((await refusal(url(), bearer(token))).status, 401, name);
  }
  assert.ok(!asked.includes('/stranger'), 'nothing that a token names is fetched');
  assert.equal(handled(), 0);
  (await open(url(), bearer(await mint()))).terminate();
});

test('credentials where none belong, or more of them than one', async (t) => {
  const { url, port, accounts, mint, handled } = await attackedGateway(t);
  const key = accounts.register('shop', ['USE_CONTEXT@billing']);
  const token = await mint();
  const target = '/ws/contexts/billing/events';
  const lines: readonly (readonly [string, readonly string[], number])[] = [
    ['key in the other header', [`Authorization: ${key}`], 401],
    ['key as bearer token', [`Authorization: Bearer ${key}`], 401],
    ['token as key', [`X-Application-Token: ${token}`], 401],
    ['token as Basic', [`Authorization: Basic ${Buffer.from(`u:${token}`).toString('base64')}`], 401],
    ['another scheme', [`Authorization: DPoP ${token}`], 401],
    ['a scheme that begins alike', [`Authorization: BearerX ${token}`], 401],
    ['no scheme', [`Authorization: ${token}`], 401],
    ['a tab for a blank', [`Authorization: Bearer\t${token}`], 401],
    ['a cookie', [`Cookie: X-Application-Token=${key}; authorization=Bearer ${token}`], 401],
    ['a subprotocol', [`Sec-WebSocket-Protocol: ${key}`], 401],
    ['a proxy’s header', [`Proxy-Authorization: Bearer ${token}`, `X-Forwarded-User: ${PERSON}`], 401],
    ['an underscore for a hyphen', [`X_Application_Token: ${key}`], 401],
    ['a blank in the name', [`X-Application-Token : ${key}`], 400],
    ['the key twice', [`X-Application-Token: ${key}`, `x-application-token: ${key}`], 401],
    ['the key and nothing', [`X-Application-Token: ${key}`, 'X-Application-Token:'], 401],
    ['two keys in one line', [`X-Application-Token: ${key}, ${key}`], 401],
    ['an empty key', ['X-Application-Token:'], 401],
    ['a key with a byte beyond ASCII', [`X-Application-Token: ${key}\xe9`], 401],
    ['a key with a zero byte', [`X-Application-Token: ${key}\0`], 400],
    ['token twice', [`Authorization: Bearer ${token}`, `AUTHORIZATION: Bearer ${token}`], 401],
    ['a folded line', [`X-Application-Token:\r\n ${key}`], 400],
    ['bare line feed', [`X: y\nX-Application-Token: ${key}`], 400],
  ];
  for (const [name, given, want] of lines) {
    const answer = await raw(port, upgradeRequest(target, given));
    assert.match(answer, new RegExp(`^HTTP/1.1 ${String(want)} `), name);
    assert.ok(!answer.includes(key) && !answer.includes(token), name);
  }
  for (const query of [`X-Application-Token=${key}`, `access_token=${token}`, `authorization=Bearer%20${token}`])
    assert.equal((await refusal(`${url()}?${query}`)).status, 401, query.slice(0, 20));
  assert.equal(handled(), 0);
  // One good credential beside a bad one of another source: the good one decides, the bad one is audited.
  const both = await open(url(), { headers: { 'x-application-token': 'bad', authorization: `bearer   ${token}` } });
  both.terminate();
});

test('request targets and methods that name a channel in another way', async (t) => {
  const { port, accounts, handled } = await attackedGateway(t);
  const key = [`X-Application-Token: ${accounts.register('shop', ['USE_CONTEXT@*'])}`];
  const targets: readonly (readonly [string, number])[] = [
    ['/ws/contexts/*/events', 403],
    ['/ws/contexts/%2A/events', 403],
    ['/ws/contexts/billing%20/events', 403],
    ['/ws/contexts/bill%C3%ADng/events', 403],
    ['/ws/contexts/billing;x=1/events', 403],
    ['/ws/contexts/billing%00/events', 400],
    ['/ws/contexts/billing%0d%0aX:y/events', 400],
    [`/ws/contexts/${'a'.repeat(12_000)}/events`, 101],
    ['/ws/contexts/_admin/events', 101],
    ['/ws/contexts/constructor/events', 101],
    ['/ws/contexts/__proto__/events', 101],
    ['/ws//contexts/billing/events', 404],
    ['/ws/./contexts/billing/events', 400],
    ['/ws/x/../contexts/billing/events', 400],
    ['/ws/%2e%2e/contexts/billing/events', 400],
    ['/ws%2Fcontexts/billing/events', 404],
    ['/ws\\contexts\\billing\\events', 404],
    ['/ws/contexts/billing/events/', 404],
    ['/ws/contexts/billing/EVENTS', 404],
    ['/ws/contexts/billing/events;v=1', 404],
    ['/ws/contexts/billing/events#x', 400],
    ['ws/contexts/billing/events', 400],
    ['*', 400],
    ['gateway.acme.test:443', 400],
    ['wss://gateway.acme.test/ws/contexts/billing/events', 400],
    ['///ws/contexts/billing/events', 400],
    ['/\\evil.test/ws', 404],
    ['/ws/contexts/%c0%ae%c0%ae/events', 400],
    ['/ws/contexts/%u0062illing/events', 400],
  ];
  for (const [target, want] of targets) {
    const request = upgradeRequest(target, key);
    if (want === 101) {
      const socket = connect(port, '127.0.0.1');
      socket.write(request);
      const [data] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      assert.match(data.toString(), /^HTTP\/1.1 101 /, target.slice(0, 60));
    } else assert.match(await raw(port, request), new RegExp(`^HTTP/1.1 ${String(want)} `), target);
  }
  for (const method of ['POST', 'HEAD', 'OPTIONS', 'PUT']) {
    const request = upgradeRequest('/ws/contexts/billing/events', key).replace('GET', method);
    assert.match(await raw(port, request), /^HTTP\/1.1 405 /, method);
  }
  const plain = `GET /ws/contexts/billing/events HTTP/1.1\r\nHost: x\r\n${key.join()}\r\n\r\n`;
  assert.match(await raw(port, plain), /^HTTP\/1.1 426 /, 'no upgrade at all');
  assert.equal(handled(), 0);
});

test('frames before the answer, and after the goodbye', async (t) => {
  const { url, port, accounts, handled } = await attackedGateway(t);
  const key = accounts.register('shop', ['USE_CONTEXT@billing']);
  const frame = Buffer.concat([Buffer.from([0x81, 0x80 + APPEND.length, 0, 0, 0, 0]), Buffer.from(APPEND)]);
  const early = upgradeRequest('/ws/contexts/billing/events', [`X-Application-Token: ${key}`]);
  assert.match(await raw(port, early + frame.toString('latin1')), /^HTTP\/1.1 400 /);

  const revoked = await open(url(), { headers: { 'x-application-token': key } });
  const closed = closing(revoked);
  accounts.remove('shop');
  for (let sent = 0; sent < 100; sent += 1) revoked.send(APPEND);
  assert.deepEqual(await closed, { code: 4401, reason: 'revoked' });
  assert.equal(handled(), 0);
});

test('frames that are odd at the level of the protocol harm their own socket alone', async (t) => {
  const { url, accounts, handled } = await attackedGateway(t);
  const headers = { 'x-application-token': accounts.register('shop', ['USE_CONTEXT@billing']) };
  const bystander = await open(url(), { headers });
  const odd: readonly (readonly [string, readonly number[], number])[] = [
    ['no mask', [0x81, 0x02, 0x7b, 0x7d], 1002],
    ['reserved bits', [0xc1, 0x80, 0, 0, 0, 0], 1002],
    ['a reserved opcode', [0x83, 0x80, 0, 0, 0, 0], 1002],
    ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
    ['a fragmented ping', [0x09, 0x80, 0, 0, 0, 0], 1002],
    ['a ping of 126 bytes', [0x89, 0xfe, 0, 126, 0, 0, 0, 0], 1002],
    ['a frame of 2^62 bytes', [0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1009],
    ['text that is no UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc0, 0xaf], 1007],
    ['a close code that nobody may send', [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed], 1002],
  ];
  for (const [name, bytes, want] of odd) {
    const webSocket = await open(url(), { headers });
    webSocket.on('error', () => undefined);
    const ended = closing(webSocket);
    const { _socket: wire } = webSocket as unknown as { readonly _socket: { write(data: Buffer): void } };
    wire.write(Buffer.from(bytes));
    assert.equal((await ended).code, want, name);
  }
  await settled(bystander);
  assert.equal(bystander.readyState, WebSocket.OPEN);
  bystander.terminate();
  assert.equal(handled(), 0);
});
