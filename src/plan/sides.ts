import type { Side, Target } from '../config/config.js';
import type { Policy, ServerPolicy } from '../runtime/policy.js';
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

/** Whether a side of a Kafka server receives the operation's records. */
export const isReceived = (
  operation: { readonly action: 'send' | 'receive' } | undefined,
  side: 'application' | 'peer',
): boolean => (operation?.action === 'receive') === (side === 'application');

export type KafkaFactory = 'kafkajsApplication' | 'kafkajsPeer' | 'kafkajsConnection';

/** What makes a cluster for one of its sides; where nothing is sent or received there, it only connects. */
export const kafkaFactory = (side: 'application' | 'peer', { rules }: ServerPolicy): KafkaFactory =>
  Object.keys(rules).length === 0 ? 'kafkajsConnection' : side === 'peer' ? 'kafkajsPeer' : 'kafkajsApplication';

/** The factories that the servers of these sides are made by. */
export const kafkaFactories = (
  policy: Policy,
  { applications, peers }: Pick<Sides, 'applications' | 'peers'>,
): readonly { readonly factory: KafkaFactory; readonly server: string }[] =>
  (
    [
      ['application', applications],
      ['peer', peers],
    ] as const
  ).flatMap(([side, ids]) =>
    [...ids].flatMap((server) => {
      const described = policy.servers[server];
      return described === undefined ? [] : [{ factory: kafkaFactory(side, described), server }];
    }),
  );

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
