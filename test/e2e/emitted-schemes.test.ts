import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ClientOptions } from 'ws';
import type { Authorized } from '../../src/runtime/authorized.js';
import type { Identity, TokenEvidence } from '../../src/runtime/identity.js';
import type { WebSocketClientOptions } from '../../src/runtime/websocket/client.js';
import { assertNoCanary, canary, watch } from '../support/canary.js';
import {
  authenticatorsOf,
  basic,
  emittedFolders,
  overheard,
  recorded,
  type Presented,
} from '../support/emitted-at-work.js';
import { serveEmitted, type Served } from '../support/emitted-module.js';
import { json, keyServer } from '../support/key-server.js';
import { bearer, nextMessage, open, ORIGIN, refusal } from '../support/ws-gateway.js';

const options = ({ headers = {} }: Presented): ClientOptions => ({
  // As lists, so that a header can go out twice.
  headers: headers as Record<string, string>,
  origin: ORIGIN,
});
const target = (served: Served, path: string, { query = '' }: Presented): string => `${served.url}${path}${query}`;

/** Signs access tokens of an issuer whose keys are served on this machine. */
async function issuerOn(t: TestContext): Promise<{
  readonly issuer: string;
  readonly token: (name: string, claims: Record<string, unknown>, audience?: string) => Promise<string>;
}> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const server = await keyServer(t, (request, response) => {
    const answer = request.url === '/keys' ? { keys: [key] } : { issuer: server.url, jwks_uri: `${server.url}/keys` };
    json(answer)(request, response);
  });
  return {
    issuer: server.url,
    token: async (name, claims, audience = 'notes') =>
      watch(
        name,
        await new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
          .setIssuer(server.url)
          .setAudience(audience)
          .setSubject('reader')
          .setExpirationTime('5m')
          .sign(privateKey),
      ),
  };
}

suite('emitted folders at work', () => {
  const emitted = emittedFolders('schemes');
  const { said, listening } = overheard();

  interface SchemeCase {
    readonly server: string;
    readonly right: Presented;
    readonly wrong: Readonly<Record<string, Presented>>;
    readonly credentials: object;
    readonly badCredentials: object;
  }

  const schemeCases = async (t: TestContext) => {
    const { apiKeys, jwt, passwords, hashPassword } = emitted('schemes');
    const { issuer, token } = await issuerOn(t);
    const keys = { header: canary('header-key'), query: canary('query-key'), cookie: canary('cookie-key') };
    const password = canary('password');
    const hash = await hashPassword(password);
    const opaque = canary('bearer');
    const granted = await token('granted', { scope: 'notes:write' });
    const narrow = await token('narrow', { scope: 'notes:read' });
    const foreign = await token('foreign', { scope: 'notes:write' }, 'elsewhere');
    const other = canary('wrong');
    const { digestOf } = await import('../../src/runtime/api-keys.js');
    const keyOf = (key: string) =>
      apiKeys((digest): Identity | null => (digest === digestOf(key) ? { subject: 'reader' } : null));
    const authenticators = {
      headerKey: keyOf(keys.header),
      queryKey: keyOf(keys.query),
      cookieKey: keyOf(keys.cookie),
      account: passwords((username) => (username === 'ada' ? { hash } : null)),
      token: ({ token: given }: TokenEvidence) =>
        Promise.resolve(given === opaque ? { subject: 'reader' } : { refused: 'invalid-credential' as const }),
      authorizationServer: jwt({ issuer, audience: 'notes' }),
      login: jwt({ issuer, audience: 'notes' }),
    };
    const cases: readonly SchemeCase[] = [
      {
        server: 'header',
        right: { headers: { 'X-Key': keys.header } },
        wrong: {
          'another key': { headers: { 'x-key': other } },
          'the key in the query': { query: `?X-Key=${keys.header}` },
          'the key as a bearer token': bearer(keys.header),
          'the key twice': { headers: { 'x-key': [keys.header, keys.header] } },
        },
        credentials: { headerKey: keys.header },
        badCredentials: { headerKey: other },
      },
      {
        server: 'query',
        right: { query: `?key=${keys.query}` },
        wrong: {
          'another key': { query: `?key=${other}` },
          'the key in a header': { headers: { key: keys.query } },
          'two keys': { query: `?key=${keys.query}&key=${other}` },
          'the key under another name': { query: `?Key=${keys.query}` },
        },
        credentials: { queryKey: () => Promise.resolve(keys.query) },
        badCredentials: { queryKey: other },
      },
      {
        server: 'cookie',
        right: { headers: { cookie: `theme=dark; session=${keys.cookie}` } },
        wrong: {
          'another key': { headers: { cookie: `session=${other}` } },
          'the key in the query': { query: `?session=${keys.cookie}` },
          'two cookies of the name': { headers: { cookie: `session=${other}; session=${keys.cookie}` } },
        },
        credentials: { cookieKey: keys.cookie },
        badCredentials: { cookieKey: other },
      },
      {
        server: 'basic',
        right: basic('ada', password),
        wrong: {
          'another password': basic('ada', other),
          'another name': basic('bob', password),
          'no base64': { headers: { authorization: `Basic ada:${password}` } },
          'the password as a bearer token': bearer(password),
        },
        credentials: { account: { username: 'ada', password: () => password } },
        badCredentials: { account: { username: 'ada', password: other } },
      },
      {
        server: 'bearer',
        right: bearer(opaque),
        wrong: {
          'another token': bearer(other),
          'no scheme name': { headers: { authorization: opaque } },
          'another scheme name': { headers: { authorization: `Token ${opaque}` } },
        },
        credentials: { token: opaque },
        badCredentials: { token: other },
      },
      {
        server: 'oauth',
        right: bearer(granted),
        wrong: {
          'a text that is no token': bearer(other),
          'a token for another audience': bearer(foreign),
          'a token without the scope': bearer(narrow),
          'a token with a cut signature': bearer(granted.slice(0, -4)),
        },
        credentials: { authorizationServer: granted },
        badCredentials: { authorizationServer: foreign },
      },
      {
        server: 'openId',
        right: bearer(narrow),
        wrong: {
          'a text that is no token': bearer(other),
          'a token for another audience': bearer(foreign),
          'the token in the query': { query: `?authorization=${granted}` },
        },
        credentials: { login: granted },
        badCredentials: { login: foreign },
      },
    ];
    return { authenticators, cases };
  };

  test('each wired scheme lets its right credential in, and nothing else', async (t) => {
    const { authenticators, cases } = await schemeCases(t);
    const module = emitted('schemes');
    for (const { server, right, wrong, credentials, badCredentials } of cases) {
      await t.test(server, async (one) => {
        const calls: Authorized[] = [];
        const entry = module.websocket[server] ?? assert.fail(server);
        const guard = entry.guard({
          authenticators: authenticatorsOf(module, server, authenticators),
          origins: [ORIGIN],
          ...listening,
        });
        const handlers = { echoes: { echo: recorded(calls, { heard: true }) } };
        const served = await serveEmitted(one, guard, handlers);

        for (const [what, presented] of Object.entries({ nothing: {}, ...wrong })) {
          const refused = await refusal(target(served, '/echoes', presented), options(presented));
          const want = what === 'a token without the scope' ? 403 : 401;
          assert.equal(refused.status, want, `${server}: ${what}: ${refused.body}`);
          said.push(refused);
        }
        assert.equal(calls.length, 0);

        const socket = await open(target(served, '/echoes', right), options(right));
        const answered = nextMessage(socket);
        socket.send('{"say":"hello"}');
        assert.deepEqual(await answered, { heard: true });
        assert.deepEqual(
          calls.map(({ message }) => message),
          [{ say: 'hello' }],
        );
        socket.terminate();

        const dialling: Omit<WebSocketClientOptions, 'credentials'> = {
          url: served.url,
          origin: ORIGIN,
          onError: (error: unknown) => said.push(error),
        };
        const client = entry.connect({ ...dialling, credentials });
        const connection = client['echoes']?.() ?? assert.fail();
        assert.deepEqual(await connection['echo']?.({ say: 'again' }), { heard: true });
        assert.equal(calls.length, 2);
        await client.close();

        const intruder = entry.connect({ ...dialling, credentials: badCredentials });
        const turned = intruder['echoes']?.() ?? assert.fail();
        await assert.rejects(
          async () => await turned['echo']?.({ say: 'let me in' }),
          (error) => {
            said.push(error);
            return true;
          },
        );
        assert.equal((await turned.closed).code, 'unauthenticated');
        await intruder.close();
        assert.equal(calls.length, 2);
        assert.throws(() => entry.connect({ ...dialling, credentials: {} })['echoes']?.(), {
          code: 'credential-missing',
        });
      });
    }
    assertNoCanary(...said);
  });
});
