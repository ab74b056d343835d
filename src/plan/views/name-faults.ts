import type { Diagnostic } from '../../diagnostics/index.js';
import type { Channel, SecurityModel } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import { isReceived, type Sides } from '../sides.js';
import {
  channelOwner,
  clusterTypes,
  parametersType,
  recordHandlersType,
  serverOwner,
  serverTypes,
  socketChannelTypes,
  socketTypes,
} from './emitted-types.js';
import { providersOf } from './server-view.js';
import { typeNames } from './type-names.js';

/** What the views would find wrong with names, without the views: the same types are named, in the same order. */
export const nameFaults = (
  model: SecurityModel,
  policy: Policy,
  servers: readonly ServerPlan[],
  { listening, dialling, applications, peers }: Sides,
): readonly Diagnostic[] => {
  const names = typeNames();
  const channelsOf = (ids: readonly string[]): readonly Channel[] => {
    const used = new Set(ids);
    return model.channels.filter(({ id }) => used.has(id));
  };
  const nameParameters = (plans: readonly ServerPlan[]): void => {
    const used = plans.flatMap(({ operations }) => operations.map(({ channel }) => channel));
    for (const channel of channelsOf(used)) parametersType(names, channel);
  };
  for (const plan of servers) serverTypes(names, serverOwner(plan, model));

  const sockets = servers.filter(({ id }) => listening.has(id) || dialling.has(id));
  nameParameters(sockets);
  for (const plan of sockets) {
    socketTypes(names, serverOwner(plan, model));
    for (const channel of channelsOf(plan.operations.map((operation) => operation.channel)))
      socketChannelTypes(names, channelOwner(plan, channel));
  }

  nameParameters(servers.filter(({ id }) => applications.has(id) || peers.has(id)));
  const sides = [
    { side: 'application', prefix: '', ids: applications },
    { side: 'peer', prefix: 'Peer', ids: peers },
  ] as const;
  for (const { side, prefix, ids } of sides) {
    for (const plan of servers.filter(({ id }) => ids.has(id))) {
      const inbound = plan.operations.filter((operation) => isReceived(operation, side));
      const asked = inbound.length > 0 ? providersOf(plan, policy, inbound) : null;
      const narrowed = asked !== null && asked.length < providersOf(plan, policy).length;
      clusterTypes(names, serverOwner(plan, model), { peer: prefix, narrowed });
      for (const channel of channelsOf(inbound.map((operation) => operation.channel)))
        recordHandlersType(names, channelOwner(plan, channel), prefix);
    }
  }
  return names.diagnostics;
};
