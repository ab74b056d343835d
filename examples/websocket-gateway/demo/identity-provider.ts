import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A small issuer of tokens on loopback: discovery, keys, and a way to mint. */
export interface IdentityProvider {
  readonly issuer: string;
  /** A token for this e-mail address that expires in `seconds`. */
  mint(email: string, seconds: number): Promise<string>;
  close(): void;
}

export const startIdentityProvider = async (): Promise<IdentityProvider> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'demo', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    const issuer = issuerOf(server.address() as AddressInfo);
    const answers: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: [key] },
    };
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = issuerOf(server.address() as AddressInfo);
  return {
    issuer,
    mint: (email, seconds) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ email })
        .setProtectedHeader({ alg: 'ES256', kid: 'demo', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience('events')
        .setSubject(`user of ${email}`)
        .setIssuedAt(Math.min(now, now + seconds - 1))
        .setExpirationTime(now + seconds)
        .sign(privateKey);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const issuerOf = ({ port }: AddressInfo): string => `http://127.0.0.1:${String(port)}`;
