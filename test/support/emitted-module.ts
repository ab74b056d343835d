import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { WebSocketServer } from 'ws';
import type { apiKeys } from '../../src/runtime/api-keys.js';
import type { evidenceOf } from '../../src/runtime/evidence.js';
import type { Guard, GuardOptions } from '../../src/runtime/guard-types.js';
import type { jwt } from '../../src/runtime/jwt.js';
import type { hashPassword, passwords } from '../../src/runtime/passwords.js';
import type { Policy } from '../../src/runtime/policy.js';
import type { WebSocketClient, WebSocketClientOptions } from '../../src/runtime/websocket/client.js';
import type { WebSocketConnection } from '../../src/runtime/websocket/connection-types.js';
import type { WebSocketGuard, WebSocketGuardOptions } from '../../src/runtime/websocket/server.js';
import { fixtureFiles, writeEmitted } from './emitted-fixtures.js';

type Call = (...given: unknown[]) => unknown;
type Channel<Member> = Readonly<Record<string, Member>>;
export type Handlers = Readonly<Record<string, Channel<Call>>>;
export type Sockets = Readonly<Record<string, Channel<(...given: unknown[]) => number>>>;
export type Connection = WebSocketConnection & Channel<(given: unknown) => unknown>;
export type Client = WebSocketClient<Readonly<Record<string, (parameters?: object) => Connection>>>;

/** What an emitted `index.ts` exports, for code that learns the document's names at run time. */
export interface EmittedModule {
  readonly POLICY: Policy;
  readonly guards: Readonly<Record<string, (options: GuardOptions<object>) => Guard>>;
  readonly websocket: Readonly<
    Record<
      string,
      {
        guard(options: WebSocketGuardOptions<object>): WebSocketGuard<string, Handlers, Sockets>;
        connect(options: WebSocketClientOptions): Client;
      }
    >
  >;
  readonly evidenceOf: typeof evidenceOf;
  readonly apiKeys: typeof apiKeys;
  readonly jwt: typeof jwt;
  readonly passwords: typeof passwords;
  readonly hashPassword: typeof hashPassword;
}

/** Writes what a fixture gives below a folder of this project and imports it, as an app would. */
export async function importEmitted(folder: string, name: string): Promise<EmittedModule> {
  await writeEmitted(join(folder, name), await fixtureFiles(name));
  return (await import(pathToFileURL(join(folder, name, 'index.ts')).href)) as EmittedModule;
}

export interface Served {
  readonly url: string;
  readonly sockets: Sockets;
}

/** Serves a guard's channels on a free port until the test ends; `url` is without the path. */
export async function serveEmitted(
  t: TestContext,
  guard: WebSocketGuard<string, Handlers, Sockets>,
  handlers: Handlers,
): Promise<Served> {
  const http = createServer();
  const sockets = guard.serve(http, new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 }), handlers);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  t.after(async () => {
    await sockets.close();
    http.closeAllConnections();
    http.close();
  });
  const address = http.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { url: `ws://127.0.0.1:${String(address.port)}`, sockets };
}
