import type { Side, Target } from '../config/config.js';
import type { ServerPlan } from './server-plan.js';
import { transportOf } from './transport.js';

/** For which servers which side is emitted, by id. */
export interface Sides {
  /** WebSocket: the side that listens, and the side that dials. */
  readonly listening: ReadonlySet<string>;
  readonly dialling: ReadonlySet<string>;
  /** Kafka, where both sides dial: the described application, and its peer. */
  readonly applications: ReadonlySet<string>;
  readonly peers: ReadonlySet<string>;
}

/** The described application's side, its peer's, or both; of a socket `describes` says which of them listens. */
export const sidesOf = (
  servers: readonly ServerPlan[],
  options: { readonly side: Side; readonly targets: readonly Target[] },
): Sides => {
  const webSocket = options.targets.includes('ws')
    ? servers.filter((plan) => transportOf(plan.server) === 'websocket')
    : [];
  const idsWhere = (describes: 'server' | 'client', emitted: boolean): readonly string[] =>
    emitted ? webSocket.filter((plan) => plan.policy.describes === describes).map((plan) => plan.id) : [];
  const kafka = servers.filter(({ policy }) => policy.kafka !== undefined).map(({ id }) => id);
  const application = options.side !== 'peer';
  const peer = options.side !== 'application';
  return {
    listening: new Set([...idsWhere('server', application), ...idsWhere('client', peer)]),
    dialling: new Set([...idsWhere('client', application), ...idsWhere('server', peer)]),
    applications: new Set(application ? kafka : []),
    peers: new Set(peer ? kafka : []),
  };
};
