import { ratioFigure, tell, type Round } from './figure.js';
import { handshake, withServers, type Measured } from './socket-peers.js';

const HANDSHAKES = 1_000;
const AT_ONCE = 8;
const ROUNDS = 9;

await withServers(async ({ bare, guarded }, mint) => {
  const token = await mint('alice');
  const cost = async (server: Measured): Promise<number> => {
    const before = await server.ask('cpu');
    for (let done = 0; done < HANDSHAKES; done += AT_ONCE) {
      const sockets = await Promise.all(Array.from({ length: AT_ONCE }, () => handshake(server, token)));
      for (const socket of sockets) socket.destroy();
    }
    return ((await server.ask('cpu')) - before) / HANDSHAKES;
  };
  for (let warm = 0; warm < 3; warm += 1) {
    await cost(bare);
    await cost(guarded);
  }
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ peer: await cost(bare), ours: await cost(guarded) });
  tell(ratioFigure('handshake with a token seen before, to bare ws', 1.4, rounds, 'us of processor'));
});
