import type { Socket } from 'node:net';
import { tell } from './figure.js';
import { handshake, withServers, type Measured } from './socket-peers.js';

const SOCKETS = 5_000;
/** These bring code with them that the others share. */
const FIRST = 1_000;
const MOST = 1_536;

await withServers(async ({ bare, guarded }, mint) => {
  const tokens = await Promise.all(Array.from({ length: SOCKETS }, (_, index) => mint(`user-${String(index)}`)));
  const open: Socket[] = [];
  const cost = async (server: Measured): Promise<number> => {
    for (const token of tokens.slice(0, FIRST)) open.push(await handshake(server, token));
    const before = await server.ask('heap');
    for (const token of tokens.slice(FIRST)) open.push(await handshake(server, token));
    return ((await server.ask('heap')) - before) / (SOCKETS - FIRST);
  };
  const peer = await cost(bare);
  const ours = await cost(guarded);
  const more = ours - peer;
  tell({
    name: 'heap of an idle socket, each with a token of its own, beyond bare ws',
    goal: '<= 1.5 KB',
    measured: `${(more / 1024).toFixed(2)} KB (${(ours / 1024).toFixed(2)} against ${(peer / 1024).toFixed(2)} KB)`,
    ok: more <= MOST,
  });
  for (const socket of open) socket.destroy();
});
