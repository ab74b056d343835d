import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { WebSocket } from 'ws';
import { evidenceOf } from '../../src/runtime/evidence.js';
import type { GuardCore } from '../../src/runtime/guard-core.js';
import { createGuardCore } from '../../src/runtime/guard.js';
import { GuardedSocket } from '../../src/runtime/websocket/guarded-socket.js';
import { OpenSockets } from '../../src/runtime/websocket/open-sockets.js';
import { serveChannels, type ServedChannel } from '../../src/runtime/websocket/served-channel.js';
import { authenticators } from '../support/ws-gateway.js';
import { POLICY } from '../support/ws-policy.js';

/** As much of a socket of `ws` as the guard touches. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly bufferedAmount = 0;
  readyState = 1;
  readonly sent: unknown[] = [];
  send(frame: unknown): void {
    this.sent.push(frame);
  }
  resume(): void {
    // Nothing waits.
  }
  close(): void {
    this.readyState = 2;
  }
}

interface Stage {
  readonly open: OpenSockets;
  readonly channel: ServedChannel;
  readonly fake: FakeSocket;
  readonly webSocket: WebSocket;
  readonly socket: GuardedSocket;
}

const stage = async (change: Partial<GuardCore> = {}): Promise<Stage> => {
  const core = createGuardCore(POLICY, 'gateway', { authenticators });
  const open = new OpenSockets({ ...core, ...change }, false, 1024);
  const channel = serveChannels(POLICY, 'gateway', {}, undefined).get('news');
  assert(channel !== undefined);
  const caller = await core.authenticate(evidenceOf({ rawHeaders: ['axoniq-access-token', 'nobody'] }));
  const fake = new FakeSocket();
  const webSocket = fake as unknown as WebSocket;
  const socket = new GuardedSocket(webSocket, caller, channel, {}, undefined);
  open.add(socket);
  return { open, channel, fake, webSocket, socket };
};

test('a socket that is gone is kept nowhere', async () => {
  const { open, channel, webSocket, socket } = await stage();
  assert.equal(open.get(webSocket), socket);
  assert.equal(channel.sockets.size, 1);
  open.remove(webSocket);
  assert.equal(open.get(webSocket), undefined);
  assert.equal(channel.sockets.size, 0);
});

test('who has begun to close is sent nothing, and does not count as reached', async () => {
  const { open, fake, socket } = await stage();
  assert.equal(open.send(socket, 'one'), true);
  fake.readyState = 2;
  assert.equal(open.send(socket, 'two'), false);
  assert.deepEqual(fake.sent, ['one']);
});

test('what was closed listens to no revocation any more', async () => {
  let stopped = 0;
  const { open, fake } = await stage({
    onRevoke: () => () => {
      stopped += 1;
    },
  });
  const closed = open.close();
  fake.emit('close');
  await closed;
  assert.equal(stopped, 1);
});
