import { ratioFigure, tell, type Round } from './figure.js';
import { handshake, withServers, type Measured } from './socket-peers.js';

const HANDSHAKES = 400;
const AT_ONCE = 8;
/** Many short ones: what else the machine does then falls on both sides alike, and the middle one is steady. */
const ROUNDS = 31;
const WARM_ROUNDS = 10;

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
  for (let warm = 0; warm < WARM_ROUNDS; warm += 1) {
    await cost(bare);
    await cost(guarded);
  }
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ peer: await cost(bare), ours: await cost(guarded) });
  tell(ratioFigure('handshake with a token seen before, to bare ws', 1.4, rounds, 'us of processor'));
});
