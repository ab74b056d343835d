import type { GuardedSocket } from './guarded-socket.js';

const HEARTBEAT_MS = 30_000;

/** Finds peers that went away without a word: who does not answer a ping until the next one is cut off. */
export function startHeartbeat(
  sockets: () => Iterable<GuardedSocket>,
  every = HEARTBEAT_MS,
): () => void {
  const timer = setInterval(() => {
    for (const socket of sockets()) {
      if (socket.webSocket.isPaused) continue; // We do not read, so that we cannot see an answer.
      if (!socket.alive) {
        socket.webSocket.terminate();
        continue;
      }
      socket.alive = false;
      socket.webSocket.ping();
    }
  }, every);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
