import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';

/** Publishes the keys of producers on loopback, and can be down. */
export interface KeyServer {
  readonly url: string;
  isDown: boolean;
  /** A new key of a producer: the public half is published under its name, the private one is given. */
  publish(producer: string, kid: string): Promise<string>;
  close(): void;
}

/** A new private key in JSON, and its public half. */
export const newKey = async (kid: string): Promise<{ readonly secret: string; readonly open: object }> => {
  const { privateKey, publicKey } = await generateKeyPair('Ed25519', { extractable: true });
  const named = { kid, alg: 'EdDSA', use: 'sig' };
  return {
    secret: JSON.stringify({ ...(await exportJWK(privateKey)), ...named }),
    open: { ...(await exportJWK(publicKey)), ...named },
  };
};

export const startKeyServer = async (): Promise<KeyServer> => {
  const keys: object[] = [];
  const server = createServer((_, response) => {
    response.writeHead(started.isDown ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const started: KeyServer = {
    url: `http://127.0.0.1:${String(port)}/producers.json`,
    isDown: false,
    async publish(producer, kid) {
      const { secret, open } = await newKey(kid);
      keys.push({ ...open, sub: producer });
      return secret;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return started;
};
