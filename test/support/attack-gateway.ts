import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { Accounts } from '../../examples/websocket-gateway/accounts.js';
import { createGateway } from '../../examples/websocket-gateway/app.js';
import type { DecisionEvent } from '../../examples/websocket-gateway/guards/index.js';
import { json } from './key-server.js';

/** Claims and header over those of a good token; undefined leaves one out. */
export interface Minting {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: CryptoKey;
}

export interface AttackedGateway {
  readonly port: number;
  /** The channel of a context. */
  readonly url: (context?: string) => string;
  readonly issuer: string;
  readonly accounts: Accounts;
  readonly events: DecisionEvent[];
  /** What the identity provider answers, by path. */
  readonly answers: Record<string, RequestListener>;
  /** Paths that the identity provider was asked for. */
  readonly asked: string[];
  readonly publicKey: JWK;
  readonly mint: (minting?: Minting) => Promise<string>;
  /** How many frames reached a handler. */
  readonly handled: () => number;
}

export const PERSON = 'ann@acme.test';
const seconds = (): number => Math.floor(Date.now() / 1000);

/** The example's own gateway with a real identity provider, both on loopback, both ended with the test. */
export async function attackedGateway(t: TestContext): Promise<AttackedGateway> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const asked: string[] = [];
  const answers: Record<string, RequestListener> = {};
  const provider = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    (answers[path] ?? json({}, 404))(request, response);
  });
  const issuer = `http://127.0.0.1:${String(await listening(t, provider))}`;
  answers['/.well-known/openid-configuration'] = json({ issuer, jwks_uri: `${issuer}/keys` });
  answers['/keys'] = json({ keys: [jwk] });

  const accounts = new Accounts();
  accounts.register(PERSON, ['USE_CONTEXT@billing']);
  const events: DecisionEvent[] = [];
  const port = await listening(t, createGateway({ accounts, issuer, log: (event) => events.push(event) }));
  return {
    port,
    url: (context = 'billing') => `ws://127.0.0.1:${String(port)}/ws/contexts/${context}/events`,
    issuer,
    accounts,
    events,
    answers,
    asked,
    publicKey: jwk,
    mint: ({ claims, header, key } = {}) =>
      new SignJWT({
        iss: issuer,
        aud: 'events',
        sub: 'u-1',
        email: PERSON,
        iat: seconds(),
        exp: seconds() + 60,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt', ...header })
        .sign(key ?? privateKey),
    handled: () => events.filter(({ checkpoint, outcome }) => checkpoint === 'inbound' && outcome === 'allowed').length,
  };
}

async function listening(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The header of a bearer token. */
export const bearer = (token: string): { readonly headers: { readonly authorization: string } } => ({
  headers: { authorization: `Bearer ${token}` },
});
