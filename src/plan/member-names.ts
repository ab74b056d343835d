import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Channel, Operation, Server } from '../model/security-model.js';
import { kafkaMember, socketMember } from '../runtime/member-name.js';
import { transportOf } from './transport.js';

/**
 * What becomes of names that the emitted objects have for members of their own: an info for each that gets a `_`, an error
 * where another operation beside it has that name already, for one handler would answer for both: on a socket one of its
 * channel, on Kafka any. Of servers and channels the names of types tell as much.
 */
export const checkMemberNames = (
  server: Server,
  channels: readonly Channel[],
  operations: readonly Operation[],
): readonly Diagnostic[] => {
  const kafka = transportOf(server) === 'kafka';
  const memberName = kafka ? kafkaMember : socketMember;
  const named = [
    { what: 'server', called: socketMember(server.id), ...server },
    ...(kafka ? [] : channels.map((channel) => ({ what: 'channel', called: memberName(channel.id), ...channel }))),
    ...operations.map((operation) => ({ what: 'operation', called: memberName(operation.id), ...operation })),
  ];
  const adjusted = named
    .filter(({ id, called }) => called !== id)
    .map(({ what, id, called, at }) =>
      report('name-adjusted', at, {
        message: `The ${what} ${id} is called ${called} in the emitted code, which has a member ${id} of its own.`,
        fix: `Write ${called}, or rename the ${what} in the document.`,
      }),
    );
  // Ids are distinct: only a name that was adjusted can meet another.
  const renamed = operations.filter(({ id }) => memberName(id) !== id);
  const collisions = operations.flatMap((operation) => {
    const rival = renamed.find(
      (other) =>
        other !== operation && (kafka || other.channel === operation.channel) && memberName(other.id) === operation.id,
    );
    return rival === undefined
      ? []
      : report('name-collision', operation.at, {
          message: `The operations ${rival.id} and ${operation.id} would both be called ${operation.id}.`,
          fix: 'Rename one of them.',
          also: [rival.at],
        });
  });
  return [...adjusted, ...collisions];
};
