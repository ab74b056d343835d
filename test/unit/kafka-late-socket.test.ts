import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { suite, test, type TestContext } from 'node:test';
import { LateSocket } from '../../src/runtime/kafkajs/late-socket.js';

/** A server that sends back what it gets, and a way to open a socket to it. */
const echo = async (
  t: TestContext,
): Promise<{ open: (secured: () => void) => Promise<Socket>; accepted: Socket[] }> => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of accepted) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { accepted, open: (secured) => Promise.resolve(connect(address.port, '127.0.0.1', secured)) };
};

/** Opens when told. */
const gate = (): { readonly opened: Promise<void>; open: () => void } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

suite('a socket that waits for its certificates', () => {
  test('what is written before it is open arrives after', async (t) => {
    const server = await echo(t);
    const { opened, open } = gate();
    const socket = new LateSocket(async (secured) => {
      await opened;
      return server.open(secured);
    });
    socket.write('early ');
    open();
    await once(socket, 'connect');
    socket.end('late');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    assert.equal(Buffer.concat(chunks).toString(), 'early late');
  });

  test('one that is ended before it is open never counts as connected, and leaves nothing open', async (t) => {
    const server = await echo(t);
    const { opened, open } = gate();
    const socket = new LateSocket(async (secured) => {
      await opened;
      return server.open(secured);
    });
    socket.on('connect', () => assert.fail('it is connected'));
    socket.resume().end();
    open();
    await once(socket, 'close');
    assert.equal(server.accepted.length, 1);
  });

  test('one that is destroyed before it is open hangs up', async (t) => {
    const server = await echo(t);
    let inner: Socket | undefined;
    const { opened, open } = gate();
    const socket = new LateSocket(async (secured) => {
      await opened;
      inner = await server.open(secured);
      return inner;
    });
    socket.destroy();
    open();
    await once(socket, 'close');
    assert.equal(inner?.destroyed, true);
  });

  test('certificates that cannot be had are its error', async () => {
    const socket = new LateSocket(() => Promise.reject(new Error('no certificate')));
    const [error] = (await once(socket, 'error')) as [Error];
    assert.equal(error.message, 'no certificate');
  });

  test('a connection that fails is its error', async () => {
    const socket = new LateSocket((secured) => Promise.resolve(connect(1, '127.0.0.1', secured)));
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  test('a broker that hangs up is its end', async (t) => {
    const server = await echo(t);
    const socket = new LateSocket(server.open);
    socket.write('x');
    await once(socket, 'data');
    for (const accepted of server.accepted) accepted.end();
    await once(socket, 'end');
  });
});
