import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { TestContext } from 'node:test';

/** An http server on this machine whose answer can be changed, and that counts how often it was asked. */
export interface KeyServer {
  readonly url: string;
  answer: RequestListener;
  asked: number;
  close(): Promise<void>;
}

/** Starts a key server that ends with the test. */
export async function keyServer(t: TestContext, answer: RequestListener): Promise<KeyServer> {
  const server = createServer((request, response) => {
    started.asked += 1;
    started.answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  t.after(close);
  const started: KeyServer = { url: `http://127.0.0.1:${String(address.port)}`, answer, asked: 0, close };
  return started;
}

/** An answer in JSON. */
export function json(value: unknown, status = 200): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
}
