import type { Side, Target } from '../config/config.js';
import type { ServerPlan } from './server-plan.js';
import { transportOf } from './transport.js';

/** For which WebSocket servers the listening and the dialling side are emitted, by id. */
export interface Sides {
  readonly listening: ReadonlySet<string>;
  readonly dialling: ReadonlySet<string>;
}

/** The described application's side, its peer's, or both; `describes` says which of them listens. */
export const sidesOf = (
  servers: readonly ServerPlan[],
  options: { readonly side: Side; readonly targets: readonly Target[] },
): Sides => {
  const webSocket = options.targets.includes('ws')
    ? servers.filter((plan) => transportOf(plan.server) === 'websocket')
    : [];
  const idsWhere = (describes: 'server' | 'client', emitted: boolean): readonly string[] =>
    emitted ? webSocket.filter((plan) => plan.policy.describes === describes).map((plan) => plan.id) : [];
  const application = options.side !== 'peer';
  const peer = options.side !== 'application';
  return {
    listening: new Set([...idsWhere('server', application), ...idsWhere('client', peer)]),
    dialling: new Set([...idsWhere('client', application), ...idsWhere('server', peer)]),
  };
};
