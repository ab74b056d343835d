import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type * as Jwt from '../../src/runtime/jwt.js';
import type * as Guarding from '../../src/runtime/websocket/server.js';
import { POLICY, type Operation } from '../support/ws-policy.js';
import { built } from './built.js';

// One server in a process of its own: `bare` with ws alone, or `guarded` with the emitted runtime. Says what it cost.

const [, , kind, jwksUri = ''] = process.argv;
const http = createServer();
if (kind === 'guarded') await guard(http);
else serve(http);
http.listen(0, '127.0.0.1');
await once(http, 'listening');

process.on('message', (question) => {
  process.send?.(question === 'heap' ? heap() : processorTime());
});
process.send?.(http.address());

/** What everybody writes first: takes each socket, and parses what it says. */
function serve(server: Server): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('message', parse);
    });
  });
}

function parse(data: Buffer): void {
  handle(JSON.parse(data.toString('utf8')));
}

async function guard(server: Server): Promise<void> {
  const { webSocketGuard } = (await import(built('runtime/websocket/server.js'))) as typeof Guarding;
  const { jwt } = (await import(built('runtime/jwt.js'))) as typeof Jwt;
  const guarding = webSocketGuard<Operation, object, object, object>(POLICY, 'gateway', {
    authenticators: {
      applicationToken: () => Promise.resolve({ refused: 'invalid-credential' }),
      externalLogin: jwt({
        issuer: 'https://idp.acme.test',
        audience: 'events',
        jwksUri,
        grants: () => ['PUBLISH_EVENTS@billing', 'READ_EVENTS@billing'],
      }),
    },
    origins: 'no-browsers',
    // All peers are one address here.
    limits: { perAddress: 1_000_000, inFlight: 1_000_000 },
  });
  guarding.serve(server, new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 }), {
    events: {
      appendEvent: ({ message }: { readonly message: unknown }) => {
        handle(message);
      },
    },
  });
}

function handle(message: unknown): undefined {
  if (typeof message !== 'object') throw new TypeError('no event');
}

/** Bytes, after all that is garbage has gone. */
function heap(): number {
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Microseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
