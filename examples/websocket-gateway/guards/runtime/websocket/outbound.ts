import { tick } from '../clock.js';
import type { GuardCore } from '../guard-core.js';
import { parameterKey } from './channel-path.js';
import type { Encode } from './codec.js';
import { contextOf } from '../message-context.js';
import { socketMember } from '../member-name.js';
import type { OpenSockets } from './open-sockets.js';
import type { ServedChannel } from './served-channel.js';
import { isRecord } from '../message-route.js';

/** Sends to the sockets that may have the message now; answers how many. */
export type Broadcast = (...given: readonly unknown[]) => number;

/** `channel.operation(parameters, message)`, for each operation on which this side speaks. */
export function broadcasts(
  core: GuardCore,
  open: OpenSockets,
  channels: ReadonlyMap<string, ServedChannel>,
  encode: Encode,
): Record<string, Record<string, Broadcast>> {
  const entries = [...channels.values()].map((channel) => {
    const methods = channel.outbound.map((operation) => [
      socketMember(operation),
      broadcast(core, open, channel, operation, encode),
    ]);
    return [
      socketMember(channel.id),
      Object.fromEntries(methods) as Record<string, Broadcast>,
    ] as const;
  });
  return Object.fromEntries(entries);
}

function broadcast(
  core: GuardCore,
  open: OpenSockets,
  channel: ServedChannel,
  operation: string,
  encode: Encode,
): Broadcast {
  return (...given) => {
    const parameters = channel.parameters.length === 0 ? {} : given[0];
    const message = channel.parameters.length === 0 ? given[0] : given[1];
    if (!isRecord(parameters))
      throw new TypeError(
        `${operation}: give the channel's parameters, then the message.`,
      );
    checkMark(core, operation, message);
    const group = channel.sockets.get(
      parameterKey(channel.parameters, parameters),
    );
    const frame = encode(message);
    if (group === undefined) return 0;
    tick();
    let reached = 0;
    for (const socket of group) {
      if (socket.closing) continue;
      const context = contextOf(core.policy, operation, socket, message);
      const decision = core.decide(operation, socket.caller, context);
      core.emit(
        'outbound',
        operation,
        socket.caller,
        context ?? null,
        decision,
      );
      if (decision.outcome !== 'allowed') open.skip(socket, decision);
      else if (open.send(socket, frame)) reached += 1;
    }
    return reached;
  };
}

/**
 * A message without its operation's mark is heard by no receiver: a client that waits for a reply would take it for that,
 * and whoever may make this side say something could answer for it. Throws TypeError.
 */
function checkMark(core: GuardCore, operation: string, message: unknown): void {
  const mark = core.policy.operations[operation]?.message;
  if (mark?.by !== 'property') return;
  const { property, values } = mark;
  const given: unknown =
    isRecord(message) && Object.hasOwn(message, property)
      ? message[property]
      : undefined;
  if (!values.some((value) => value === given))
    throw new TypeError(
      `${operation}: the document tells its messages by ${property}: ${values.map((value) => JSON.stringify(value)).join(' or ')}.`,
    );
}
