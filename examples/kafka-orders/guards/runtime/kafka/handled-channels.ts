import { routeOf, type Route } from '../message-route.js';
import type { Policy } from '../policy.js';
import type { AuthorizedRecord } from './authorized-record.js';
import { kafkaMember } from '../member-name.js';
import { kafkaServer, receivedChannels, type KafkaSide } from './sides.js';

/** What the app does with a record. Its offset is committed after it. */
export type RecordHandler = (record: AuthorizedRecord) => unknown;

/** A channel of which this consumer takes the records. */
export interface HandledChannel {
  readonly operations: readonly string[];
  /** Whether a level of one of them is left to the guard: else nobody is asked who produced a record. */
  readonly isGuarded: boolean;
  readonly route: Route;
}

/** What one consumer takes. */
export interface Handled {
  readonly channels: ReadonlyMap<string, HandledChannel>;
  /** By operation. */
  readonly handlers: ReadonlyMap<string, RecordHandler>;
}

/**
 * The channels that these handlers make whole. Throws a TypeError where a channel is left half, or a handler is of no
 * operation that this side receives: its records would be lost in silence.
 */
export function handledChannels(
  policy: Policy,
  server: string,
  side: KafkaSide,
  given: object,
  route: Route | undefined,
): Handled {
  const received = receivedChannels(policy, server, side);
  const names = new Map(
    [...received.values()].flat().map((id) => [kafkaMember(id), id]),
  );
  const handlers = new Map<string, RecordHandler>();
  const faults: string[] = [];
  for (const [name, handler] of Object.entries(given)) {
    const operation = names.get(name);
    if (handler === undefined) continue;
    if (operation === undefined)
      faults.push(`${name} is no operation that this side receives`);
    else if (!isHandler(handler)) faults.push(`${name} is no function`);
    else handlers.set(operation, (record) => handler.call(given, record));
  }
  const whole = [...received].filter(([, operations]) =>
    operations.some((id) => handlers.has(id)),
  );
  for (const [channel, operations] of whole)
    for (const id of operations)
      if (!handlers.has(id))
        faults.push(
          `${kafkaMember(id)} is missing, which comes on the channel ${channel} as well`,
        );
  if (handlers.size === 0)
    faults.push('there is none among its own properties');
  if (faults.length > 0)
    throw new TypeError(
      `Handlers for server "${server}": ${faults.join('; ')}. It receives ${[...names.keys()].join(', ') || 'nothing'}.`,
    );
  const channels = whole.map(
    ([channel, operations]): [string, HandledChannel] => [
      channel,
      {
        operations,
        isGuarded: isGuarded(policy, server, operations),
        route: routeOf(policy, operations, route),
      },
    ],
  );
  return { channels: new Map(channels), handlers };
}

function isGuarded(
  policy: Policy,
  server: string,
  operations: readonly string[],
): boolean {
  const { requirement, rules } = kafkaServer(policy, server);
  return operations.some((id) => {
    const rule = rules[id];
    return (
      rule?.enforcedBy !== 'broker' &&
      (requirement !== null || (rule?.requirement ?? null) !== null)
    );
  });
}

function isHandler(value: unknown): value is RecordHandler {
  return typeof value === 'function';
}
