import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A server under measurement. */
export interface Measured {
  readonly port: number;
  /** Microseconds of processor time so far, or bytes on the heap. */
  ask(question: 'cpu' | 'heap'): Promise<number>;
}

/** Both servers and an issuer, for as long as `use` runs. */
export async function withServers(
  use: (
    servers: Readonly<Record<'bare' | 'guarded', Measured>>,
    mint: (subject: string) => Promise<string>,
  ) => Promise<void>,
): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'k1' };
  const issuer = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key] }));
  });
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const jwksUri = `http://127.0.0.1:${String(portOf(issuer.address()))}/jwks`;
  const mint = (sub: string): Promise<string> =>
    new SignJWT({ iss: 'https://idp.acme.test', aud: 'events', sub, scope: 'events:read events:write', azp: 'gateway' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
      .setIssuedAt()
      .setJti(crypto.randomUUID())
      .setExpirationTime('1h')
      .sign(privateKey);
  const started: ChildProcess[] = [];
  try {
    const bare = await start(started, ['bare']);
    await use({ bare, guarded: await start(started, ['guarded', jwksUri]) }, mint);
  } finally {
    for (const server of started) server.kill();
    issuer.close();
    issuer.closeAllConnections();
  }
}

async function start(started: ChildProcess[], args: readonly string[]): Promise<Measured> {
  const file = fileURLToPath(new URL('socket-server.ts', import.meta.url));
  const server = fork(file, args, { execArgv: ['--expose-gc', '--import', 'tsx'] });
  started.push(server);
  const [address] = (await once(server, 'message')) as [AddressInfo];
  return {
    port: address.port,
    ask: async (question) => {
      server.send(question);
      const [answer] = (await once(server, 'message')) as [number];
      return answer;
    },
  };
}

/** A socket after its handshake: plain bytes, so that the peer costs as little as can be. */
export async function handshake({ port }: Measured, token: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    [
      'GET /ws/contexts/billing/events HTTP/1.1',
      'Host: gateway.acme.test',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'User-Agent: bench',
      `Authorization: Bearer ${token}`,
      '\r\n',
    ].join('\r\n'),
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!answer.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(answer.toString('latin1'));
  return socket;
}

/** A masked frame of a client, RFC 6455, section 5.2; its content is shorter than 126 bytes. */
export function frame(opcode: number, content: string): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const bytes = Buffer.from(content);
  for (const [index, byte] of bytes.entries()) bytes[index] = byte ^ (mask[index & 3] ?? 0);
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | bytes.length]), mask, bytes]);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
