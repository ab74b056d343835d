import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Channel, Operation, Server } from '../model/security-model.js';
import { memberName } from '../runtime/websocket/member-name.js';

/**
 * What becomes of names that the emitted objects have for members of their own: an info for each that gets a `_`, an error
 * where another operation of the channel has that name already, for one handler would answer for both. Of servers and
 * channels the names of types tell as much.
 */
export const checkMemberNames = (
  server: Server,
  channels: readonly Channel[],
  operations: readonly Operation[],
): readonly Diagnostic[] => {
  const named = [
    { what: 'server', ...server },
    ...channels.map((channel) => ({ what: 'channel', ...channel })),
    ...operations.map((operation) => ({ what: 'operation', ...operation })),
  ];
  const adjusted = named
    .filter(({ id }) => memberName(id) !== id)
    .map(({ what, id, at }) =>
      report('name-adjusted', at, {
        message: `The ${what} ${id} is called ${memberName(id)} in the emitted code, which has a member ${id} of its own.`,
        fix: `Write ${memberName(id)}, or rename the ${what} in the document.`,
      }),
    );
  const collisions = operations.flatMap((operation) => {
    const rival = operations.find(
      (other) => other !== operation && other.channel === operation.channel && memberName(other.id) === operation.id,
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
