import type { Config } from '../config/config.js';
import { report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/security-model.js';
import { checkAliases } from './kafka-topics.js';
import type { ServerPlan } from './server-plan.js';
import { transportOf } from './transport.js';

/** What one server's part cannot tell. */
export const acrossServers = (
  model: SecurityModel,
  servers: readonly ServerPlan[],
  { config, configPlaces }: { readonly config: Config; readonly configPlaces?: ReadonlyMap<string, Place> },
): readonly Diagnostic[] => {
  const clusters = servers.filter(({ policy }) => policy.kafka !== undefined);
  const topics = new Set(clusters.flatMap(({ operations }) => operations.map(({ channel }) => channel)));
  const paths = new Set(
    servers
      .filter(({ policy }) => policy.kafka === undefined)
      .flatMap(({ operations }) => operations.map(({ channel }) => channel)),
  );
  const twoNames = model.channels
    .filter(({ id, topic, address }) => topics.has(id) && paths.has(id) && topic !== null && topic !== address)
    .map((channel) =>
      report('topic-invalid', channel.at, {
        message: `The channel ${channel.id} has the topic ${channel.topic ?? ''} in Kafka and the address ${channel.address ?? ''} elsewhere, and is on servers of both kinds.`,
        fix: 'Give it one name, or make two channels of it.',
      }),
    );
  const undecided = clusters.flatMap(({ id, operations, policy, decidesRoles }) =>
    operations
      // Roles that are left to nobody are told with their server.
      .filter(({ roles }) => config.kafka?.roles === 'acl' && roles !== null && roles.length > 0)
      .filter((operation) => !decidesRoles.has(operation.id) && policy.rules[operation.id]?.enforcedBy !== 'broker')
      .filter((operation) => servers.some((other) => other.decidesRoles.has(operation.id)))
      .map((operation) =>
        report('role-unenforceable', operation.at, {
          message: `${operation.id} on ${id}: its roles go to the broker's ACLs there, while a guard sees to the server's level, and another server's guard decides them.`,
          fix: 'Give a scheme of this operation `x-access-control: { carrier: proof }`, or make two operations of it.',
        }),
      ),
  );
  const aliases =
    // A Kafka server that no target is chosen for has topics all the same.
    clusters.length === 0 && model.servers.some((server) => transportOf(server) === 'kafka')
      ? []
      : checkAliases(
          model.channels.filter(({ id }) => topics.has(id)),
          config.kafka?.topicAliases,
          configPlaces,
        );
  return [...twoNames, ...undecided, ...aliases];
};
