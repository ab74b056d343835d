import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';

export type UpgradeServer = HttpServer | HttpsServer;

/** Whether a guard has a channel at this request target. */
type Serves = (target: string | undefined) => boolean;

const guards = new WeakMap<UpgradeServer, Set<Serves>>();

/** One guard's part in the upgrade requests of an HTTP server. */
export interface UpgradeShare {
  /** Whether this guard has to answer, which knows whether it has a channel there: each request gets exactly one answer. */
  answers(target: string | undefined, hasChannel: boolean): boolean;
  leave(): void;
}

/**
 * Lets several guards, and other libraries, stand on one HTTP server. The first guard with a channel at a path answers for
 * it; paths of none are refused by the first guard, unless another library listens too: then they are left to that.
 */
export function shareUpgrades(
  server: UpgradeServer,
  serves: Serves,
): UpgradeShare {
  const all = guards.get(server) ?? new Set();
  guards.set(server, all);
  all.add(serves);
  return {
    answers(target, hasChannel) {
      for (const other of all) {
        const isOwn = other === serves;
        if (isOwn ? hasChannel : other(target)) return isOwn;
      }
      const [first] = all;
      return first === serves && server.listenerCount('upgrade') <= all.size;
    },
    leave() {
      all.delete(serves);
    },
  };
}
