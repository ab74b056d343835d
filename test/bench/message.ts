import { once } from 'node:events';
import type { Socket } from 'node:net';
import { ratioFigure, tell, type Round } from './figure.js';
import { frame, handshake, withServers, type Measured } from './socket-peers.js';

const FRAMES = 200;
const WRITES = 100;
const ROUNDS = 15;

const TEXT = 1;
const PING = 9;
const event = { id: '0d2f6c1e-5f0b-4b0e-9f42-1f3a9c5b7d11', type: 'OrderPlaced', order: 4711, total: 99.9, paid: true };
// Many frames in one write are the hardest case: nothing else hides what the guard costs.
const batch = Buffer.concat([
  ...Array.from({ length: FRAMES }, () => frame(TEXT, JSON.stringify(event))),
  frame(PING, ''),
]);

await withServers(async ({ bare, guarded }, mint) => {
  const token = await mint('alice');
  const cost = async (server: Measured, socket: Socket): Promise<number> => {
    const before = await server.ask('cpu');
    for (let write = 0; write < WRITES; write += 1) {
      socket.write(batch);
      await once(socket, 'data');
    }
    return ((await server.ask('cpu')) - before) / (WRITES * FRAMES);
  };
  const toBare = await handshake(bare, token);
  const toGuarded = await handshake(guarded, token);
  for (let warm = 0; warm < 3; warm += 1) {
    await cost(bare, toBare);
    await cost(guarded, toGuarded);
  }
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ peer: await cost(bare, toBare), ours: await cost(guarded, toGuarded) });
  tell(ratioFigure('message, to bare ws and JSON.parse', 1.3, rounds, 'us of processor'));
  for (const socket of [toBare, toGuarded]) socket.destroy();
});
